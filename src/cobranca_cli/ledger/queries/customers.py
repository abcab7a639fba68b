"""Customers: by id, by what a person types, as a list."""

import sqlite3


def customer_name(connection: sqlite3.Connection, identity: int) -> str:
    """The name of the customer with this id."""
    return str(connection.execute("SELECT name FROM customer WHERE id = ?", (identity,)).fetchone()[0])
