"""The shape of the code: small modules and functions, one clock, no floats where money is, ASCII names."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "cobranca_cli"
MOST_LINES = 400
MOST_BODY_LINES = 40

# Path and function -> why it may be longer. A plain table or one SQL statement; nothing else belongs here.
LONG_FUNCTIONS: dict[tuple[str, str], str] = {}
# Domain modules that have no test file of their own -> why.
UNTESTED_DOMAIN = {"moment": "a record of two fields, without behaviour"}


def python_files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def long_functions(source: str) -> list[tuple[str, int]]:
    """Functions whose body, without the docstring, has too many lines."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
            if lines > MOST_BODY_LINES:
                found.append((node.name, lines))
    return found


def called(source: str) -> Iterator[tuple[str, str]]:
    """Every call as what stands before the last dot, and the name called."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield ast.unparse(node.func.value), node.func.attr
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield "", node.func.id


def clock_questions(source: str) -> list[str]:
    """Calls that ask what time or day it is, of anything but our own clock."""
    asked = ("today", "now", "utcnow", "localtime", "gmtime")
    own = ("clock", "self")
    return [
        f"{before}.{last}"
        for before, last in called(source)
        if (last in asked and before not in own) or (before, last) in (("time", "time"), ("", "time"))
    ]


def floats(source: str) -> list[str]:
    """Floating point, called or written."""
    written = [
        repr(node.value)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, float)
    ]
    return [last for before, last in called(source) if (before, last) == ("", "float")] + written


def names_not_ascii(source: str) -> list[str]:
    """Identifiers with anything but ASCII in them."""
    parts = ("id", "attr", "arg", "name", "asname")
    said = (getattr(node, part, None) for node in ast.walk(ast.parse(source)) for part in parts)
    return [each for each in said if isinstance(each, str) and not each.isascii()]


def notes_to_self(source: str) -> list[str]:
    """Lines that put something off."""
    return [line for line in source.splitlines() if any(word in line for word in ("TODO", "FIXME", "XXX"))]


@pytest.mark.parametrize("path", python_files("src", "tools", "sample_data", "benchmarks", "tests"), ids=name)
def test_a_module_is_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", python_files("src", "tools", "sample_data", "benchmarks"), ids=name)
def test_a_function_is_short(path: Path) -> None:
    found = long_functions(path.read_text(encoding="utf-8"))
    assert [each for each in found if (name(path), each[0]) not in LONG_FUNCTIONS] == []


@pytest.mark.parametrize("path", python_files("src", "tools"), ids=name)
def test_names_are_ascii_and_nothing_is_put_off(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert (names_not_ascii(source), notes_to_self(source)) == ([], [])


@pytest.mark.parametrize("path", python_files("src"), ids=name)
def test_only_the_clock_asks_for_the_time(path: Path) -> None:
    asked = clock_questions(path.read_text(encoding="utf-8"))
    assert bool(asked) == (path == SOURCE / "clock.py"), asked


# Seconds to wait for a lock are not money.
SECONDS = {"src/cobranca_cli/ledger/raw.py", "src/cobranca_cli/ledger/transaction.py"}


@pytest.mark.parametrize("path", python_files("src/cobranca_cli/domain", "src/cobranca_cli/ledger"), ids=name)
def test_money_never_meets_a_float(path: Path) -> None:
    found = floats(path.read_text(encoding="utf-8"))
    assert "float" not in found
    assert name(path) in SECONDS or found == []


def test_every_domain_module_has_its_tests() -> None:
    modules = {path.stem for path in (SOURCE / "domain").glob("*.py")} - {"__init__"}
    tested = {path.stem.removeprefix("test_") for path in (ROOT / "tests" / "domain").glob("test_*.py")}
    assert modules - tested == UNTESTED_DOMAIN.keys()


BODY = "\n".join(["def f():", '    """Doc."""', *["    x = 1"] * (MOST_BODY_LINES + 1)])


@pytest.mark.parametrize(
    ("check", "bad", "good"),
    [
        (long_functions, BODY, BODY.rpartition("\n")[0]),
        (clock_questions, "date.today()", "clock.today()"),
        (clock_questions, "datetime.datetime.now(UTC)", "x = today"),
        (clock_questions, "time.time()", "time.monotonic()"),
        (floats, "x = float(y)", "x = Decimal(y)"),
        (floats, "x = 0.5", "x = 5"),
        (names_not_ascii, "situação = 1", "situacao = 'situação'"),
        (names_not_ascii, "def f(mês): ...", "def f(mes): 'mês'"),
        (names_not_ascii, "import a as á", "import a as b"),
        (notes_to_self, "x = 1  # TODO later", "x = 1  # later"),
    ],
)
def test_the_checks_can_fail(check: Callable[[str], list[object]], bad: str, good: str) -> None:
    assert check(bad) and not check(good)
