"""How a command is made: `@command(section, "aging", report=True)` over a function of a few lines.

The function takes `run: Run` first and then its own parameters, each `Annotated` with an `Opt` or `Arg`.
Its docstring, in Portuguese, is its help: the first paragraph is the summary, a closing "Exemplos:" block is
shown as typed. It returns None, or the exit code. Commands are built when they are called: with some fifty
of them, building all would cost more than most reports.
"""

import sys
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import typer

from cobranca_cli.cli.common import DATA
from cobranca_cli.cli.groups import Entries, Group, Root, Spec, group_callback
from cobranca_cli.cli.options import Arg, Opt
from cobranca_cli.cli.parsers import Choice, either
from cobranca_cli.cli.run import Run
from cobranca_cli.errors import UsageError

__all__ = ["Arg", "Choice", "DATA", "Opt", "Run", "Section", "command"]

HELP_NAMES = ["-h", "--ajuda", "--help"]

Function = TypeVar("Function", bound=Callable[..., int | None])


def _without_command(ctx: typer.Context) -> None:
    """A group called alone: help on stderr, exit 2; a script that forgot the command must not go on."""
    print(ctx.get_help(), end="\n\n", file=sys.stderr)
    names = tuple(name for name, _ in ctx.command.summaries())  # type: ignore[attr-defined]
    raise UsageError(f"falta dizer o que fazer em '{ctx.command_path}'", hint=f"complete com {either(names)}")


class Section(typer.Typer):
    """Commands under one name, or without a name those of the place where it is added."""

    def __init__(
        self,
        name: str | None = None,
        help: str | None = None,
        *,
        kind: type[Group] = Group,
        alone: Callable[[typer.Context], int | None] = _without_command,
    ) -> None:
        self.entries: Entries = Entries()
        super().__init__(
            name=name,
            help=help,
            cls=type(kind.__name__, (kind,), {"entries": self.entries}),
            add_completion=False,
            rich_markup_mode=None,
            pretty_exceptions_enable=False,
            context_settings={"help_option_names": HELP_NAMES},
        )
        self.callback(invoke_without_command=True)(group_callback(alone, root=issubclass(kind, Root)))

    def defer(self, names: Iterable[str], load: Callable[[str], "Spec | Section"]) -> None:
        """Put commands and sections here that `load` fetches by their names when they are asked for."""
        self.entries.defer(names, load)

    def add(self, section: "Section") -> None:
        """Put another section here: under its name, or, if it has none, its commands themselves."""
        name = section.info.name
        more: dict[str, Any] = {name: section} if isinstance(name, str) else section.entries
        twice = self.entries.keys() & more.keys()
        assert not twice, f"registered twice: {twice}"
        self.entries.update(more)


def command(
    section: Section,
    name: str,
    *,
    report: bool = False,
    formats: tuple[str, ...] = DATA,
    writes: bool = False,
    hidden: bool = False,
) -> Callable[[Function], Function]:
    """Register the function as a command; it stays callable as it is.

    Args:
        section: where the command is found.
        name: the word a person types.
        report: it reports as of a day, and takes `--em`.
        formats: what `--formato` offers, the first being the default; empty if it prints no data.
        writes: it changes the ledger, so its errors end with the ledger's state.
        hidden: left out of the list of commands.
    """

    def register(function: Function) -> Function:
        assert name not in section.entries, f"registered twice: {name}"
        section.entries[name] = Spec(name, function, report, formats, writes, hidden)
        return function

    return register


def root_section(show_day: Callable[[Run], int | None]) -> Section:
    """The program itself; called without a command it shows the day."""
    from cobranca_cli.cli.common import make_run

    def alone(ctx: typer.Context) -> int | None:
        call = ctx.obj
        call.run = make_run(call, {"comum_livro": None, "comum_hoje": None})
        return show_day(call.run)

    return Section(None, _ROOT_HELP, kind=Root, alone=alone)


_ROOT_HELP = """\
Cobrança de clientes em atraso: quem deve, desde quando e o que fazer hoje.

Sem comando, mostra o resumo do dia.

Exemplos:
  cobranca
  cobranca aging --por cliente
  cobranca vencidos --formato csv --saida vencidos.csv
"""
