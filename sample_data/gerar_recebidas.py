"""Write `recebidas.csv`: what the same invented firm was paid before, as its former system exports it.

Eighteen months of titles that are paid, in the layout of Conta Azul, with the day of payment and what of it
was interest and fine. Nothing here is open on 2026-11-21: the open titles are those of `faturas.csv`. How a
customer pays drifts from month to month, so that the past tells something of the future, and not all.
Same seed, same bytes, on any machine: only `Random.randrange` draws.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from sample_data.gerar import (
    AS_OF,
    CALENDAR,
    CENTS,
    FIRST_ISSUE,
    FIRST_NUMBER,
    GOODS,
    NEW_SINCE,
    NUMBERS_A_DAY,
    SEED,
    TERMS,
    Customer,
    csv_text,
    customers,
    money,
    titles,
)

from cobranca_cli.domain.taxid import format_tax_id

COLUMNS = (
    "Identificador do cliente;Nome do cliente;CNPJ/CPF Cliente/Fornecedor;Nota fiscal;Data de competência;"
    "Data de vencimento;Descrição;Categoria 1;Situação;Valor original da parcela (R$);"
    "Valor recebido da parcela (R$);Juros realizado (R$);Multa realizado (R$);"
    "Valor total recebido da parcela (R$);Valor da parcela em aberto (R$);Data do último pagamento"
)

FIRST_DAY = FIRST_ISSUE
GONE_SINCE = date(2025, 9, 1)
"""Who has vanished bought until then."""

# How it pays: percent of the titles paid more than 30 days late, and the days late of the others (from, to).
HABITS = {
    "pontual": (3, (-2, 4)),
    "lento": (20, (2, 24)),
    "mau": (50, (6, 30)),
    "sumido": (30, (4, 28)),
    "novo": (6, (-1, 6)),
}
TITLES_A_MONTH = {"p": 2, "m": 3, "g": 4}
DRIFT = 9
"""Percent points that the first number of HABITS may move in a month, up or down."""


@dataclass(frozen=True)
class Paid:
    """One title that was paid. Money in cents; the interest is 1 % a month, the fine 2 %, when paid late."""

    customer: Customer
    issued: date
    due: date
    paid: date
    cents: int
    goods: tuple[str, str]

    @property
    def days(self) -> int:
        """Days late, from the first business day on or after the due date."""
        return max(0, (self.paid - CALENDAR.next_business_day(self.due)).days)

    @property
    def interest(self) -> int:
        """Half up, in cents."""
        return (self.cents * self.days * 2 + 3000) // 6000

    @property
    def fine(self) -> int:
        """Half up, in cents."""
        return (self.cents * 2 + 50) // 100 if self.days else 0


def paid_titles() -> list[Paid]:
    """What was paid, by issue date."""
    rng = Random(SEED + 2)
    found = [title for customer in customers() for title in _of_customer(rng, customer)]
    return sorted(found, key=lambda title: (title.issued, title.customer.code, title.due))


def _of_customer(rng: Random, customer: Customer) -> Iterator[Paid]:
    usual, timely = HABITS[customer.profile]
    first = NEW_SINCE if customer.profile == "novo" else FIRST_DAY
    last = GONE_SINCE if customer.profile == "sumido" else AS_OF
    late = usual
    while first < last:
        late = min(max(late + rng.randrange(-DRIFT, DRIFT + 1), usual // 3), 3 * usual)
        for _ in range(TITLES_A_MONTH[customer.size]):
            title = _title(rng, customer, first + timedelta(days=rng.randrange(30)), late, timely)
            if title.paid < AS_OF:
                yield title
        first += timedelta(days=30)


def _title(rng: Random, customer: Customer, around: date, late: int, timely: tuple[int, int]) -> Paid:
    issued = CALENDAR.previous_business_day(around)
    due = issued + timedelta(days=TERMS[rng.randrange(len(TERMS))])
    if rng.randrange(100) < late:
        days = 31 + min(rng.randrange(70), rng.randrange(70))
    else:
        days = rng.randrange(*timely)
    paid = CALENDAR.next_business_day(CALENDAR.next_business_day(due) + timedelta(days=days))
    low, high = CENTS[customer.size]
    cents = min(rng.randrange(low, high) for _ in range(3))
    return Paid(customer, issued, due, paid, cents, GOODS[customer.category][rng.randrange(2)])


def received_csv() -> str:
    """`recebidas.csv` as text; the numbers are those that `faturas.csv` leaves free."""
    of_day = Counter({day: len(taken) for day, taken in _taken().items()})
    rows = []
    for title in paid_titles():
        number = FIRST_NUMBER + NUMBERS_A_DAY * (title.issued - FIRST_ISSUE).days + of_day[title.issued]
        of_day[title.issued] += 1
        assert of_day[title.issued] <= NUMBERS_A_DAY
        rows.append(_row(title, number))
    return csv_text(COLUMNS, rows)


def _taken() -> dict[date, set[int]]:
    """Which invoices of `faturas.csv` were issued on each day."""
    found: dict[date, set[int]] = {}
    for title in titles():
        found.setdefault(title.issued, set()).add(title.invoice)
    return found


def _row(title: Paid, number: int) -> list[str]:
    total = title.cents + title.interest + title.fine
    return [
        title.customer.code,
        title.customer.name,
        format_tax_id(title.customer.document),
        str(number),
        f"{title.issued:%d/%m/%Y}",
        f"{title.due:%d/%m/%Y}",
        *title.goods,
        "Quitado",
        money(title.cents),
        money(title.cents),
        money(title.interest),
        money(title.fine),
        money(total),
        "0,00",
        f"{title.paid:%d/%m/%Y}",
    ]


def main() -> None:
    """Write the file beside this script."""
    text = received_csv()
    (Path(__file__).parent / "recebidas.csv").write_bytes(text.encode("utf-8-sig"))
    print(f"recebidas.csv: {len(text.splitlines()) - 1} linhas")


if __name__ == "__main__":
    main()
