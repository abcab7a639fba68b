"""Parameters reach our commands as plain text and flags, without typer loading pydantic for each of them.

Typer 0.29 builds a pydantic adapter for every parameter, which costs more than the rest of a report
command. This file alone touches typer's private names (`_runtime_param` of a parameter, and the cleaner of
completion help that loads rich). Where a name is gone nothing is changed, and stock typer does the work:
slower, with the same values, since our commands declare nothing but `str`, `list[str]` and flags.
"""

from typing import Any

import typer

_HOOK = "_runtime_param"
_BUILDER = "get_runtime_param"


class _Plain:
    """What typer calls to coerce a value: texts and flags pass as they are."""

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        many = param.multiple or param.nargs == -1
        if value is None:
            return () if many else None
        return tuple(value) if many else value


def hook_present(param: Any) -> bool:
    """Whether this parameter still has the private names that `lighten` needs."""
    return hasattr(param, _HOOK) and hasattr(type(param), _BUILDER)


def lighten(param: Any) -> None:
    """Let the values of one parameter pass untouched, if they are text or flags and typer still allows it."""
    descriptor = getattr(param, "type_descriptor", None)
    annotation = getattr(descriptor, "annotation", None)
    if hook_present(param) and annotation in (str, bool, list[str]):
        setattr(param, _HOOK, _Plain())


def running() -> str:
    """`leve` while our own coercion is in use, `typer` when the private names are gone."""

    def probe(flag: bool = typer.Option(False, "--flag")) -> None:
        """Never called."""

    app = typer.Typer(add_completion=False)
    app.command()(probe)
    param = typer.main.get_command(app).params[0]
    return "leve" if hook_present(param) else "typer"


def keep_completion_light() -> None:
    """Completion help is plain text here; typer would load rich to clean it of markup."""
    from typer import completion

    init = getattr(completion, "completion_init", None)
    names = getattr(init, "__globals__", {})
    if "_sanitize_help_text" in names:
        names["_sanitize_help_text"] = str
