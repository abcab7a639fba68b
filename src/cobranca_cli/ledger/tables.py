"""The rows that SQLModel writes: columns only. Rules live in the domain, the schema in `schema`.

`table=True` models validate nothing, so what is put into one has been validated before, at the border.
No future annotations here: SQLModel reads the annotations at run time.
"""

from sqlmodel import Field, SQLModel


class CustomerRow(SQLModel, table=True):
    """Who buys on credit."""

    __tablename__ = "customer"

    id: int | None = Field(default=None, primary_key=True)
    name: str
    name_key: str
    document: str | None = None
    code: str | None = None
    email: str | None = None
    phone: str | None = None
    address: str | None = None
    city: str | None = None
    state: str | None = None
    zip: str | None = None
    category: str | None = None
    created_on: str


class ReceivableRow(SQLModel, table=True):
    """One invoice, or one instalment of it; amounts in cents, days as ISO text."""

    __tablename__ = "receivable"

    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id")
    number: str
    instalment: str = ""
    issued: str | None = None
    due: str
    due_effective: str
    starts_on: str
    amount: int
    settled: int = 0
    cancelled_on: str | None = None
    description: str | None = None
    category: str | None = None
    import_id: int | None = Field(default=None, foreign_key="import_batch.id")
    import_line: int | None = None


class ImportBatchRow(SQLModel, table=True):
    """One file that was imported."""

    __tablename__ = "import_batch"

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    file_name: str
    sha256: str
    profile: str | None = None
    imported_on: str
    recorded_at: str


class CancellationRow(SQLModel, table=True):
    """The fact that an invoice was cancelled on a day, and why."""

    __tablename__ = "cancellation"

    id: int | None = Field(default=None, primary_key=True)
    receivable_id: int = Field(foreign_key="receivable.id")
    cancelled_on: str
    reason: str
    recorded_at: str
