"""`cobranca.toml` looked at whole before it is used: what is wrong in it, and what is worth thinking of."""

import re
import tomllib
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.config import FILE_NAME, OTHERS, Company, Settings, parse_settings
from cobranca_cli.config_agreement import agreement_settings
from cobranca_cli.config_backup import backup_settings
from cobranca_cli.config_checks import Check
from cobranca_cli.config_credit import credit_settings
from cobranca_cli.config_ladder import ladder_settings
from cobranca_cli.config_prevention import loyalty_settings
from cobranca_cli.domain.plan import CHANNEL_WORDS
from cobranca_cli.errors import CobrancaError, ConfigError
from cobranca_cli.faults import reason
from cobranca_cli.ledger.connection import open_for_reading
from cobranca_cli.ledger.failures import told
from cobranca_cli.ledger.queries.ladder import reachable
from cobranca_cli.ledger.queries.policy import all_customers
from cobranca_cli.services.plan import channels_of
from cobranca_cli.services.policy_advice import Having, advice_on
from cobranca_cli.services.policy_errors import ERROR, Finding, errors_of, refused

_PLACE = re.compile(r"at line (\d+), column (\d+)")
_CPF = 11
_BOM = b"\xef\xbb\xbf"
_TOML = 'cada linha é chave = "valor"; textos entre aspas; sim e não são true e false, sem aspas'
SECTIONS = ("empresa", "encargos", "calendario", "lgpd", "importacao", *OTHERS)
_ORDER = ("", *SECTIONS)


class Checked(NamedTuple):
    """A file that was looked at.

    Attributes:
        findings: in the order of the sections, in each what is wrong first.
        settings: the file's, when nothing is wrong in it.
        notes: what could not be looked at, and why.
    """

    path: Path
    findings: tuple[Finding, ...]
    settings: Settings | None
    notes: tuple[str, ...] = ()

    @property
    def wrong(self) -> tuple[Finding, ...]:
        """What the program refuses."""
        return tuple(each for each in self.findings if each.gravity == ERROR)


def check(ledger: Path, other: Path | None = None) -> Checked:
    """Look at the file beside the ledger, or at another one that is meant for it; nothing is written.

    A file that was named must be there; without one beside the ledger the defaults are looked at. Raises
    ConfigError for a file that cannot be read.
    """
    path = other or ledger.parent / FILE_NAME
    try:
        content = path.read_bytes()
    except OSError as error:
        if isinstance(error, FileNotFoundError) and other is None:
            content = b""
        else:
            why = "não existe" if isinstance(error, FileNotFoundError) else reason(error)
            raise ConfigError(
                f"não consegui ler {path}: {why}", hint="confira o nome do arquivo da política"
            ) from error
    having, notes = _having(ledger)
    found = _look(content, path, ledger, having)
    if not content and not path.exists():
        notes = (f"não há {path}: valem os padrões do programa", *notes)
    return found._replace(notes=notes)


def sound(ledger: Path, path: Path) -> Settings:
    """The settings of a policy in which nothing is wrong. Raises ConfigError that names the first error."""
    found = check(ledger, path)
    if found.settings is not None:
        return found.settings
    first, *more = found.wrong
    where = ".".join(filter(None, (first.section, first.key)))
    others = f" (e mais {len(more)})" if more else ""
    raise ConfigError(
        f"{path} tem erro{'s' if more else ''}: {f'{where}: ' if where else ''}{first.problem}{others}",
        hint=f"{first.remedy}; veja tudo com: cobranca politica verificar {path}",
    )


def _look(content: bytes, path: Path, ledger: Path, having: Having | None) -> Checked:
    try:
        table = tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return Checked(path, (_syntax(content, error),), None)
    found = errors_of(table, path)
    settings = _parts(table, path, refused(found)) if found else _whole(content, path, found)
    wrong = refused(found)
    if settings is not None:
        found += advice_on(settings, wrong, ledger, having)
    found.sort(
        key=lambda each: (_ORDER.index(each.section) if each.section in _ORDER else 0, each.gravity != ERROR)
    )
    bad = any(each.gravity == ERROR for each in found)
    return Checked(path, tuple(found), None if bad else settings)


def _syntax(content: bytes, error: ValueError) -> Finding:
    """The one row of a file that is not TOML: nothing more can be said of it."""
    text = str(error)
    place = _PLACE.search(text)
    problem, remedy = "não está escrito em TOML", _TOML
    if isinstance(error, UnicodeDecodeError):
        before = content[: error.start]
        line, column = before.count(b"\n") + 1, len(before) - before.rfind(b"\n")
        problem, remedy = "o arquivo não está em UTF-8", "salve o arquivo de novo, com a codificação UTF-8"
    elif place:
        line, column = int(place[1]), int(place[2])
    else:
        line, column = content.count(b"\n") + 1, len(content) - content.rfind(b"\n")
    if content.startswith(_BOM):
        problem, remedy = "o arquivo começa com uma marca invisível (BOM)", "salve como UTF-8 sem BOM"
    elif re.search("twice|overwrite a value", text):
        problem, remedy = "uma seção ou uma chave aparece duas vezes", "junte as duas em uma só"
    return Finding("", f"linha {line}, coluna {column}", ERROR, problem, remedy)


def _whole(content: bytes, path: Path, found: list[Finding]) -> Settings | None:
    """The settings as every command reads them; what that refuses after all is added to what was found."""
    try:
        settings = parse_settings(content, path)
    except ConfigError as error:
        found.append(_after_all("", error, path))
        return None
    readers: dict[str, Callable[[Settings], object]] = {
        "regua": ladder_settings, "fidelidade": loyalty_settings, "acordo": agreement_settings,
        "credito": credit_settings, "backup": backup_settings,
    }  # fmt: skip
    for name, read in readers.items():
        try:
            read(settings)
        except ConfigError as error:
            found.append(_after_all(name, error, path))
    return settings


def _after_all(section: str, error: ConfigError, path: Path) -> Finding:
    return Finding(
        section, "", ERROR, error.message.removeprefix(f"{path}: "), error.hint or "corrija o arquivo"
    )


def _parts(table: dict[str, object], path: Path, wrong: frozenset[str]) -> Settings:
    """The settings of the sections in which nothing is wrong."""
    from cobranca_cli.config import SPEC

    company = {} if "empresa" in wrong else _values(table.get("empresa", {}), SPEC["empresa"])
    charges = {} if "encargos" in wrong else _values(table.get("encargos", {}), SPEC["encargos"])
    others = {name: table[name] for name in OTHERS if name in table and name not in wrong}
    return Settings(path, Company(**company), charges, prevention=others)  # type: ignore[arg-type]


def _values(table: object, checks: dict[str, Check]) -> dict[str, object]:
    assert isinstance(table, dict)
    return {key: checks[key](value) for key, value in table.items()}


def _having(ledger: Path) -> tuple[Having | None, tuple[str, ...]]:
    """What the ledger's customers have; None, and why, when that cannot be told."""
    try:
        opened = open_for_reading(ledger)
        with told(opened.path), closing(opened.connection) as connection:
            customers = all_customers(connection)
            people = reachable(connection, customers).values()
    except CobrancaError as error:
        return None, (f"não conferi se os clientes têm os canais dos degraus: {error.message}",)
    if not customers:
        return None, ()
    counts = Counter(one for each in people for one in channels_of(each))
    persons = sum(len(each.document or "") == _CPF for each in people)
    return Having({channel: counts[channel] for channel in CHANNEL_WORDS}, persons), ()
