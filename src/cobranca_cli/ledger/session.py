"""The SQLModel session on a connection whose transaction is ours: SQLAlchemy may neither begin nor end it."""

import sqlite3

from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool
from sqlmodel import Session


def session_on(connection: sqlite3.Connection) -> Session:
    """A session whose statements run inside the transaction already open on `connection`."""
    engine = create_engine(
        "sqlite://", creator=lambda: connection, poolclass=StaticPool, hide_parameters=True
    )
    # SQLAlchemy's own end of transaction would commit or undo what the caller has not finished.
    engine.dialect.do_commit = _leave_alone  # type: ignore[assignment]
    engine.dialect.do_rollback = _leave_alone  # type: ignore[assignment]
    return Session(engine)


def _leave_alone(_connection: object) -> None:
    """The transaction belongs to `ledger.transaction`."""
    return
