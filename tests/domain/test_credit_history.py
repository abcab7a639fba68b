"""What invoices say of how much a customer buys and can pay, to the day and the cent."""

import pytest
from tests.domain.account_notation import rows
from tests.domain.notation import cents, day

from cobranca_cli.domain.credit_history import Dealing, best_paid_on_time, monthly_purchases, usual_term

AS_OF = day("2026-11-21")


def dealings(told: str) -> list[Dealing]:
    """`01/10 31/10 100,00 pago 31/10 acordo; …` of 2026, or `01/10/2025`."""
    found = []
    for each in filter(None, (part.strip() for part in told.split(";"))):
        bought, due, amount, *rest = each.split()
        paid = rest[rest.index("pago") + 1] if "pago" in rest else None
        found.append(
            Dealing(_day(bought), _day(due), cents(amount), _day(paid) if paid else None, "acordo" in rest)
        )
    return found


def _day(short: str):  # type: ignore[no-untyped-def]
    parts = short.split("/")
    return day(f"{parts[2] if len(parts) == 3 else '2026'}-{parts[1]}-{parts[0]}")


@pytest.mark.parametrize(
    ("told", "expected"),
    rows("""
                                                                   |
        21/11 01/12 100,00                                         | 100,00
        22/10 01/12 100,00                                         | 100,00
        21/10 01/12 100,00                                         | 50,00
        01/10 01/12 100,00; 01/11 01/12 0,01                       | 50,01
        22/11/2025 01/12 1.200,00                                  | 100,00
        21/11/2025 01/12 1.200,00                                  |
        01/01/2024 01/02/2024 5.000,00; 01/11 01/12 1.200,00       | 100,00
        01/01/2024 01/02/2024 5.000,00; 01/11 01/12 0,18           | 0,02
        22/11 01/12 100,00                                         |
        01/11 01/12 100,00; 02/11 02/12 900,00 acordo              | 100,00
    """),
)
def test_what_he_buys_in_a_month(told: str, expected: str) -> None:
    assert monthly_purchases(dealings(told), AS_OF) == (cents(expected) if expected else None)


@pytest.mark.parametrize(
    ("told", "expected"),
    rows("""
                                                                   |
        01/11 29/11 100,00                                         | 28
        01/11 11/11 300,00; 01/11 21/11 100,00                     | 13
        01/11 11/11 100,00; 01/11 12/11 100,00                     | 11
        10/11 01/11 100,00                                         | 0
        01/11 11/11 100,00; 01/11 31/12 900,00 acordo              | 10
        21/11/2025 21/12/2025 100,00                               |
    """),
)
def test_the_term_he_is_used_to(told: str, expected: str) -> None:
    assert usual_term(dealings(told), AS_OF) == (int(expected) if expected else None)


@pytest.mark.parametrize(
    ("told", "expected"),
    rows("""
                                                                                   |
        01/09 01/10 100,00                                                         |
        01/09 01/10 100,00 pago 02/10                                              |
        01/09 01/10 100,00 pago 01/10                                              | 100,00
        01/09 01/10 100,00 pago 01/10; 15/09 15/10 50,00 pago 15/10                | 150,00
        01/09 01/10 100,00 pago 01/10; 01/10 15/10 50,00 pago 15/10                | 100,00
        01/09 01/10 100,00 pago 01/10; 30/09 15/10 50,00 pago 15/10                | 150,00
        01/09 01/10 100,00 pago 01/10; 15/09 15/10 900,00 pago 16/10               | 100,00
        01/09 01/10 100,00 pago 25/08                                              | 100,00
        01/09 01/10 100,00 pago 01/09                                              | 100,00
    """),
)
def test_the_most_that_he_owed_and_paid_on_time(told: str, expected: str) -> None:
    assert best_paid_on_time(dealings(told)) == (cents(expected) if expected else None)
