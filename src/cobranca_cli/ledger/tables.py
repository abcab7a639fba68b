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
    charges_left: int = 0
    void: int = 0


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


class MovementRow(SQLModel, table=True):
    """Something that changes what a customer owes: money that came in, a waiver, a write-off, an expense."""

    __tablename__ = "movement"

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    customer_id: int = Field(foreign_key="customer.id")
    day: str
    amount: int | None = None
    mode: str | None = None
    components: str | None = None
    form: str | None = None
    key: str | None = None
    reason: str | None = None
    author: str | None = None
    horizon: int
    import_id: int | None = Field(default=None, foreign_key="import_batch.id")
    import_line: int | None = None
    recorded_at: str


class MovementTargetRow(SQLModel, table=True):
    """One receivable that a movement was said to be for, in the order said."""

    __tablename__ = "movement_target"

    movement_id: int = Field(foreign_key="movement.id", primary_key=True)
    position: int = Field(primary_key=True)
    receivable_id: int = Field(foreign_key="receivable.id")


class MovementReversalRow(SQLModel, table=True):
    """The fact that a movement was undone on a day, and why."""

    __tablename__ = "movement_reversal"

    id: int | None = Field(default=None, primary_key=True)
    movement_id: int = Field(foreign_key="movement.id")
    reversed_on: str
    reason: str
    recorded_at: str


class EntryRow(SQLModel, table=True):
    """What a movement did to one receivable, by component in cents; a correction is a row of its own."""

    __tablename__ = "entry"

    id: int | None = Field(default=None, primary_key=True)
    movement_id: int = Field(foreign_key="movement.id")
    receivable_id: int = Field(foreign_key="receivable.id")
    kind: str
    value_on: str
    booked_on: str
    expenses: int
    interest: int
    fine: int
    correction: int
    principal: int
    recorded_at: str


class ChargeTermsRow(SQLModel, table=True):
    """A dated version of the charges: of the whole ledger, of one customer or of one receivable."""

    __tablename__ = "charge_terms"

    id: int | None = Field(default=None, primary_key=True)
    customer_id: int | None = Field(default=None, foreign_key="customer.id")
    receivable_id: int | None = Field(default=None, foreign_key="receivable.id")
    since: str
    content: str
    reason: str | None = None
    recorded_at: str


class IndexValueRow(SQLModel, table=True):
    """One published month of an index, in percent as text; the last row of a month counts."""

    __tablename__ = "index_value"

    id: int | None = Field(default=None, primary_key=True)
    series: str
    month: str
    percent: str
    import_id: int = Field(foreign_key="import_batch.id")
    recorded_at: str


class LegalFactRow(SQLModel, table=True):
    """What bears on the dates of a title: protest, acknowledgement, lawsuit, security, duplicata."""

    __tablename__ = "legal_fact"

    id: int | None = Field(default=None, primary_key=True)
    receivable_id: int = Field(foreign_key="receivable.id")
    kind: str
    day: str
    note: str | None = None
    reverses: int | None = Field(default=None, foreign_key="legal_fact.id")
    recorded_at: str


class PolicyRow(SQLModel, table=True):
    """A version of the settings that decided something, kept once."""

    __tablename__ = "policy"

    id: int | None = Field(default=None, primary_key=True)
    sha256: str
    content: str
    recorded_at: str


class DunningRunRow(SQLModel, table=True):
    """One execution of the ladder."""

    __tablename__ = "dunning_run"

    id: int | None = Field(default=None, primary_key=True)
    day: str
    policy_id: int = Field(foreign_key="policy.id")
    recorded_at: str


class DunningActionRow(SQLModel, table=True):
    """What a run did, or asks a person to do, for one customer; total in cents."""

    __tablename__ = "dunning_action"

    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="dunning_run.id")
    customer_id: int = Field(foreign_key="customer.id")
    day: str
    step: str
    kind: str
    channel: str | None = None
    template: str | None = None
    total: int
    reason: str
    recorded_at: str


class DunningClaimRow(SQLModel, table=True):
    """A step that a title has taken: once in its life, runs apart that were withdrawn."""

    __tablename__ = "dunning_claim"

    receivable_id: int = Field(foreign_key="receivable.id", primary_key=True)
    step: str = Field(primary_key=True)
    action_id: int = Field(foreign_key="dunning_action.id", primary_key=True)
    day: str


class DunningDecisionRow(SQLModel, table=True):
    """What the owner decided about an action that needs approval."""

    __tablename__ = "dunning_decision"

    id: int | None = Field(default=None, primary_key=True)
    action_id: int = Field(foreign_key="dunning_action.id")
    day: str
    verdict: str
    reason: str | None = None
    author: str | None = None
    recorded_at: str


class LetterRow(SQLModel, table=True):
    """A letter as it was rendered: the proof. `content` is the JSON it was made from, total in cents."""

    __tablename__ = "letter"

    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id")
    day: str
    origin: str
    action_id: int | None = Field(default=None, foreign_key="dunning_action.id")
    template: str
    template_sha256: str
    channel: str
    recipient: str | None = None
    subject: str
    body: str
    sha256: str
    content: str
    total: int
    recorded_at: str


class LetterTargetRow(SQLModel, table=True):
    """One title that a letter is about."""

    __tablename__ = "letter_target"

    letter_id: int = Field(foreign_key="letter.id", primary_key=True)
    receivable_id: int = Field(foreign_key="receivable.id", primary_key=True)


class PaymentSlipRow(SQLModel, table=True):
    """A boleto line or a Pix code that a bank issued for a title; the last row of a kind counts."""

    __tablename__ = "payment_slip"

    id: int | None = Field(default=None, primary_key=True)
    receivable_id: int = Field(foreign_key="receivable.id")
    kind: str
    content: str | None = None
    booked_on: str
    import_id: int | None = Field(default=None, foreign_key="import_batch.id")
    recorded_at: str


class ContactRow(SQLModel, table=True):
    """One contact with a customer and what came of it; a correction reverses it with a row of its own."""

    __tablename__ = "contact"

    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id")
    day: str
    booked_on: str
    channel: str
    outcome: str
    received: int = 0
    note: str | None = None
    next_action: str | None = None
    next_on: str | None = None
    letter_id: int | None = Field(default=None, foreign_key="letter.id")
    author: str | None = None
    reverses: int | None = Field(default=None, foreign_key="contact.id")
    recorded_at: str


class ContactTargetRow(SQLModel, table=True):
    """One title that a contact was about."""

    __tablename__ = "contact_target"

    contact_id: int = Field(foreign_key="contact.id", primary_key=True)
    receivable_id: int = Field(foreign_key="receivable.id", primary_key=True)


class PromiseRow(SQLModel, table=True):
    """What a customer promised to pay until `day`; amount in cents."""

    __tablename__ = "promise"

    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id")
    amount: int
    day: str
    made_on: str
    booked_on: str
    note: str | None = None
    contact_id: int | None = Field(default=None, foreign_key="contact.id")
    author: str | None = None
    recorded_at: str


class PromiseTargetRow(SQLModel, table=True):
    """One title that a promise is for; a promise without any is for all the customer owes."""

    __tablename__ = "promise_target"

    promise_id: int = Field(foreign_key="promise.id", primary_key=True)
    receivable_id: int = Field(foreign_key="receivable.id", primary_key=True)


class PromiseWithdrawalRow(SQLModel, table=True):
    """The fact that a promise was recorded by mistake, or was taken back."""

    __tablename__ = "promise_withdrawal"

    id: int | None = Field(default=None, primary_key=True)
    promise_id: int = Field(foreign_key="promise.id")
    withdrawn_on: str
    reason: str
    recorded_at: str


class HoldRow(SQLModel, table=True):
    """What restrains the ladder for a title or a customer, from `since` to `until` or for good."""

    __tablename__ = "hold"

    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id")
    receivable_id: int | None = Field(default=None, foreign_key="receivable.id")
    kind: str
    value: str | None = None
    since: str
    until: str | None = None
    reason: str
    author: str | None = None
    recorded_at: str


class HoldEndRow(SQLModel, table=True):
    """The fact that a hold ended before its day."""

    __tablename__ = "hold_end"

    id: int | None = Field(default=None, primary_key=True)
    hold_id: int = Field(foreign_key="hold.id")
    ended_on: str
    reason: str
    recorded_at: str
