"""A shop that sells on credit: what it tells of its customers, and what it decides, in a user's words."""

from contextlib import closing

from tests.domain.notation import cents, day
from tests.services.agreement_box import Bank

from cobranca_cli.brformat import money_br
from cobranca_cli.ledger.connection import open_for_reading
from cobranca_cli.ledger.queries.customers import find_customer
from cobranca_cli.services import credit, credit_facts
from cobranca_cli.services.credit_review import Review, review_credit

AMOUNTS = ("faturamento", "patrimonio")


class Creditor(Bank):
    """A shop that evaluates credit; amounts are as written, days in ISO."""

    def buys_and_pays(self, customer: str, table: str) -> None:
        """A line an invoice: `number bought due amount paid_on`, the last `-` of one that is not paid.

        Each is typed on the day that it is of, so that the days before do not know of it.
        """
        told = [line.split() for line in table.strip().splitlines()]
        events = [(bought, 1, row) for row in told for bought in (row[1],)]
        events += [(row[4], 0, row) for row in told if row[4] != "-"]
        last = self.today
        for on, buys, (number, bought, due, amount, _) in sorted(events):
            self.today = on
            if buys:
                self.invoices(f"{number};;{customer};{bought};{due};{amount}")
            else:
                self.pays(amount, on, number)
        self.today = last

    def knows(self, customer: str, **told: str | None) -> credit_facts.Registered:
        """`fundacao="2022-11-21"`, `faturamento="120.000,00"`; None takes it back."""
        source = told.pop("fonte", None)
        values = {
            kind: str(cents(value)) if kind in AMOUNTS and value else value for kind, value in told.items()
        }
        return credit_facts.tell(self.ledger, self.moment, customer, values, source)

    def secures(self, customer: str, what: str, amount: str, until: str | None = None) -> int:
        """The number of the guarantee."""
        expires = day(until) if until else None
        return credit_facts.secure(self.ledger, self.moment, customer, what, cents(amount), expires).id

    def frees(self, guarantee: int) -> None:
        credit_facts.release_guarantee(self.ledger, self.moment, guarantee, "o fiador saiu")

    def consults(
        self, customer: str, restrictions: str = "nenhuma", on: str | None = None, source: str = "serasa",
        score: int | None = None,
    ) -> credit_facts.Noted:  # fmt: skip
        asked = credit_facts.Asked(source, restrictions, score, None, day(on) if on else None)
        return credit_facts.consult(self.ledger, self.moment, customer, asked)

    def limits(
        self, customer: str, amount: str | None, component: str = "total", until: str | None = None
    ) -> credit_facts.Limited:
        """Set a limit by hand; None takes it away."""
        cents_, expires = cents(amount) if amount else None, day(until) if until else None
        return credit_facts.set_limit(
            self.ledger, self.moment, customer, component, cents_, "combinado", "Rita", expires
        )

    def looks(self, customer: str, order: str | None = None, on: str | None = None) -> credit.Answer:
        """The evaluation as of a day, nothing kept."""
        when = day(on or self.today)
        return credit.look(self.ledger, self.settings, self.moment, when, customer, asked(order))

    def decides(
        self, customer: str, order: str | None = None, because: str | None = None, author: str | None = None
    ) -> credit.Answer:
        """The decision of today, kept; `because` releases it."""
        release = credit.Release(because, author) if because is not None else None
        return credit.decide(self.ledger, self.settings, self.moment, customer, asked(order), release)

    def explains(self, number: int) -> credit.Explained:
        return credit.explain(self.ledger, self.settings, self.moment, number)

    def decided(self, customer: str | None = None, on: str | None = None) -> tuple[str, ...]:
        """What was decided, in order."""
        when = day(on or self.today)
        rows = credit.history(self.ledger, self.settings, self.moment, when, customer).rows
        return tuple(each.verdict for each in rows)

    def reviews(self, customer: str | None = None, on: str | None = None) -> Review:
        when = day(on or self.today)
        return review_credit(self.ledger, self.settings, self.moment, when, customer)

    def rule(self, **keys: object) -> None:
        """Keys of `[credito]` that differ from the default."""
        self.settings = self.settings._replace(prevention={"credito": keys})

    def number_of(self, customer: str) -> int:
        with closing(open_for_reading(self.ledger).connection) as connection:
            return find_customer(connection, customer).id


def asked(order: str | None) -> int | None:
    return None if order is None else cents(order)


def verdict(found: credit.Answer) -> str:
    return found.evaluated.decision.verdict


def points(found: credit.Answer) -> dict[str, int]:
    """The points of each factor that counts."""
    return {row.factor: row.points for row in found.evaluated.scored.rows if row.maximum}


def failed(found: credit.Answer) -> str:
    """`total 50,00; classe`: the checks that failed, and what is lacking."""
    told = (
        each.code if each.lacking is None else f"{each.code} {money_br(each.lacking)}"
        for each in found.evaluated.decision.failed
    )
    return "; ".join(told)


def available(found: credit.Answer) -> str:
    amount = found.evaluated.decision.available
    return "–" if amount is None else money_br(amount)


def limit(found: credit.Answer) -> str:
    amount = found.evaluated.limits.total.amount
    return "–" if amount is None else money_br(amount)


S01 = """
    1 2026-03-02 2026-03-30 4200,00 2026-03-30
    2 2026-04-01 2026-04-29 3900,00 2026-05-01
    3 2026-05-04 2026-06-01 5100,00 2026-06-09
    4 2026-06-01 2026-06-29 2800,00 2026-06-29
"""
# The same delay, of which 12 days are the longest.
S02 = """
    1 2024-07-10 2024-08-07 1000,00 2024-08-07
    2 2026-03-02 2026-03-30 4050,00 2026-04-11
    3 2026-05-04 2026-06-01 11950,00 2026-06-01
    4 2026-11-03 2026-12-01 6200,00 -
"""
# 96.000,00 in twelve months at 28 days each, the most owed at once 13.500,00, and 5.150,00 still open.
S03 = """
    1 2024-07-10 2024-08-07 1000,00 2024-08-07
    2 2025-12-05 2026-01-02 7000,00 2026-01-02
    3 2026-01-02 2026-01-30 7000,00 2026-01-30
    4 2026-01-30 2026-02-27 13500,00 2026-02-27
    5 2026-02-27 2026-03-27 7000,00 2026-03-27
    6 2026-03-27 2026-04-24 7000,00 2026-05-06
    7 2026-04-24 2026-05-22 7000,00 2026-05-22
    8 2026-05-22 2026-06-19 7000,00 2026-06-19
    9 2026-06-19 2026-07-17 7000,00 2026-07-17
    10 2026-07-17 2026-08-14 7000,00 2026-08-14
    11 2026-08-14 2026-09-11 7000,00 2026-09-11
    12 2026-09-11 2026-10-09 7000,00 2026-10-09
    13 2026-10-09 2026-11-06 7350,00 2026-11-06
    14 2026-11-06 2026-12-04 5150,00 -
"""
