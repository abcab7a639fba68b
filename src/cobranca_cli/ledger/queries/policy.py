"""Whom a policy is about: the customers of a ledger."""

import sqlite3


def all_customers(connection: sqlite3.Connection) -> list[int]:
    """Every customer, by number."""
    return [row[0] for row in connection.execute("SELECT id FROM customer ORDER BY id")]
