"""Titles as a person would write them: `0-30 1000 @42`, days counted from the first of January of 2026."""

import re
from datetime import date

from cobranca_cli.domain.turns import APART, OPEN, Turn
from cobranca_cli.risk.facts import Title

FIRST = date(2026, 1, 1).toordinal()
_FORM = re.compile(
    r"(?P<start>-?\d+)-(?P<due>-?\d+) (?P<size>\d+)(?P<turns>(?: @\d+(?:=\w+)?)*)"
    r"(?: x(?P<gone>\d+))?(?: !(?P<first>\d+)-(?P<last>\d+))?"
)


def day(number: int) -> int:
    """So many days after the first."""
    return FIRST + number


def title(identity: int, text: str) -> Title:
    """Start and due day, size; `@42` paid and known on day 42, `@60=42` known on 60, `@60=aberto`,
    `@60=fora`; `x70` cancelled on day 70; `!10-20` in dispute from day 10 to day 20."""
    found = _FORM.fullmatch(text)
    assert found, text
    turns = tuple(_turn(each) for each in found["turns"].split())
    disputes = ((day(int(found["first"])), day(int(found["last"]))),) if found["first"] else ()
    return Title(
        identity,
        day(int(found["start"])),
        day(int(found["due"])),
        int(found["size"]),
        turns,
        day(int(found["gone"])) if found["gone"] else 0,
        disputes,
    )


def titles(*texts: str) -> list[Title]:
    return [title(number, text) for number, text in enumerate(texts, 1)]


def _turn(text: str) -> Turn:
    known, _, what = text.removeprefix("@").partition("=")
    words = {"aberto": OPEN, "fora": APART, "": day(int(known))}
    return day(int(known)), words[what] if what in words else day(int(what))
