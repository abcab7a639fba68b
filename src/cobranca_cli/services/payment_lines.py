"""What a payment did to each invoice, and what about it is worth saying."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from cobranca_cli.brformat import currency_br, date_br
from cobranca_cli.domain.account import NOTHING, Entry, Parts
from cobranca_cli.domain.posting import net_of
from cobranca_cli.domain.suspension import only_passed_on
from cobranca_cli.ledger.posting import CustomerAccount
from cobranca_cli.ledger.queries.items import Item


class Line(NamedTuple):
    """What one invoice got of a payment, and what is open of its principal and of its charges then."""

    number: str
    instalment: str
    paid: Parts
    let_off: int
    forgiven: int
    recovered: bool
    balance: int
    charges_left: int
    due: date
    prescribed: bool

    @property
    def name(self) -> str:
        """`NUMERO` or `NUMERO/PARCELA`."""
        return f"{self.number}/{self.instalment}" if self.instalment else self.number


def lines_of(
    mine: CustomerAccount, entries: Sequence[Entry], day: date, said: Sequence[int], movement: int
) -> tuple[Line, ...]:
    """One line a title: those the debtor said in his order, then the others as they fell due.

    What is left is what this movement left, whatever came after it on the same day.
    """
    until = [entry for entry in net_of(mine.entries) if (entry.value_on, entry.movement) <= (day, movement)]
    lines = []
    passed = only_passed_on(entries)
    others = {entry.title for entry in entries} - set(said) - passed
    in_order = sorted(others, key=lambda title: (mine.claimed[title].title.due, title))
    for title in (*said, *in_order):
        claimed = mine.claimed[title]
        here = [entry for entry in entries if entry.title == title]
        if not here or title in passed:
            continue
        paid = NOTHING
        for entry in here:
            if entry.kind in ("pagamento", "credito"):
                paid = paid.plus(entry.parts)
        left = mine.standing(title, day, until).open
        lines.append(
            Line(
                claimed.number,
                claimed.instalment,
                paid,
                sum(entry.parts.total for entry in here if entry.kind == "desconto"),
                sum(entry.parts.total for entry in here if entry.kind == "tolerancia"),
                any(entry.kind == "recuperacao" for entry in here),
                left.principal,
                left.total - left.principal,
                claimed.title.due,
                claimed.title.prescribed(day),
            )
        )
    return tuple(lines)


def paid_by(entries: Sequence[Entry]) -> int:
    """What a movement pays, in cents, as its lines say it."""
    passed = only_passed_on(entries)
    return sum(
        entry.parts.total
        for entry in entries
        if entry.kind in ("pagamento", "credito") and entry.title not in passed
    )


def remarks(
    amount: int,
    lines: Sequence[Line],
    credit: int,
    day: date,
    items: Sequence[Item],
    offers: Mapping[int, tuple[int, int]],
) -> list[str]:
    """What is unusual about a payment, in a person's words."""
    said = []
    elsewhere = [line.name for line in lines if items and line.name not in {item.name for item in items}]
    if elsewhere:
        names = ", ".join(elsewhere)
        said.append(f"o que passou das faturas indicadas foi para outras vencidas do cliente: {names}")
    said += _missed_discounts(lines, items, offers)
    for line in lines:
        if line.due > day:
            said.append(f"fatura {line.name}: recebeu antes do vencimento ({date_br(line.due.isoformat())})")
        if line.prescribed:
            said.append(f"fatura {line.name}: está prescrita; o pagamento voluntário vale e não se devolve")
        if line.let_off:
            said.append(f"fatura {line.name}: desconto por antecipação de {currency_br(line.let_off)}")
        if line.forgiven:
            said.append(
                f"fatura {line.name}: faltavam {currency_br(line.forgiven)}, dentro da tolerância; quitada"
            )
        if line.recovered:
            said.append(f"fatura {line.name}: recuperação do que tinha sido baixado por perda")
        if line.charges_left and not line.balance:
            said.append(
                f"fatura {line.name}: o principal está pago; ficam {currency_br(line.charges_left)} de"
                " encargos, que não rendem juros (cobre, ou dispense com 'cobranca faturas abonar')"
            )
    if credit and not lines:
        said.append(_all_credit(amount, bool(items)))
    elif credit:
        said.append(f"pagou mais do que devia: {currency_br(credit)} ficam como crédito do cliente")
    return said


def _all_credit(amount: int, named: bool) -> str:
    why = (
        "a fatura não tinha nada em aberto e não há outra vencida"
        if named
        else "o cliente não tem fatura vencida"
    )
    return (
        f"{why}: {currency_br(amount)} ficam como crédito; para usá-lo,"
        " 'cobranca pagamento usar-credito CLIENTE --fatura …'"
    )


def _missed_discounts(
    lines: Sequence[Line], items: Sequence[Item], offers: Mapping[int, tuple[int, int]]
) -> list[str]:
    """Payments that came in time for a discount and were too small for it."""
    names = {item.name: item.id for item in items}
    missed = []
    for line in lines:
        to_settle, discount = offers.get(names.get(line.name, 0), (0, 0))
        if discount and not line.let_off:
            short, off = currency_br(to_settle - line.paid.total), currency_br(discount)
            missed.append(
                f"fatura {line.name}: faltaram {short} para quitá-la com o desconto de {off}"
                f" (quitava por {currency_br(to_settle)})"
            )
    return missed
