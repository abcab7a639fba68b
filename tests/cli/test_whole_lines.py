"""A line to be copied stays whole on a narrow terminal."""

import io
import sys

import pytest

from cobranca_cli.cli.talk import say


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_line_to_be_copied_is_not_wrapped(monkeypatch: pytest.MonkeyPatch) -> None:
    line = f'destinatario = "age1{"q" * 58}"'
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setattr(sys, "stderr", _Terminal())
    say(line)
    say(line, whole=True)
    *wrapped, last = sys.stderr.getvalue().splitlines()
    assert (last, line in wrapped) == (line, False)
