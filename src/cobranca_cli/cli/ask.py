"""Questions to the person: on stderr, only when somebody is there to answer."""

import sys

from cobranca_cli.cli import talk
from cobranca_cli.cli.parsers import fold
from cobranca_cli.cli.run import Run
from cobranca_cli.errors import UsageError

_YES = ("s", "sim")
_NO = ("", "n", "nao")
_TRIES = 3


def _answer(prompt: str) -> str | None:
    talk.say(prompt, end="")
    line = sys.stdin.readline()
    if not line:
        talk.say("")
        return None
    return line.strip()


def _need_person(run: Run, question: str, option: str) -> None:
    if not run.interactive:
        raise UsageError(
            f'sem terminal não há quem responda: "{question}"',
            hint=f"decida na própria linha de comando, com {option}",
        )


def confirm(run: Run, question: str, *, option: str = "--sim") -> bool:
    """Ask `question` with `[s/N]`; Enter, the end of input or three unclear answers are a no.

    Raises UsageError, which names `option`, when nobody can be asked.
    """
    if run.assume_yes:
        return True
    _need_person(run, question, option)
    for _ in range(_TRIES):
        answer = _answer(f"{question} [s/N] ")
        if answer is None or fold(answer) in _NO:
            return False
        if fold(answer) in _YES:
            return True
        talk.say("Responda s (sim) ou n (não).")
    return False


def text(run: Run, question: str, *, option: str, default: str = "") -> str:
    """Ask for a line of text; Enter takes `default`.

    Raises UsageError, which names `option`, when nobody can be asked.
    """
    _need_person(run, question, option)
    shown = f" [{default}]" if default else ""
    return _answer(f"{question}{shown}: ") or default
