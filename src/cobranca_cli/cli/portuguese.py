"""Help pages and typer's own errors in Portuguese: typer 0.29 cannot be translated by catalogue.

Typer's classes are recognised by their name and their fields, never by their English text, which is never
shown; what this file does not know gets a general sentence.
"""

import inspect
from difflib import get_close_matches
from typing import Any

from cobranca_cli.cli.parsers import either
from cobranca_cli.errors import UsageError

EXAMPLES = "\nExemplos:\n"
AFTER_COMMAND = ("--formato", "--saida", "--sobrescrever", "--csv-padrao", "--mostrar-dados", "--em", "--sim")
HELP_OPTION = "Mostra esta ajuda e sai."


def shown_name(param: Any) -> str:
    """The name by which a person knows a parameter: `--em`, `CLIENTE`."""
    if param.param_type_name == "option":
        return str(max(param.opts, key=len))
    return str(param.metavar or param.name.upper())


def hint_for(path: str) -> str:
    """Where to read on."""
    return f"veja '{path} --ajuda'"


def did_you_mean(typed: str, known: list[str]) -> str | None:
    """The nearest of the known words, as a hint."""
    near = get_close_matches(typed, known, n=3, cutoff=0.65)
    return f"você quis dizer {either(tuple(near))}?" if near else None


def translate(error: Any, words: list[str], path: str) -> UsageError:
    """A usage error of typer as ours."""
    kind = type(error).__name__
    hint = None
    if kind == "NoSuchOption":
        message, hint = _no_such_option(error, words, path)
    elif kind == "MissingParameter":
        message = _missing(error)
    elif kind == "BadOptionUsage":
        message = _option_misused(error)
    elif kind == "BadParameter":
        message = _bad_value(error)
    else:
        message = "a linha de comando não foi entendida"
    return UsageError(message, hint=hint or hint_for(path))


def _no_such_option(error: Any, words: list[str], path: str) -> tuple[str, str | None]:
    typed = str(error.option_name)
    if len(typed) == 2:
        # `-formato` is read as a bundle of letters; the person meant the whole word.
        typed = next((w.partition("=")[0] for w in words if w.startswith(typed)), typed)
    message = f"a opção {typed} não existe em '{path}'"
    meant = typed if typed.startswith("--") else f"-{typed}"
    if meant in AFTER_COMMAND and hasattr(error.ctx.command, "entries"):
        return message, f"{meant} vem depois do nome do comando"
    known = [o for p in error.ctx.command.get_params(error.ctx) for o in p.opts] if error.ctx else []
    return message, did_you_mean(meant, known)


def _missing(error: Any) -> str:
    if error.param is None:
        return "falta um argumento"
    what = "a opção" if error.param.param_type_name == "option" else "o argumento"
    return f"falta {what} {shown_name(error.param)}"


def _option_misused(error: Any) -> str:
    without = "does not take" in error.message
    return f"a opção {error.option_name} {'não leva valor' if without else 'precisa de um valor'}"


def _bad_value(error: Any) -> str:
    name = f" para {shown_name(error.param)}" if error.param is not None else ""
    return f"valor inválido{name}"


def _split_help(text: str) -> tuple[str, str]:
    """The help before the examples, and the examples with their heading."""
    text = inspect.cleandoc(text)
    before, heading, after = text.partition(EXAMPLES)
    return before.rstrip(), heading.lstrip() + after


def summary(text: str | None) -> str:
    """The first paragraph of a help text, on one line."""
    return " ".join(inspect.cleandoc(text or "").partition("\n\n")[0].split())


def _record(param: Any) -> tuple[str, str] | None:
    """A parameter as a line of the help: its names and what they do."""
    if param.hidden:
        return None
    names = shown_name(param)
    if param.param_type_name == "option":
        names = ", ".join(sorted(param.opts, key=lambda o: (o.startswith("--"), o)))
        names += "" if param.is_flag else f" {param.metavar}"
    extras = [f"padrão: {param.show_default}"] if isinstance(param.show_default, str) else []
    extras += ["obrigatório"] if param.required else []
    text = param.help or ""
    return names, f"{text} [{'; '.join(extras)}]".lstrip() if extras else text


def _write_section(formatter: Any, title: str, rows: list[tuple[str, str]]) -> None:
    if rows:
        with formatter.section(title):
            formatter.write_dl(rows)


def _show_help(ctx: Any, param: Any, asked: Any) -> None:
    # Typer's own would write UTF-8 to a console that is not.
    if asked and not ctx.resilient_parsing:
        print(ctx.get_help())
        ctx.exit()


class PortugueseHelp:
    """Mixed into typer's command and group, before them."""

    help: str | None
    params: list[Any]

    def get_help_option_names(self, ctx: Any) -> list[str]:
        """In the same order each time; typer gives a set's."""
        taken = {name for param in self.params for name in (*param.opts, *param.secondary_opts)}
        return [name for name in ctx.help_option_names if name not in taken]

    def get_help_option(self, ctx: Any) -> Any:
        """The help option, speaking Portuguese."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help, option.callback = HELP_OPTION, _show_help
        return option

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """The line of use."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix="Uso: ")

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """What follows the command's name."""
        return ["[OPÇÕES]", *(_usage_piece(p) for p in self.params if p.param_type_name == "argument")]

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The whole page."""
        text, examples = _split_help(self.help or "")
        self.format_usage(ctx, formatter)
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(text)
        self.format_options(ctx, formatter)
        if examples:
            formatter.write_paragraph()
            formatter.write(examples + "\n")

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Arguments, the command's own options, the common ones."""
        rows: dict[str, list[tuple[str, str]]] = {"Argumentos": [], "Opções": [], "Opções comuns": []}
        for param in self.get_params(ctx):  # type: ignore[attr-defined]
            line = _record(param)
            if line is not None:
                rows[_section_of(param)].append(line)
        for title, lines in rows.items():
            _write_section(formatter, title, lines)


def _section_of(param: Any) -> str:
    if param.param_type_name == "argument":
        return "Argumentos"
    return "Opções comuns" if param.name.startswith("comum_") or param.help == HELP_OPTION else "Opções"


def _usage_piece(param: Any) -> str:
    name = shown_name(param) + ("..." if param.nargs == -1 else "")
    return name if param.required else f"[{name}]"


def write_commands(formatter: Any, rows: list[tuple[str, str]]) -> None:
    """The commands of a group."""
    _write_section(formatter, "Comandos", rows)
