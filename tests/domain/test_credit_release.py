"""Who may be sold to on credit against the policy, and what the law says of it."""

import pytest

from cobranca_cli.domain.credit_decision import STOPS
from cobranca_cli.domain.credit_release import forbidden, warned
from cobranca_cli.domain.plan import Stop


@pytest.mark.parametrize(
    ("kinds", "why", "said"),
    [
        ("", None, ()),
        ("nunca", None, ()),
        ("falecimento", "art. 6º", ()),
        ("insolvencia", None, ("art. 103",)),
        ("superendividamento insolvencia", None, ("art. 54-D", "art. 103")),
        ("insolvencia insolvencia juizo", None, ("art. 103", "advogado")),
        ("insolvencia falecimento", "art. 6º", ("art. 103",)),
    ],
)
def test_what_the_law_says(kinds: str, why: str | None, said: tuple[str, ...]) -> None:
    stops = [Stop(kind, "registrado") for kind in kinds.split()]
    assert {each.kind for each in stops} <= {*STOPS}
    found = forbidden(stops)
    assert found is None if why is None else why in (found or "")
    told = warned(stops)
    assert len(told) == len(said)
    assert all(part in text for part, text in zip(said, told, strict=True))
