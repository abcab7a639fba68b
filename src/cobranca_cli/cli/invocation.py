"""One call of the program: what is known so far, for whoever has to report an error."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cobranca_cli.cli.run import Run, commits_so_far


@dataclass(eq=False, repr=False)
class Invocation:
    """Filled as the words are understood.

    Attributes:
        words: the arguments of the program.
        path: the command as a person would type it, without arguments.
        writes: the command changes the ledger, so its errors end with the ledger's state.
        ledger, today: the options given before the command's name.
        run: of the command, once it could be made.
        execute: runs another command line of the same program.
        commits_before: what this process had committed before the call.
    """

    words: list[str]
    path: str = "cobranca"
    writes: bool = False
    ledger: str | None = None
    today: str | None = None
    run: Run | None = None
    execute: Callable[[list[str]], int] | None = None
    commits_before: int = field(default_factory=commits_so_far)

    @property
    def debug(self) -> bool:
        """Asked for in any place, even where the words could not be understood."""
        return "--depurar" in self.words

    def take(self, values: dict[str, Any]) -> None:
        """Keep the options given before the command; the later ones win."""
        for name, typed in (("ledger", values["comum_livro"]), ("today", values["comum_hoje"])):
            if typed is not None:
                setattr(self, name, typed)
