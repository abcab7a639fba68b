"""The pages in `docs/` name what exists, and all of it."""

import ast
import re
import shlex
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from tools import comandos
from typer.main import get_command

from cobranca_cli import (
    config,
    config_agreement,
    config_backup,
    config_credit,
    config_ladder,
    config_prevention,
    errors,
)
from cobranca_cli.cli.app import build_app
from cobranca_cli.domain.charge_keys import METHODS
from cobranca_cli.domain.credit_facts import FACTORS
from cobranca_cli.importing.fields import INVOICE_FIELDS
from cobranca_cli.importing.profiles import BUILT_IN

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
GOLDEN = "".join(path.read_text() for path in (ROOT / "tests" / "cli" / "transcripts").glob("*.txt"))

# Commands that messages and pages may name before they exist.
COMING: set[str] = set()


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_reference_of_the_commands_is_fresh() -> None:
    assert page("docs/comandos.md") == comandos.page(), "run: python tools/comandos.py"


def test_a_stale_reference_is_told_by_the_exit_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comandos, "PAGE", tmp_path / "comandos.md")
    assert comandos.main(["--conferir"]) == 1
    assert (comandos.main([]), comandos.main(["--conferir"])) == (0, 0)
    comandos.PAGE.write_text("outra coisa")
    assert comandos.main(["--conferir"]) == 1


def test_every_exit_code_is_explained() -> None:
    codes = {value for name, value in vars(errors).items() if name.startswith("EXIT_")}
    assert comandos.EXIT_CODES.keys() == codes


LADDER = config_ladder.LADDER_SPEC | config_ladder.STEP_SPEC | config_ladder.WINDOW_SPEC
PREVENTION = {
    "regua": LADDER | config_prevention.SEGMENTS_SPEC,
    "fidelidade": config_prevention.LOYALTY_SPEC,
    "acordo": config_agreement.AGREEMENT_SPEC,
    "credito": {**config_credit.CREDIT_SPEC, **FACTORS},
    "backup": config_backup.BACKUP_SPEC,
}
SETTINGS = [(section, key) for section, keys in {**config.SPEC, **PREVENTION}.items() for key in keys]


@pytest.mark.parametrize(
    ("section", "key"), [*SETTINGS, *(("importacao", key) for key in config.PROFILE_SPEC)]
)
def test_every_setting_is_explained(section: str, key: str) -> None:
    text = re.search(rf"^## `\[{section}.*?(?=^## |\Z)", page("docs/configuracao.md"), re.M | re.S)
    assert text and re.search(rf"^\| `{key}` \| \S.*\|$", text[0], re.M)


def test_no_setting_is_explained_that_does_not_exist() -> None:
    explained = set(re.findall(r"^\| `([a-z_]+)` \|", page("docs/configuracao.md"), re.M))
    methods = {method for method in METHODS if method.islower()}
    known = {key for _, key in SETTINGS} | config.PROFILE_SPEC.keys() | methods
    assert explained == known


def test_every_field_and_profile_is_named() -> None:
    text = page("docs/configuracao.md")
    assert [each for each in (*INVOICE_FIELDS, *BUILT_IN) if f"`{each}`" not in text] == []
    assert [each for each in BUILT_IN if f"| `{each}` |" not in page("README.md")] == []


def code_names() -> set[str]:
    """Every name and every short text in the code."""
    names = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names |= {getattr(node, part, None) for part in ("id", "attr", "arg", "name")}
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                names.add(node.value)
    return {name for name in names if isinstance(name, str)}


def test_the_glossary_names_what_the_code_names() -> None:
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", page("docs/glossario.md"), re.M)
    named = {name for _, cell, _ in rows for name in re.findall(r"`([^`]+)`", cell)}
    assert len(rows) > 30 and named - code_names() == set()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (path.parent / link).exists()] == []


def typed_commands() -> list[str]:
    """Every line a page or a help tells the reader to type."""
    root = get_command(build_app())
    texts = [command.help for _, command in comandos.commands(root, ())]
    texts += [path.read_text(encoding="utf-8") for path in PAGES]
    texts += [path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py")]
    found = {line for text in texts for line in re.findall(r"^ *\$? *(cobranca(?: [^\n]+)?)$", text, re.M)}
    found |= {line for text in texts for line in re.findall(r"[`'](cobranca [a-z][^`'\n{]*)[`']", text)}
    return sorted(found)


def command_of(words: list[str]) -> Any:
    """The command that the words lead to, None when they lead nowhere."""
    here = get_command(build_app())
    for word in words:
        if not hasattr(here, "entries"):
            break
        here = here.get_command(typer.Context(here), word)
        if here is None:
            return None
    return here


@pytest.mark.parametrize("line", typed_commands())
def test_what_the_reader_is_told_to_type_exists(line: str) -> None:
    words = shlex.split(line.partition(" > ")[0].partition(" >> ")[0])[1:]
    named = [word for word in words if not word.startswith("-")]
    if not named or named[0] in (*COMING, "COMANDO"):
        return
    command = command_of(named)
    assert command is not None
    known = {name for param in command.params for name in param.opts} | {"--ajuda", "--help"}
    assert [word for word in words if word.startswith("--") and word not in known] == []


def test_the_checks_of_typed_lines_can_fail() -> None:
    assert command_of(["faturas", "apagar"]) is None
    assert len(typed_commands()) > 40


CLASSES = [
    each
    for each in vars(errors).values()
    if isinstance(each, type)
    and issubclass(each, errors.CobrancaError)
    and each.__module__ == errors.__name__
]
# A defect, and a COMMIT that nobody can judge, cannot be typed; their form is tested in tests/cli.
NOT_TYPED = (errors.CobrancaError, errors.UncertainError, errors.DataError)


@pytest.mark.parametrize("error", CLASSES, ids=lambda each: each.__name__)
def test_every_error_has_its_own_code_and_a_transcript(error: type[errors.CobrancaError]) -> None:
    assert re.fullmatch(r"E-[A-Z]+(-[A-Z]+)*", error.code)
    assert [each for each in CLASSES if each.code == error.code] == [error]
    assert error.exit_code in comandos.EXIT_CODES
    assert error in NOT_TYPED or f"[{error.code}]" in GOLDEN


@pytest.mark.skipif(sys.platform == "win32", reason="modes of Unix")
def test_the_gate_can_be_run() -> None:
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o100
