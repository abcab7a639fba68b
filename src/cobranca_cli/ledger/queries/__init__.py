"""Reads: SQL on a plain sqlite3 connection, answered with frozen dataclasses or tuples."""
