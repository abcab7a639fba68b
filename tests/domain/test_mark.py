"""The mark of the history, as it is shown and as it is typed."""

import pytest

from cobranca_cli.domain.mark import Mark, read_mark

HASH = "9a8f03c1d2e45b607788" + "0123456789abcdef" * 2 + "beefbeefbeef"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"1042:{HASH}", Mark(1042, HASH)),
        ("1042:9a8f03c1d2e45b607788", Mark(1042, "9a8f03c1d2e45b607788")),
        (" 01042:9A8F03C1D2E45B607788… ", Mark(1042, "9a8f03c1d2e45b607788")),
        ("1042:9a8f03c1d2e45b607788...", Mark(1042, "9a8f03c1d2e45b607788")),
        ("1042:9a8f03c1d2e45b60778", None),  # Too little to tell one history from another.
        (f"1042:{HASH}0", None),
        ("1042:9a8f03c1d2e45b60778g", None),
        ("0:9a8f03c1d2e45b607788", None),
        ("-1:9a8f03c1d2e45b607788", None),
        ("١٢:9a8f03c1d2e45b607788", None),
        (f"{'9' * 19}:9a8f03c1d2e45b607788", None),
        ("1042 9a8f03c1d2e4", None),
        ("9a8f03c1d2e45b607788", None),
        ("", None),
    ],
)
def test_what_is_read(text: str, expected: Mark | None) -> None:
    assert read_mark(text) == expected


def test_what_is_shown_is_read_again() -> None:
    assert Mark(7, HASH).text == f"7:{HASH[:32]}"
    assert read_mark(Mark(7, HASH).text) == Mark(7, HASH[:32])
