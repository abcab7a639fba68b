"""Typer's command and group, speaking Portuguese, light, and built only when called."""

import inspect
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NoReturn

import typer
from typer.core import CompletionItem, TyperCommand, TyperGroup  # type: ignore[attr-defined]
from typer.main import get_command_from_info, get_group
from typer.models import CommandInfo

from cobranca_cli import __version__
from cobranca_cli.cli import coercion, completion, failures
from cobranca_cli.cli.common import common_parameters, make_run, root_options, where
from cobranca_cli.cli.invocation import Invocation
from cobranca_cli.cli.options import Binding, for_typer
from cobranca_cli.cli.parsers import either, fold
from cobranca_cli.cli.portuguese import PortugueseHelp, did_you_mean, summary, write_commands
from cobranca_cli.errors import EXIT_OK, UsageError

VERSION_WORDS = {"--versao", "--version"}


@dataclass(eq=False, repr=False)
class Spec:
    """A command before typer sees it."""

    name: str
    function: Callable[..., int | None]
    report: bool = False
    formats: tuple[str, ...] = ()
    writes: bool = False
    hidden: bool = False

    @property
    def help(self) -> str:
        """The docstring, which is the help."""
        return inspect.getdoc(self.function) or ""

    def build(self) -> "Command":
        """The command as typer runs it."""
        bindings: list[Binding] = []
        shown = [inspect.Parameter("ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)]
        own = list(inspect.signature(self.function, eval_str=True).parameters.values())[1:]
        for parameter in (*own, *common_parameters(self.report, self.formats)):
            seen, binding = for_typer(parameter)
            shown.append(seen)
            bindings.append(binding)

        def start(ctx: typer.Context, **values: Any) -> int | None:
            call: Invocation = ctx.obj
            call.run = make_run(call, values, self.formats)
            given = {b.name: b.read(values[b.name], call.run.today) for b in bindings[: len(own)]}
            return self.function(call.run, **given)

        start.__signature__ = inspect.Signature(shown)  # type: ignore[attr-defined]
        start.__annotations__ = {}
        info = CommandInfo(self.name, cls=Command, callback=start, help=self.help, hidden=self.hidden)
        command = get_command_from_info(info, pretty_exceptions_short=True, rich_markup_mode=None)
        assert isinstance(command, Command)
        command.writes = self.writes
        return command


class _Light:
    """Mixed into command and group: parameters take the light coercion."""

    params: list[Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for param in self.params:
            coercion.lighten(param)

    def get_help_option(self, ctx: Any) -> Any:
        """The help option, made by typer when first asked for."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            coercion.lighten(option)
        return option


class Command(PortugueseHelp, _Light, TyperCommand):
    """A command; words it has no place for are refused in Portuguese."""

    allow_extra_args = True
    writes = False

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words after the command's name. Raises UsageError and typer's own."""
        if isinstance(ctx.obj, Invocation):
            ctx.obj.path, ctx.obj.writes = ctx.command_path, self.writes
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            raise UsageError(f"\"{' '.join(map(str, rest))}\" está a mais em '{ctx.command_path}'")
        return rest


class Entries(dict[str, Any]):
    """Commands and sections by name; those that are deferred are fetched when they are first asked for."""

    def __init__(self) -> None:
        super().__init__()
        self._load: Callable[[str], Any] | None = None

    def defer(self, names: Iterable[str], load: Callable[[str], Any]) -> None:
        """Make these names known; `load` gives what stands behind one."""
        self._load = load
        self.update(dict.fromkeys(names))

    def __getitem__(self, name: str) -> Any:
        """The entry of that name, fetched."""
        entry = super().__getitem__(name)
        if entry is None and self._load:
            entry = self[name] = self._load(name)
        return entry

    def fetched(self) -> list[tuple[str, Any]]:
        """Name and entry of each, all of them fetched."""
        return [(name, self[name]) for name in self]


class Group(PortugueseHelp, _Light, TyperGroup):
    """A group of commands, each built when it is asked for."""

    entries: ClassVar[Entries] = Entries()

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command or group of that name, built at most once."""
        if cmd_name not in self.commands and cmd_name in self.entries:
            entry = self.entries[cmd_name]
            self.commands[cmd_name] = entry.build() if isinstance(entry, Spec) else get_group(entry)
        return self.commands.get(cmd_name)

    def list_commands(self, ctx: Any) -> list[str]:
        """The names in the order of registration."""
        return list(self.entries)

    def summaries(self) -> list[tuple[str, str]]:
        """The visible commands and what each does, without building them."""
        return [
            (name, summary(entry.help if isinstance(entry, Spec) else entry.info.help))
            for name, entry in self.entries.fetched()
            if not (isinstance(entry, Spec) and entry.hidden)
        ]

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command meant by the first word, in any case and with or without accents."""
        name = args[0] if args[0] in self.entries else self._in_either_number(fold(args[0]))
        command = self.get_command(ctx, name)
        if command is None and not ctx.resilient_parsing:
            hint = did_you_mean(name, list(self.entries)) or self.elsewhere(name, ctx.command_path)
            raise UsageError(f"o comando '{args[0]}' não existe em '{ctx.command_path}'", hint=hint)
        return (name if command else None), command, args[1:]

    def _in_either_number(self, name: str) -> str:
        """`fatura` is `faturas` and `pagamentos` is `pagamento`: nobody remembers which it was."""
        other = name.removesuffix("s") if name.endswith("s") else f"{name}s"
        return other if name not in self.entries and other in self.entries else name

    def elsewhere(self, name: str, path: str) -> str | None:
        """A hint, when a group inside this one has a command of that name."""
        owners = [key for key, entry in self.entries.fetched() if name in getattr(entry, "entries", {})]
        places = tuple(f"'{path} {owner} {name}'" for owner in owners)
        return f"ele fica em {either(places)}" if places else None

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the options before the command's name."""
        if isinstance(ctx.obj, Invocation):
            ctx.obj.path = ctx.command_path
        return super().parse_args(ctx, args)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """The commands first: they are what a person looks for here."""
        write_commands(formatter, self.summaries())
        super().format_options(ctx, formatter)

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """What follows the group's name."""
        return ["[OPÇÕES]", "COMANDO", "[ARGUMENTOS]..."]

    def shell_complete(self, ctx: Any, incomplete: str) -> list[CompletionItem]:
        """The names that start so; the commands themselves are not built."""
        names = [CompletionItem(n, help=h) for n, h in self.summaries() if n.startswith(incomplete)]
        return names + super(TyperGroup, self).shell_complete(ctx, incomplete)


class Root(Group):
    """The program: where every error ends up."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> NoReturn:
        """Run the words and leave with the exit code; always by SystemExit."""
        words = expand(sys.argv[1:]) if args is None else list(args)
        if os.environ.get(completion.VARIABLE):
            sys.exit(completion.answer(self))
        sys.exit(self.execute(words))

    def execute(self, words: list[str]) -> int:
        """Run the words; the exit code."""
        call = Invocation(words, execute=self.execute)
        if VERSION_WORDS & set(words):
            print(completion.PROGRAM, __version__)
            return EXIT_OK
        try:
            try:
                with self.make_context(completion.PROGRAM, list(words), obj=call) as ctx:
                    code = self.invoke(ctx)
            except typer.Exit as leaving:
                code = leaving.exit_code
            failures.flush_output()
            return code if isinstance(code, int) else EXIT_OK
        except (KeyboardInterrupt, Exception) as error:  # noqa: BLE001 - the one place where errors end
            return failures.report(error, call)


def expand(words: list[str], windows: bool = os.name == "nt") -> list[str]:
    """The words, with `*.csv` replaced by the files it names where the shell does not do that."""
    if not windows:
        return words
    from glob import glob  # `Path.glob` refuses absolute patterns

    found = [sorted(glob(w)) if "*" in w and not w.startswith("-") else [] for w in words]  # noqa: PTH207
    return [each for word, files in zip(words, found, strict=True) for each in (files or [word])]


def group_callback(
    own: Callable[[typer.Context], int | None], *, root: bool = False
) -> Callable[..., int | None]:
    """The callback of a group: keeps the options given before a command; `own` if none follows."""
    shown = [inspect.Parameter("ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)]
    sources: list[Callable[..., None]] = [where, root_options] if root else [where]
    shown += [for_typer(p)[0] for source in sources for p in inspect.signature(source).parameters.values()]

    def start(ctx: typer.Context, **values: Any) -> int | None:
        ctx.obj.take(values)
        return own(ctx) if ctx.invoked_subcommand is None else None

    start.__signature__ = inspect.Signature(shown)  # type: ignore[attr-defined]
    start.__annotations__ = {}
    return start
