"""What is kept of a decision is all of it: read back, it is what was written."""

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cobranca_cli.domain.credit_case import Known
from cobranca_cli.domain.credit_facts import RESTRICTIONS, Average, Fact, Facts, Share
from cobranca_cli.domain.credit_limits import COMPONENTS, Capacity, Guarantee, Manual, Title
from cobranca_cli.domain.plan import Stop
from cobranca_cli.services.credit_record import as_text, from_text

DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
CENTS = st.integers(0, 99_999_999_999)
WORDS = st.text(max_size=20)


def facts_of(values: st.SearchStrategy[object]) -> st.SearchStrategy[Fact[object] | None]:
    return st.none() | st.builds(Fact, values, WORDS, DAYS)


def many(values: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(values, max_size=3).map(tuple)


AMOUNT = facts_of(CENTS)
SHARE = facts_of(st.builds(Share, CENTS, CENTS))
KNOWN = st.builds(
    Known,
    DAYS,
    st.builds(
        Facts,
        facts_of(st.builds(Average, CENTS, CENTS)),
        AMOUNT,
        AMOUNT,
        SHARE,
        SHARE,
        facts_of(st.sampled_from(RESTRICTIONS)),
        AMOUNT,
        st.integers(0, 99),
        st.booleans(),
    ),
    st.builds(Capacity, AMOUNT, AMOUNT, AMOUNT, AMOUNT, AMOUNT),
    many(st.builds(Title, DAYS, CENTS, st.booleans())),
    many(
        st.builds(
            Manual, st.sampled_from(COMPONENTS), st.none() | CENTS, DAYS, st.none() | DAYS, WORDS, WORDS
        )
    ),
    many(st.builds(Guarantee, WORDS, CENTS, DAYS, st.none() | DAYS)),
    many(WORDS),
    many(st.builds(Stop, WORDS, WORDS)),
)


@given(KNOWN, st.none() | CENTS)
def test_what_was_kept_is_read_back(known: Known, order: int | None) -> None:
    text = as_text(known, order)
    again, amount = from_text(text)
    assert (again, amount) == (known, order)
    assert type(again.facts) is Facts and all(type(each) is Title for each in again.titles)
    assert as_text(again, amount) == text
    assert "\n" not in text


def test_every_field_is_kept_by_its_name() -> None:
    known = Known(date(2026, 11, 21), Facts(paid=3), Capacity(purchases=Fact(100, "livro", date(2026, 1, 2))))
    content = json.loads(as_text(known, 450_000))
    assert content["pedido"] == 450_000
    assert content["conhecido"].keys() == set(Known._fields)
    assert content["conhecido"]["capacity"]["purchases"] == {
        "value": 100, "source": "livro", "day": "2026-01-02"
    }  # fmt: skip


def test_a_record_older_than_a_field_has_its_default() -> None:
    known = Known(date(2026, 11, 21), Facts(paid=3), Capacity(customers=4))
    content = json.loads(as_text(known, None))
    del content["conhecido"]["capacity"]["customers"]
    again, _ = from_text(json.dumps(content))
    assert again == known._replace(capacity=Capacity())
