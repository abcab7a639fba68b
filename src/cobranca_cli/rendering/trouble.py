"""What went wrong with a template, in the words of whoever writes letters. Only the child imports this.

Never the text of an unforeseen exception: it may hold what stands in the letter.
"""

import re
import traceback
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from types import FrameType
from typing import Any, NamedTuple

from jinja2.exceptions import (  # noqa: TID253 - the child's own module: no command loads it
    SecurityError,
    TemplateNotFound,
    TemplateRuntimeError,
    TemplatesNotFound,
    TemplateSyntaxError,
)

from .sandbox import Missing, NameFault
from .tree import Fault

WRONG, LIMIT = "E-MODELO", "E-MODELO-LIMITE"
_LIST = "confira com: cobranca carta verificar"
_SYNTAX = (
    (r"Unexpected end of template.*innermost block.*'(\w+)'", r"acaba sem fechar {{% {0} %}}"),
    (r"Encountered unknown tag '(end\w+)'.*innermost block.*'block'", r"tem {{% {0} %}} sem o começo dele"),
    (r"Encountered unknown tag '(end\w+)'.*innermost block.*'(\w+)'", r"tem {{% {0} %}} antes de fechar {1}"),
    (r"Encountered unknown tag '(end\w+)'", r"tem {{% {0} %}} sem o começo dele"),
    (r"Encountered unknown tag '(\w+)'", r"tem uma marca que não existe: {{% {0} %}}"),
    (r"No filter named '(\w+)'", r"usa um filtro que não existe aqui: {0}"),
    (r"No test named '(\w+)'", r"usa um teste que não existe: is {0}"),
    (r"Unexpected end of template", r"acaba no meio de uma marca"),
    (r"Missing end of comment tag", r"tem um comentário {{# sem o #}}"),
    (r"block '(\w+)' defined twice", r'tem duas vezes o bloco "{0}"'),
    (r"expected token 'end of print statement', got '(.+)'", r'tem "{0}" sobrando dentro de {{{{ }}}}'),
    (r"expected token '.*', got '(.+)'", r'não deu para entender perto de "{0}"'),
    (r"unexpected '(.+)'", r'tem "{0}" onde não cabe'),
)  # fmt: skip


class Trouble(NamedTuple):
    """An error of a letter, as it goes to the program: `file` by name, `line` 0 when there is none."""

    code: str
    file: str
    line: int
    what: str
    hint: str = ""


class TooLong(Exception):
    """A letter has grown past what it may have; `frame` is where its template was."""

    def __init__(self, frame: FrameType | None) -> None:
        super().__init__("too long")
        self.frame = frame


def trouble(error: BaseException, file: str, data: Mapping[str, Any]) -> Trouble:
    """The error of rendering `file` with `data`; never one more error."""
    try:
        return _trouble(error, file, data)
    except Exception:  # noqa: BLE001 - a template may make anything, also what cannot be told
        return Trouble(
            WRONG, file, 0, f"não dá para escrever com este modelo ({type(error).__name__})", _LIST
        )


def _trouble(error: BaseException, file: str, data: Mapping[str, Any]) -> Trouble:
    where, line = _place(error, file)
    if isinstance(error, MemoryError | TooLong):
        what = "passou de 1 MiB" if isinstance(error, TooLong) else "pediu memória demais"
        return Trouble(LIMIT, where, line, f"a carta {what}", "veja o que o modelo repete")
    if isinstance(error, RecursionError):
        return Trouble(WRONG, where, line, "inclui ou chama a si mesmo, sem fim", "tire o include da volta")
    if isinstance(error, NameFault):
        return _unknown_name(error.missing, where, line, data)
    if isinstance(error, Fault):
        return Trouble(error.code, error.file or where, error.line or line, error.what, error.hint)
    if isinstance(error, TemplateSyntaxError):
        return Trouble(WRONG, error.name or where, error.lineno, *_syntax(error.message or ""))
    if isinstance(error, TemplatesNotFound | TemplateNotFound):
        name = str(error.name or "")[:60]
        hint = "só se inclui um arquivo das pastas de modelos, pelo nome dele"
        return Trouble(WRONG, where, line, f'não existe "{name}" entre os modelos', hint)
    if isinstance(error, SecurityError):
        return Trouble(WRONG, where, line, "tenta o que um modelo não pode fazer", "só se leem os dados")
    if isinstance(error, TemplateRuntimeError) and "named" in (error.message or ""):
        return Trouble(WRONG, where, line, *_syntax(error.message or ""))
    return Trouble(WRONG, where, line, f"faz uma conta que não dá certo ({type(error).__name__})", _LIST)


def _place(error: BaseException, file: str) -> tuple[str, int]:
    """The innermost place of a template that the error came through."""
    steps = [(step, line) for step, line in traceback.walk_tb(error.__traceback__)]
    if isinstance(error, TooLong) and error.frame is not None:
        steps.append((error.frame, error.frame.f_lineno))
    for frame, line in reversed(steps):
        template = frame.f_globals.get("__jinja_template__")
        if template is not None:
            return template.name, template.get_corresponding_lineno(line)
    return file, 0


def _syntax(message: str) -> tuple[str, str]:
    for pattern, words in _SYNTAX:
        if found := re.search(pattern, message, re.DOTALL):
            return words.format(*found.groups()), ""
    told = "" if "/" in message or "\\" in message else f" ({message})"
    return f"não está escrito como um modelo{told}", ""


def _unknown_name(missing: Missing, where: str, line: int, data: Mapping[str, Any]) -> Trouble:
    name, holder = missing.about()
    if isinstance(holder, list | tuple) and isinstance(name, int):
        return Trouble(
            WRONG, where, line, f"pede o item {name} de uma lista de {len(holder)}", "use for ou if"
        )
    told = name[:40] if isinstance(name, str) and name.isidentifier() else "…"
    level = _level(holder, data)
    if level is None:
        what = f'lê ".{told}" do que não é uma tabela de dados'
        return Trouble(WRONG, where, line, what, f"para mudar um texto use um filtro, como |upper; {_LIST}")
    inside = data if level == "" else holder
    full = f"{level}.{told}" if level else told
    hint = f"{did_you_mean(full, level, inside, data)}os nomes{f' em {level}' if level else ''} são: "
    return Trouble(WRONG, where, line, f'não conheço o nome "{full}"', hint + ", ".join(sorted(inside)))


def _level(holder: Any, data: Mapping[str, Any]) -> str | None:
    """Where in the data the table stands: "" for the data itself, None when it is nothing of the data."""
    if holder is None:
        return ""
    return next(_places(holder, data, ""), None) if isinstance(holder, dict) else None


def _places(holder: Any, inside: Mapping[str, Any], before: str) -> Iterator[str]:
    for key, value in inside.items():
        for each in value if isinstance(value, list) else [value]:
            if each is holder:
                yield f"{before}{key}"
            elif isinstance(each, dict):
                yield from _places(holder, each, f"{before}{key}.")


def did_you_mean(full: str, level: str, inside: Iterable[str], data: Mapping[str, Any]) -> str:
    """`quis dizer cliente.nome? `, or nothing: the name most like `full`, sought at `level`, then anywhere.

    `inside` are the names at the level; `data` a letter's data, or its shape.
    """
    words = set(re.split(r"[._]", full.lower()))
    paths = [f"{key}.{name}" for key, value in data.items() if isinstance(value, dict) for name in value]
    same = [path for path in (*data, *paths) if set(re.split(r"[._]", path)) == words]
    last = full.rpartition(".")[2]
    close = [f"{level}.{each}" if level else each for each in get_close_matches(last, list(inside), 1, 0.7)]
    elsewhere = [path for path in paths if path.endswith(f".{last}")]
    found = [*same, *close, *elsewhere][:1]
    return f"quis dizer {found[0]}? " if found else ""
