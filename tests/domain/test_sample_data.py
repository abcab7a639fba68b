"""The sample files: what the generator writes now, good documents and contacts, a story in every band."""

import csv
import re
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sample_data import gerar, gerar_recebidas

from cobranca_cli.domain.aging import BAND_NAMES, band_of, days_late
from cobranca_cli.domain.calendar import BusinessCalendar
from cobranca_cli.domain.contact import parse_email, parse_phone, parse_state, parse_zip
from cobranca_cli.domain.taxid import format_tax_id, kind, parse_tax_id

FOLDER = Path(gerar.__file__).parent
AS_OF = date(2026, 11, 21)
CALENDAR = BusinessCalendar()

Row = dict[str, str]


def read(name: str) -> list[Row]:
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";", strict=True))


def day(text: str) -> date:
    return datetime.strptime(text, "%d/%m/%Y").date()


def cents(row: Row) -> int:
    assert re.fullmatch(r"\d{1,3}(\.\d{3})*,\d\d", row["valor"])
    return int(row["valor"].replace(".", "").replace(",", ""))


@pytest.fixture(scope="module")
def customers() -> list[Row]:
    return read("clientes.csv")


@pytest.fixture(scope="module")
def invoices() -> list[Row]:
    return read("faturas.csv")


def test_the_committed_files_are_what_the_generator_writes() -> None:
    written = {
        "clientes.csv": gerar.customers_csv(),
        "faturas.csv": gerar.invoices_csv(),
        "recebidas.csv": gerar_recebidas.received_csv(),
    }
    for name, text in written.items():
        assert (FOLDER / name).read_bytes() == text.encode("utf-8-sig"), "run: python -m sample_data.gerar…"


def test_they_are_files_that_excel_in_brazil_opens() -> None:
    for name in ("clientes.csv", "faturas.csv", "recebidas.csv"):
        data = (FOLDER / name).read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        assert data.count(b"\r\n") == data.count(b"\n")
        assert data.endswith(b"\r\n")


def test_counts(customers: list[Row], invoices: list[Row]) -> None:
    assert (len(customers), len(invoices)) == (40, 300)
    assert len({row["codigo_cliente"] for row in customers}) == 40
    assert len({row["documento"] for row in customers}) == 40
    assert len({(row["numero"], row["parcela"]) for row in invoices}) == 300


def test_every_customer_has_a_sound_register(customers: list[Row]) -> None:
    for row in customers:
        document = parse_tax_id(row["documento"])
        assert isinstance(document, str), row
        assert format_tax_id(document) == row["documento"]
        assert parse_state(row["uf"]) == row["uf"]
        assert isinstance(parse_zip(row["cep"]), str), row
        assert row["email"] == "" or parse_email(row["email"]) == row["email"]
        assert row["telefone"] == "" or isinstance(parse_phone(row["telefone"]), str), row
        assert row["endereco"] and row["cidade"] and row["categoria"]


def test_the_cases_a_demo_needs(customers: list[Row]) -> None:
    documents = [str(parse_tax_id(row["documento"])) for row in customers]
    assert Counter(map(kind, documents)) == {"cpf": 3, "cnpj": 37}
    assert sum(not document.isdigit() for document in documents) == 1
    assert [name for name, count in Counter(row["cliente"] for row in customers).items() if count > 1] == [
        "Padaria São José Ltda"
    ]
    assert sum(row["email"] == "" for row in customers) == 1
    assert sum(row["telefone"] == "" for row in customers) == 1


def test_nobody_can_be_reached_by_mistake(customers: list[Row]) -> None:
    for row in customers:
        assert row["email"] == "" or row["email"].endswith((".example", "@exemplo.com.br"))
        assert row["telefone"] == "" or re.search(r"\) (90000|2000)-", row["telefone"])


def test_invoices_belong_to_the_customers(customers: list[Row], invoices: list[Row]) -> None:
    known = {(row["documento"], row["cliente"]) for row in customers}
    assert {(row["documento"], row["cliente"]) for row in invoices} == known


def test_days_and_amounts(invoices: list[Row]) -> None:
    for row in invoices:
        issued, due = day(row["emissao"]), day(row["vencimento"])
        assert date(2025, 5, 21) <= issued < AS_OF
        assert 14 <= (due - issued).days <= 90
        assert CALENDAR.is_business_day(issued)
        assert 90_00 <= cents(row) <= 18_000_00
    assert [day(row["emissao"]) for row in invoices] == sorted(day(row["emissao"]) for row in invoices)
    assert [int(row["numero"]) for row in invoices] == sorted(int(row["numero"]) for row in invoices)


def test_the_story_fills_every_band(invoices: list[Row]) -> None:
    titles: Counter[str] = Counter()
    amounts: Counter[str] = Counter()
    for row in invoices:
        effective = CALENDAR.next_business_day(day(row["vencimento"]))
        band = band_of(days_late(AS_OF, effective))
        titles[band] += 1
        amounts[band] += cents(row)
    assert [titles[name] for name in BAND_NAMES] == [150, 66, 27, 17, 19, 13, 8]
    assert 300_000_00 < sum(amounts.values()) < 600_000_00
    assert amounts["a_vencer"] * 2 > sum(amounts.values())


def test_instalments_and_days_without_banking(invoices: list[Row]) -> None:
    instalments = Counter(row["parcela"] for row in invoices)
    assert set(instalments) == {"1", "2", "3"}
    assert min(instalments.values()) >= 15
    dues = [day(row["vencimento"]) for row in invoices]
    assert dues.count(date(2026, 11, 20)) >= 3
    assert sum(due.weekday() >= 5 for due in dues) >= 10


def test_the_history_is_paid_and_of_the_same_customers(customers: list[Row], invoices: list[Row]) -> None:
    paid = read("recebidas.csv")
    assert len(paid) > 1_500
    assert {row["Identificador do cliente"] for row in paid} == {row["codigo_cliente"] for row in customers}
    assert not {row["Nota fiscal"] for row in paid} & {row["numero"] for row in invoices}
    for row in paid:
        assert row["Valor da parcela em aberto (R$)"] == "0,00"
        issued, due = day(row["Data de competência"]), day(row["Data de vencimento"])
        assert issued < due and day(row["Data do último pagamento"]) < AS_OF
        assert issued - timedelta(days=7) < day(row["Data do último pagamento"])


def test_the_history_bears_what_was_late() -> None:
    on_time = [title for title in gerar_recebidas.paid_titles() if not title.days]
    late = [title for title in gerar_recebidas.paid_titles() if title.days]
    assert on_time and late
    assert all((title.interest, title.fine) == (0, 0) for title in on_time)
    thirty = gerar_recebidas.Paid(
        gerar.customers()[0], date(2026, 1, 2), date(2026, 2, 2), date(2026, 3, 4), 100_000, ("a", "b")
    )
    assert (thirty.days, thirty.interest, thirty.fine) == (30, 1_000, 2_000)
