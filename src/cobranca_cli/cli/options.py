"""Options and arguments as commands declare them.

A command writes `por: Annotated[str, Opt("--por", "Como agrupar.", Choice("cliente", "faixa"))] = "cliente"`.
Typer sees text and flags only; the parser of each runs after the day of the run is known, so that
`--em ontem` follows `--hoje`.
"""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

import typer

from cobranca_cli.cli import parsers
from cobranca_cli.cli.parsers import BadValue, Choice, Parser
from cobranca_cli.errors import UsageError

_BY_TYPE: dict[object, Parser] = {
    str: parsers.text,
    int: parsers.whole,
    Path: parsers.path,
    date: parsers.day,
}


@dataclass(eq=False, repr=False)
class Opt:
    """An option: its name with dashes, help, and how its text is read (by the annotation if not said).

    `default` is what the help shows as the default when the value itself would not tell; `complete`
    gives the words that the shell offers for what was typed so far.
    """

    name: str
    help: str
    parse: Parser | None = None
    metavar: str | None = None
    default: str | None = None
    complete: Callable[[str], Sequence[str]] | None = None
    hidden: bool = False


@dataclass(eq=False, repr=False)
class Arg:
    """An argument: the name it has in the help, in capitals, its help, and how its text is read."""

    metavar: str
    help: str
    parse: Parser | None = None
    complete: Callable[[str], Sequence[str]] | None = None


@dataclass(eq=False, repr=False)
class Binding:
    """One parameter of a command: the name a person knows it by, and how its text becomes its value."""

    name: str
    shown: str
    parse: Parser | None
    many: type | None
    default: object

    def read(self, value: object, today: date) -> object:
        """The value for the command, from what typer gives. Raises UsageError."""
        if value is None or (self.many and not value):
            return self.default
        if self.parse is None:
            return value
        if self.many is not None:
            assert isinstance(value, list | tuple)
            return self.many(read(self.parse, str(each), today, self.shown) for each in value)
        return read(self.parse, str(value), today, self.shown)


def read(parse: Parser, typed: str, today: date, shown: str) -> Any:
    """Parse one text; a refusal becomes a UsageError that names the option."""
    try:
        return parse(typed, today)
    except BadValue as refusal:
        raise UsageError(f"valor inválido para {shown}: {refusal}") from None


def _shape(annotation: Any) -> tuple[Any, type | None]:
    """The type of one value, and `list` or `tuple` when there are several."""
    if get_origin(annotation) in (Union, UnionType):
        annotation = next(a for a in get_args(annotation) if a is not type(None))
    many = get_origin(annotation)
    if many in (list, tuple):
        return get_args(annotation)[0], many
    return annotation, None


def _shown_default(default: object) -> str | bool:
    if default is inspect.Parameter.empty or default in (None, False, "", ()) or default == []:
        return False
    return str(default)


def _completer(item: Opt | Arg) -> Callable[[str], list[str]] | None:
    offer = offering(item.parse.words) if isinstance(item.parse, Choice) else item.complete
    if offer is None:
        return None
    # Typer looks at the annotations of what it calls: one `str` in, whatever the function given says.
    chosen = offer

    def complete(incomplete: str) -> list[str]:
        return list(chosen(incomplete))

    return complete


def offering(words: tuple[str, ...]) -> Callable[[str], Sequence[str]]:
    """A completer that offers these words."""
    return lambda incomplete: [word for word in words if word.startswith(incomplete)]


def _metavar(item: Opt, kind: object) -> str | None:
    if item.metavar or kind is bool:
        return item.metavar
    if isinstance(item.parse, Choice):
        return "|".join(item.parse.words)
    if item.parse in (parsers.money, parsers.positive_money):
        return "VALOR"
    return {int: "N", date: "DATA", Path: "ARQ"}.get(kind, "TEXTO")  # type: ignore[call-overload,no-any-return]


def for_typer(parameter: inspect.Parameter) -> tuple[inspect.Parameter, Binding]:
    """What typer is shown for one parameter of a command, and how its value is read afterwards."""
    item = next(m for m in parameter.annotation.__metadata__ if isinstance(m, Opt | Arg))
    kind, many = _shape(parameter.annotation.__origin__)
    required = parameter.default is inspect.Parameter.empty
    given: Any = ... if required else (False if kind is bool else None)
    complete = _completer(item)
    info: Any
    if isinstance(item, Arg):
        shown = item.metavar
        info = typer.Argument(given, metavar=shown, help=item.help, autocompletion=complete)
        info.show_default = _shown_default(parameter.default)
    else:
        shown = item.name
        info = typer.Option(
            given,
            shown,
            help=item.help,
            metavar=_metavar(item, kind),
            hidden=item.hidden,
            autocompletion=complete,
        )
        info.show_default = item.default or _shown_default(parameter.default)
    seen: Any = bool if kind is bool else list[str] if many else str
    parse = None if kind is bool else item.parse or _BY_TYPE[kind]
    binding = Binding(parameter.name, shown, parse, many, parameter.default)
    return inspect.Parameter(
        parameter.name, inspect.Parameter.KEYWORD_ONLY, default=info, annotation=seen
    ), binding
