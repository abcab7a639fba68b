"""The rows of agreements that SQLModel writes: columns only, as in `tables`."""

from sqlmodel import Field, SQLModel

from cobranca_cli.ledger import tables as _tables

assert _tables.MovementRow.__tablename__ == "movement"
"""The tables that these refer to are known."""


class AgreementRow(SQLModel, table=True):
    """What was agreed with a customer on a day; cents, percent a month as text."""

    __tablename__ = "agreement"

    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id")
    movement_id: int = Field(foreign_key="movement.id")
    number: str
    signed_on: str
    base_on: str
    debt: int
    charges_off: int
    principal_off: int
    system: str
    rate: str
    simple: str
    clause: str
    signature: str
    policy_id: int = Field(foreign_key="policy.id")
    author: str | None = None
    note: str | None = None
    recorded_at: str


class AgreementTitleRow(SQLModel, table=True):
    """One title in an agreement, and what it came to by component when it was signed."""

    __tablename__ = "agreement_title"

    agreement_id: int = Field(foreign_key="agreement.id", primary_key=True)
    position: int = Field(primary_key=True)
    receivable_id: int = Field(foreign_key="receivable.id")
    expenses: int
    interest: int
    fine: int
    correction: int
    principal: int


class AgreementInstalmentRow(SQLModel, table=True):
    """One receivable that an agreement made; position 0 is the entry."""

    __tablename__ = "agreement_instalment"

    agreement_id: int = Field(foreign_key="agreement.id", primary_key=True)
    position: int = Field(primary_key=True)
    receivable_id: int = Field(foreign_key="receivable.id")
    interest: int
    amortisation: int


class AgreementBreachRow(SQLModel, table=True):
    """The fact that an agreement was broken; undone by the reversal of its movement."""

    __tablename__ = "agreement_breach"

    id: int | None = Field(default=None, primary_key=True)
    agreement_id: int = Field(foreign_key="agreement.id")
    movement_id: int = Field(foreign_key="movement.id")
    day: str
    clause: str
    recorded_at: str
