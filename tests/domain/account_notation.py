"""Titles, terms and amounts by component, as the tables of the tests of an account write them."""

from datetime import date

from tests.domain.notation import CALENDAR, RATES, cents, day

from cobranca_cli.domain.account import ACCRUAL, Account, Conditions, Entry, Movement, Parts, Title
from cobranca_cli.domain.calendar import BusinessCalendar
from cobranca_cli.domain.charges import Standing, Working, standing_on, work_out
from cobranca_cli.domain.posting import net_of, replay
from cobranca_cli.domain.rates import Rates
from cobranca_cli.domain.terms import Terms, read_terms

NAMES = {
    "despesas": "expenses",
    "juros": "interest",
    "multa": "fine",
    "correcao": "correction",
    "principal": "principal",
}


def parts(text: str) -> Parts:
    """`juros 10,00 multa 20,00`; a component that is not named is zero."""
    words = text.split()
    return Parts(
        **{NAMES[name]: signed(amount) for name, amount in zip(words[::2], words[1::2], strict=True)}
    )


def signed(amount: str) -> int:
    return -cents(amount[1:]) if amount.startswith("-") else cents(amount)


def keys(text: str) -> dict[str, object]:
    """Keys of `[encargos]`: `multa=10 juros=2`; nothing is the usual boleto, 2% once and 1% a month."""
    return dict(word.split("=") for word in text.split())


def rows(table: str) -> list[tuple[str, ...]]:
    """A table of a test: a line a case, columns apart by `|`."""
    return [tuple(cell.strip() for cell in line.split("|")) for line in table.strip().splitlines()]


def title(
    amount: str,
    due: str,
    identity: int = 1,
    *,
    calendar: BusinessCalendar = CALENDAR,
    claimed_until: str | None = None,
) -> Title:
    effective = calendar.next_business_day(day(due))
    return Title(identity, cents(amount), day(due), effective, day(claimed_until) if claimed_until else None)


def conditions(
    said: dict[str, object], calendar: BusinessCalendar = CALENDAR, rates: Rates = RATES
) -> Conditions:
    """What the keys of `[encargos]` say, on every day."""
    terms = read_terms(said)

    def terms_on(_: date) -> Terms:
        return terms

    return Conditions(terms_on, calendar, rates)


def changing(**versions: str) -> Conditions:
    """Terms that change: `_=` from the beginning, `on_2026_05_01=` from that day on."""
    later = {day(name[3:].replace("_", "-")): said for name, said in versions.items() if name != "_"}

    def terms_on(on: date) -> Terms:
        known = [said for since, said in later.items() if since <= on]
        return read_terms(keys(known[-1] if known else versions["_"]))

    return Conditions(terms_on, CALENDAR, RATES, tuple(later))


def owed(
    amount: str,
    due: str,
    on: str,
    said: str = "",
    *entries: Entry,
    calendar: BusinessCalendar = CALENDAR,
    rates: Rates = RATES,
    claimed_until: str | None = None,
) -> Working:
    """What is owed on one title on a day."""
    one = title(amount, due, calendar=calendar, claimed_until=claimed_until)
    return work_out(one, entries, conditions(keys(said), calendar, rates), day(on))


def entry(on: str, text: str, kind: str = "pagamento", movement: int = 1, title: int = 1) -> Entry:
    """An entry that takes off what `text` says."""
    return Entry(movement, title, kind, day(on), day(on), parts(text))


def account(*titles: Title, said: str = "", own: dict[int, str] | None = None) -> Account:
    """An account under these keys; `own` are keys of single titles over them."""

    def of(identity: int) -> Conditions:
        return conditions(keys(f"{said} {(own or {}).get(identity, '')}"))

    return Account({each.id: each for each in titles}, of)


def paid(identity: int, on: str, amount: str, *targets: int, **more: object) -> Movement:
    """A payment; of other movements, `kind` says which."""
    fields = {"kind": "pagamento", "amount": cents(amount) if amount else None, **more}
    return Movement(id=identity, day=day(on), targets=targets, **fields)  # type: ignore[arg-type]


def played(one: Account, *movements: Movement, as_of: str = "9999-12-31") -> list[Entry]:
    """What is in the account by the end of a day, net of what was taken back."""
    entries = replay(one, [], movements, date.min)
    return net_of(each for each in entries if each.booked_on <= day(as_of))


def standing(one: Account, entries: list[Entry], on: str, identity: int = 1) -> Standing:
    mine = [each for each in entries if each.title == identity]
    return standing_on(one.titles[identity], mine, one.conditions(identity), day(on))


def shares(entries: list[Entry]) -> list[tuple[int, str, Parts]]:
    """Which title got what, and how it is called."""
    return [(each.title, each.kind, each.parts) for each in entries if each.kind != ACCRUAL]
