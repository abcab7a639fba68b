"""Completion in the shell: the script to install, and the answers it asks the program for."""

import os
from typing import Any

PROGRAM = "cobranca"
VARIABLE = "_COBRANCA_COMPLETE"
SHELLS = ("bash", "zsh", "fish", "powershell")


def script(shell: str) -> str:
    """What the person's shell has to read, for one of `SHELLS`."""
    from typer.completion import get_completion_script  # type: ignore[attr-defined]

    return get_completion_script(prog_name=PROGRAM, complete_var=VARIABLE, shell=shell)


def answer(group: Any) -> int:
    """Print what fits the words typed so far, which the shell passes by the environment; the exit code.

    Anything that goes wrong here would write into the line the person is typing: then nothing is offered.
    """
    from typer.completion import completion_init, shell_complete  # type: ignore[attr-defined]

    from cobranca_cli.cli.coercion import keep_completion_light

    completion_init()
    keep_completion_light()
    try:
        return shell_complete(group, {}, PROGRAM, VARIABLE, os.environ[VARIABLE])
    except Exception:  # noqa: BLE001 - see above
        return 1
