"""Random histories of two customers over a real ledger: every kind of fact, in any order of days."""

from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from hypothesis import strategies as st

from cobranca_cli.config import Settings
from cobranca_cli.domain.deadlines import Fact
from cobranca_cli.domain.moment import Moment
from cobranca_cli.errors import DataError
from cobranca_cli.importing.layout import Wishes
from cobranca_cli.ledger.connection import open_for_reading
from cobranca_cli.ledger.due_dates import record_mark
from cobranca_cli.ledger.migrations import create_ledger
from cobranca_cli.ledger.transaction import writing
from cobranca_cli.services.adjustments import Wish, adjust
from cobranca_cli.services.deadlines import record_facts
from cobranca_cli.services.import_indices import import_indices
from cobranca_cli.services.import_invoices import import_invoices
from cobranca_cli.services.invoices import cancel_invoice
from cobranca_cli.services.payments import Order, register, reverse, use_credit

TODAY = date(2026, 11, 21)
MOMENT = Moment(TODAY, "2026-11-21T12:00:00.000Z")

POLICIES: tuple[dict[str, object], ...] = (
    {},
    {"tolerancia_quitacao": "1.00", "desconto": "percentual_ate", "desconto_faixas": ((0, "5"),)},
    {"juros_metodo": "C_valor_dia", "dias_nao_uteis": "original", "imputacao": "multa,juros"},
    {"correcao": "igpm", "carencia_dias": 3},
)


class Bill(NamedTuple):
    """An invoice of a history."""

    customer: str
    cents: int
    issued: date | None
    due: date


class Deed(NamedTuple):
    """Something done on a day; `which` picks an invoice or a movement, `cents` and `word` say how."""

    kind: str
    day: date
    which: int
    cents: int
    word: str = ""


class History(NamedTuple):
    """Invoices and what is done with them."""

    bills: list[Bill]
    deeds: list[Deed]
    policy: int


_DAYS = st.dates(date(2025, 1, 2), TODAY)
_AMOUNTS = st.sampled_from((50_00, 333_33, 1000_00)) | st.integers(1, 2000_00)
_KINDS = st.sampled_from(
    (
        *("pagar", "pagar", "pagar", "pagar_cliente", "pagar_cliente", "creditar", "estornar", "estornar"),
        *("cancelar", "abono", "abatimento", "desconto", "perda", "despesa", "reconhecer"),
    )
)


@st.composite
def bills(draw: st.DrawFn) -> Bill:
    """Most fall due while things are done, some five years before, some later."""
    due = draw(_DAYS | _DAYS.map(lambda day: day.replace(year=day.year - 5, day=1)))
    issued = draw(st.none() | st.integers(0, 60).map(lambda before: due - timedelta(days=before)))
    return Bill(draw(st.sampled_from(("Ana", "Ana", "Bia"))), draw(_AMOUNTS), issued, due)


deeds = st.builds(
    Deed, _KINDS, _DAYS, st.integers(0, 7), _AMOUNTS, st.sampled_from(("legal", "legal", "capital"))
)
histories = st.builds(
    History,
    st.lists(bills(), min_size=1, max_size=5),
    st.lists(deeds, min_size=1, max_size=12),
    st.integers(0, len(POLICIES) - 1),
)


def settings_of(ledger: Path, policy: int) -> Settings:
    """The settings of a history's ledger."""
    return Settings(ledger, charges=POLICIES[policy])


def new_ledger(folder: Path, settings_: Settings, known: list[Bill]) -> Path:
    """A ledger with the invoices `0`, `1`, …"""
    ledger = settings_.path
    create_ledger(ledger)
    with writing(ledger) as transaction:
        record_mark(transaction.connection, settings_.calendar)
        transaction.record("livro_criado", {}, MOMENT.instant)
    rows = [
        f"{index};{each.customer};{each.issued or ''};{each.due};{each.cents // 100},{each.cents % 100:02d}"
        for index, each in enumerate(known)
    ]
    file = folder / "faturas.csv"
    file.write_text("\n".join(["numero;cliente;emissao;vencimento;valor", *rows, ""]))
    done = import_invoices(ledger, file, Wishes(), MOMENT, settings_.calendar)
    assert done.new == len(known), [problem.text() for problem in done.problems.kept]
    if settings_.charges.get("correcao"):
        _made_up_index(ledger, folder)
    return ledger


def _made_up_index(ledger: Path, folder: Path) -> None:
    """A rising and falling index for every month that may be asked."""
    months = [(year, month) for year in range(2019, 2027) for month in range(1, 13)]
    rows = [f"01/{m:02d}/{y};{('0,90', '-1,40', '0,35')[m % 3]}" for y, m in months if (y, m) < (2026, 11)]
    file = folder / "igpm.csv"
    file.write_text("\n".join(["data;valor", *rows, ""]))
    import_indices(ledger, file, "igpm", MOMENT, replace=True)


def do(ledger: Path, beside: Settings, history: History, deed: Deed) -> bool:
    """Do it if the program allows it."""
    invoice = str(deed.which % len(history.bills))
    customer = history.bills[int(invoice)].customer
    try:
        if deed.kind in ("pagar", "pagar_cliente"):
            named = (invoice,) if deed.kind == "pagar" else ()
            order = Order(deed.cents, deed.day, named, None if named else customer, deed.word)
            register(ledger, beside, MOMENT, order)
        elif deed.kind == "creditar":
            use_credit(ledger, beside, MOMENT, customer, None, (), deed.day)
        elif deed.kind == "estornar":
            reverse(ledger, beside, MOMENT, _movement(ledger, deed.which), "teste", deed.day)
        elif deed.kind == "cancelar":
            cancel_invoice(ledger, MOMENT, invoice, "teste", deed.day)
        elif deed.kind == "reconhecer":
            record_facts(ledger, MOMENT, [invoice], Fact("reconhecimento", deed.day))
        else:
            amount = None if deed.kind in ("abono", "perda") else deed.cents
            adjust(ledger, beside, MOMENT, Wish(deed.kind, invoice, "teste", amount, day=deed.day))
    except DataError:
        return False
    return True


def _movement(ledger: Path, which: int) -> int:
    connection = open_for_reading(ledger).connection
    try:
        (count,) = connection.execute("SELECT count(*) FROM movement").fetchone()
    finally:
        connection.close()
    return which % count + 1 if count else 1
