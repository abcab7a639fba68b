"""The program, its libraries, and where its words go."""

import re
import shlex
import sqlite3
import sys
from collections.abc import Collection, Iterable, Iterator
from importlib.metadata import PackageNotFoundError, requires, version

from cobranca_cli import __version__
from cobranca_cli.brformat import counted
from cobranca_cli.ledger.health import OLDEST_SQLITE, Health
from cobranca_cli.ledger.raw import WAL_FIXED
from cobranca_cli.services.doctor_types import MEND, OK, OPTIONAL, Line, Screen

PACKAGE = "cobranca-cli"
_DEVELOPERS = ("dev", "bench")
_NEEDED = re.compile(
    r"^([A-Za-z0-9._-]+)\s*(?:\[[^\]]*\])?\s*([^;]*)(?:;.*extra\s*==\s*['\"]([^'\"]+)['\"])?"
)
_NARROW = 80
_PYTHON = (3, 11)


def program_lines(health: Health | None, needed: Collection[str]) -> Iterator[Line]:
    """The version, Python, SQLite, and what is installed; `needed`: extras that the settings ask for."""
    yield Line("programa", "cobranca", OK, __version__)
    yield _python()
    yield _sqlite(health)
    yield from library_lines(needed, requires(PACKAGE) or ())


def pip_install(*words: str) -> str:
    """The command that installs something where this program is, with the Python that runs it."""
    return shlex.join([sys.executable, "-m", "pip", "install", *words])


def _python() -> Line:
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] >= _PYTHON:
        return Line("programa", "Python", OK, found)
    return Line("programa", "Python", MEND, found, "instale o Python 3.11 ou mais novo")


def _sqlite(health: Health | None) -> Line:
    found, number = sqlite3.sqlite_version, sqlite3.sqlite_version_info
    upgrade = "instale um Python mais novo, que traz o seu SQLite"
    if number < OLDEST_SQLITE:
        return Line("programa", "SQLite", MEND, found, upgrade)
    if number < WAL_FIXED and health and health.journal == "wal":
        return Line(
            "programa", "SQLite", MEND, f"{found}, com um defeito no modo WAL, em que o livro está",
            "rode: cobranca hoje (qualquer comando devolve o livro ao modo de um arquivo só)",
        )  # fmt: skip
    return Line("programa", "SQLite", OK, found)


def library_lines(needed: Collection[str], requirements: Iterable[str]) -> Iterator[Line]:
    """Whether what a package asks for is installed; an extra is optional unless it is needed."""
    wrong, right, extras = [], 0, dict[str, list[str]]()
    for line in requirements:
        found = _NEEDED.match(line)
        if not found:
            continue
        name, wanted, extra = found[1], found[2].strip(), found[3]
        trouble = _trouble(name, wanted)
        if extra:
            extras.setdefault(extra, []).extend([trouble] if trouble else [])
        elif trouble:
            wrong.append(trouble)
        else:
            right += 1
    if wrong:
        yield Line("programa", "bibliotecas", MEND, "; ".join(wrong), pip_install("--upgrade", PACKAGE))
    else:
        yield Line("programa", "bibliotecas", OK, counted(right, "instalada", "instaladas"))
    for extra, missing in extras.items():
        if extra in _DEVELOPERS:
            continue
        if missing:
            state, why = (MEND, ", e o cobranca.toml o pede") if extra in needed else (OPTIONAL, "")
            found_out = f"{'; '.join(missing)}{why}"
            remedy = pip_install(f"{PACKAGE}[{extra}]")
            yield Line("programa", f"extra {extra}", state, found_out, remedy)
        else:
            yield Line("programa", f"extra {extra}", OK, "instalado")


def _trouble(name: str, wanted: str) -> str | None:
    """Why an installed library does not do."""
    try:
        found = version(name)
    except PackageNotFoundError:
        return f"falta {name}"
    if all(_meets(found, part.strip()) for part in wanted.split(",") if part.strip()):
        return None
    return f"{name} {found}, e o programa pede {wanted}"


def _meets(found: str, part: str) -> bool:
    sign = re.match(r"[<>=!~]+", part)
    if not sign:
        return True
    have, limit = _numbers(found), _numbers(part[sign.end() :])
    width = max(len(have), len(limit))
    have, limit = have + (0,) * (width - len(have)), limit + (0,) * (width - len(limit))
    if sign[0] == ">=":
        return have >= limit
    return have < limit if sign[0] == "<" else True


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(each) for each in re.findall(r"\d+", text)[:4])


def screen_lines(screen: Screen) -> Iterator[Line]:
    """Where the words go: letters, width, colour."""
    if screen.encoding.lower().replace("-", "").startswith("utf8"):
        yield Line("tela", "letras", OK, screen.encoding)
    else:
        yield Line("tela", "letras", MEND, f"{screen.encoding}: os acentos não saem", "export PYTHONUTF8=1")
    if not screen.terminal:
        yield Line("tela", "largura", OK, "sem terminal: nada é cortado")
    elif screen.width < _NARROW:
        yield Line(
            "tela", "largura", OPTIONAL, f"{screen.width} colunas: algumas ficam de fora",
            f"alargue a janela para {_NARROW} colunas",
        )  # fmt: skip
    else:
        yield Line("tela", "largura", OK, f"{screen.width} colunas")
    yield Line("tela", "cores", OK, "sim" if screen.colour else "não")
