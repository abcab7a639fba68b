"""What the documents say that the program prints is what it prints."""

import difflib
from pathlib import Path

import pytest

pytest.importorskip("fcntl", reason="a terminal of 80 columns needs Unix")

from tests.support.transcripts import GOLDEN, PAGES, ROOT, Shell, replay_golden, replay_page, replayed

REFRESH = "if the new output is right: python -m tests.support.transcripts --update-golden"


@pytest.mark.parametrize("path", [*PAGES, *GOLDEN], ids=lambda path: str(path.relative_to(ROOT)))
def test_the_document_tells_the_truth(path: Path) -> None:
    said, now = path.read_text(encoding="utf-8"), replayed(path)
    diff = difflib.unified_diff(said.splitlines(), now.splitlines(), "written", "printed now", lineterm="")
    assert said == now, "\n".join([*diff, REFRESH])


def test_a_page_that_lies_is_found_out(tmp_path: Path) -> None:
    block = "$ cobranca --versao\ncobranca 9.9.9\n$ export A=1\n$ echo $A\n2\n"
    page = f"Texto\n\n```console\n{block}```\n\n$ nada\n"
    true = page.replace("9.9.9", "0.1.0").replace("\n2\n", "\n1\n")
    assert replay_page(page, Shell(tmp_path / "a")) == true
    assert replay_page(true, Shell(tmp_path / "b")) == true


def test_a_page_may_leave_lines_out_but_not_the_shown_ones(tmp_path: Path) -> None:
    page = "```console\n$ seq 9\n1\n2\n[…]\n9\n```\n"
    assert replay_page(page, Shell(tmp_path / "a")) == page
    assert replay_page(page.replace("2", "x"), Shell(tmp_path / "b")) == page


def test_a_page_shows_the_terminal_and_a_golden_file_the_pipe(tmp_path: Path) -> None:
    ask = "python3 -c 'import sys; print(sys.stdout.isatty(), sys.stdin.isatty())'"
    shell = Shell(tmp_path / "a")
    assert replay_page(f"```console\n$ {ask}\n```\n", shell) == f"```console\n$ {ask}\nTrue False\n```\n"
    assert replay_golden(f"$ {ask}\n>= 0\n", shell) == f"$ {ask}\nFalse False\n>= 0\n"


def test_a_golden_file_tells_stderr_and_the_exit_code_apart(tmp_path: Path) -> None:
    text = "Um comentário.\n\n$ echo um; echo dois >&2; exit 7\n>= 0\n\nOutro.\n"
    now = "Um comentário.\n\n$ echo um; echo dois >&2; exit 7\num\n>2\ndois\n>= 7\n\nOutro.\n"
    assert replay_golden(text, Shell(tmp_path / "a")) == now
