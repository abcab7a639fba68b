"""What the program would refuse in a `cobranca.toml`, all of it and not only the first, with remedies.

Every key is put to its own check, then each section, without the keys that are wrong already, to the rules
between its keys. The checks themselves are those of the modules `config_*`.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.config import CHARGES_SPEC, OTHERS, PROFILE_SPEC, SPEC, Settings, refuse_charges
from cobranca_cli.config_agreement import AGREEMENT_SPEC, agreement_settings
from cobranca_cli.config_backup import BACKUP_SPEC
from cobranca_cli.config_checks import Check, holiday, refuse_unknown, without_secret
from cobranca_cli.config_credit import CREDIT_SPEC, credit_settings
from cobranca_cli.config_ladder import LADDER_SPEC, STEP_SPEC, WINDOW_SPEC, ladder_settings
from cobranca_cli.config_prevention import LOYALTY_SPEC, SEGMENTS_SPEC, loyalty_settings
from cobranca_cli.config_scorecard import read_classes, read_points
from cobranca_cli.domain.contact import STATES
from cobranca_cli.errors import ConfigError
from cobranca_cli.services.profiles import profile_named

ERROR, WARNING = "erro", "aviso"
_SHOWN = 60
_MEND = "corrija o valor, ou tire a linha para valer o padrão"
_STEP_PLACE = re.compile(r"^.*?, o \d+º degrau: ")


class Finding(NamedTuple):
    """One thing that is wrong (ERROR) or worth thinking of (WARNING): where, what, and what to do."""

    section: str
    key: str
    gravity: str
    problem: str
    remedy: str


Table = Mapping[str, object]


def errors_of(table: Table, path: Path) -> list[Finding]:
    """What the program would refuse in a file's whole table, in the order of the program's sections."""
    top = _Section("", path)
    known = (*SPEC, *OTHERS, "importacao")
    for key in table:
        top.asks(key, lambda key=key: refuse_unknown({key: 0}, dict.fromkeys(known), path, ""))  # type: ignore[misc]
    found = [*(each._replace(section=each.key, key="") for each in top.found)]
    for name, look in _SECTIONS.items():
        if name in table:
            section = _Section(name, path)
            look(section, table[name])
            found += section.found
    return list(dict.fromkeys(found))


class _Section:
    """Collects what is wrong in one section."""

    def __init__(self, name: str, path: Path) -> None:
        self.name, self.path = name, path
        self.found: list[Finding] = []

    def says(self, key: str, problem: str, remedy: str | None) -> None:
        self.found.append(Finding(self.name, key, ERROR, problem, remedy or _MEND))

    def asks(self, key: str, check: Callable[[], object]) -> bool:
        """Whether a check of the settings has nothing against it; what it says is kept under the key."""
        try:
            check()
        except ConfigError as error:
            self.says(key, self._bare(error.message, key), _remedy(error.hint))
            return False
        return True

    def keys(self, table: object, checks: Mapping[str, Check], at: str = "") -> dict[str, object]:
        """The keys of a table that are right by themselves, as they are written."""
        where = ".".join(filter(None, (self.name, at)))
        if not isinstance(table, dict):
            self.says(at, "deve ser uma seção", f"escreva [{where}] numa linha só dela")
            return {}
        right = {}
        for key, value in table.items():
            name = ".".join(filter(None, (at, key)))
            if key not in checks:
                self.asks(name, lambda key=key: refuse_unknown({key: 0}, checks, self.path, where))  # type: ignore[misc]
            elif self.value(name, checks[key], value):
                right[key] = value
        return right

    def value(self, key: str, check: Check, value: object) -> bool:
        """Whether a value is right by itself."""
        try:
            check(value)
        except ValueError as error:
            problem, remedy = _told(value, str(error))
            self.says(key, problem, remedy)
            return False
        return True

    def one_by_one(self, key: str, items: Sequence[object], check: Callable[[list[object]], object]) -> None:
        """A list whose elements are checked each with those before it that are right."""
        kept: list[object] = []
        numbers: list[int] = []
        for number, item in enumerate(items, 1):
            if self._element(key, [number], [item], check) and self._element(
                key, [*numbers, number], [*kept, item], check
            ):
                kept.append(item)
                numbers.append(number)

    def _element(
        self, key: str, numbers: list[int], items: list[object], check: Callable[[list[object]], object]
    ) -> bool:
        """Whether a list is right; `numbers` are the places that its elements have in the file."""
        try:
            check(items)
        except ValueError as error:
            text = re.sub(r"(\d+)(?=ª faixa)", lambda place: str(numbers[int(place[1]) - 1]), str(error))
            self.says(key, text, None)
            return False
        return True

    def clean(self, *keys: str) -> bool:
        """Whether nothing was found under these keys."""
        return not any(each.key.partition(".")[0] in keys for each in self.found)

    def _bare(self, message: str, key: str) -> str:
        """What a message says, without the file and the key, which have columns of their own."""
        text = message.removeprefix(f"{self.path}: ")
        name = f"{self.name}.{key}"
        for start in (f"{name}: ", f"{name.rpartition('.')[0]}: ", f"{self.name}."):
            text = text.removeprefix(start)
        return text


def _remedy(hint: str | None) -> str | None:
    return None if hint == "corrija o arquivo e rode de novo" else hint


def _told(value: object, why: str) -> tuple[str, str]:
    """What is wrong with a value and what it should be, from what its check says."""
    if isinstance(value, list | dict):
        shown = "o que está escrito"
    elif isinstance(value, bool):
        shown = str(value).lower()
    else:
        shown = f'"{without_secret(value)}"' if isinstance(value, str) else str(value)
        shown = f"{shown[:_SHOWN]}…" if len(shown) > _SHOWN else shown
    if why.startswith("deve "):
        return f"{shown} não serve", why
    return f"{shown}: {why}" if not isinstance(value, list | dict) else why, _MEND


def _company(section: _Section, table: object) -> None:
    section.keys(table, SPEC["empresa"])


def _charges(section: _Section, table: object) -> None:
    rest = (
        {key: value for key, value in table.items() if key != "consumo"} if isinstance(table, dict) else table
    )
    right = section.keys(rest, SPEC["encargos"])
    if isinstance(table, dict) and "consumo" in table:
        section.keys(table["consumo"], CHARGES_SPEC, "consumo")
    if section.clean("desconto", "desconto_faixas", "juros_metodo", "juros_valor_dia"):
        wrong = refuse_charges({key: CHARGES_SPEC[key](right[key]) for key in right if key in CHARGES_SPEC})
        if wrong:
            section.says("juros_metodo" if "juros_metodo" in wrong else "desconto", wrong, None)


def _calendar(section: _Section, table: object) -> None:
    days = table.get("feriados") if isinstance(table, dict) else None
    if isinstance(table, dict) and isinstance(days, list):
        for day in days:
            try:
                holiday(day)
            except ValueError as error:
                section.says("feriados", str(error), _MEND)
        table = {key: value for key, value in table.items() if key != "feriados"}
    section.keys(table, SPEC["calendario"])


def _keeping(section: _Section, table: object) -> None:
    section.keys(table, SPEC["lgpd"])


def _profiles(section: _Section, table: object) -> None:
    profiles = section.keys(table, {"perfil": _anything}).get("perfil", {})
    if not isinstance(profiles, dict):
        section.says("perfil", "deve ser uma seção", "[importacao.perfil.NOME]")
        return
    for name, profile in profiles.items():
        columns = section.keys(profile, PROFILE_SPEC, f"perfil.{name}").get("colunas", {})
        assert isinstance(columns, dict)
        for heading, field in columns.items():
            one = Settings(section.path, profiles={name: {"colunas": {heading: field}}})
            section.asks(f"perfil.{name}.colunas", lambda name=name, one=one: profile_named(name, one))  # type: ignore[misc]


def _ladder(section: _Section, table: object) -> None:
    right = section.keys(table, LADDER_SPEC)
    if "degraus" in right:
        _steps(section, right["degraus"])
    if "segmentos" in right:
        section.keys(right["segmentos"], SEGMENTS_SPEC, "segmentos")
    window = right.get("janela", {})
    if not isinstance(window, dict):
        section.says("janela", "deve ser uma seção", "escreva [regua.janela]")
        return
    states = {key: each for key, each in window.items() if isinstance(each, dict) and key in STATES}
    own = section.keys({key: window[key] for key in window if key not in states}, WINDOW_SPEC, "janela")
    _hours(section, "janela", own)
    for state, keys in states.items():
        of_state = section.keys(keys, WINDOW_SPEC, f"janela.{state}")
        if section.clean("janela"):
            _hours(section, f"janela.{state}", {**own, state: of_state})


def _hours(section: _Section, key: str, window: Table) -> None:
    """That the window ends after it begins."""
    try:
        ladder_settings(_with(section, {"janela": window}))
    except ConfigError as error:
        section.says(key, error.message.rpartition(": ")[2], error.hint)


def _steps(section: _Section, steps: object) -> None:
    if not isinstance(steps, list) or not all(isinstance(each, dict) for each in steps):
        section.asks("degraus", lambda: ladder_settings(_with(section, {"degraus": steps})))
        return
    kept: list[object] = []
    for number, step in enumerate(steps, 1):
        key = f"degraus (o {number}º)"
        before = len(section.found)
        section.keys(step, STEP_SPEC, key)
        if len(section.found) > before:
            continue
        try:
            ladder_settings(_with(section, {"degraus": [*kept, step]}))
        except ConfigError as error:
            section.says(
                key, _STEP_PLACE.sub("", error.message.removeprefix(f"{section.path}: ")), error.hint
            )
        else:
            kept.append(step)


def _loyalty(section: _Section, table: object) -> None:
    right = section.keys(table, LOYALTY_SPEC)
    section.asks("", lambda: loyalty_settings(_with(section, right)))


def _agreement(section: _Section, table: object) -> None:
    tiers = table.get("faixas") if isinstance(table, dict) else None
    if isinstance(table, dict) and isinstance(tiers, list):
        section.one_by_one("faixas", tiers, AGREEMENT_SPEC["faixas"])
        table = {key: value for key, value in table.items() if key != "faixas"}
    right = section.keys(table, AGREEMENT_SPEC)
    if section.clean("sistema", "juros"):
        section.asks("juros", lambda: agreement_settings(_with(section, right)))


def _credit(section: _Section, table: object) -> None:
    right = section.keys(table, CREDIT_SPEC)
    if "classes" in right and not section.asks(
        "classes", lambda: read_classes(right["classes"], section.path)
    ):
        del right["classes"]
    points = right.get("pontos", {})
    if isinstance(points, dict):
        for code, bands in points.items():
            one = {code: bands}
            section.asks(f"pontos.{code}", lambda one=one: read_points(one, section.path))  # type: ignore[misc]
    if section.clean("pontos"):
        section.asks("pontos", lambda: credit_settings(_with(section, right)))


def _backup(section: _Section, table: object) -> None:
    section.keys(table, BACKUP_SPEC)


def _anything(value: object) -> object:
    return value


def _with(section: _Section, table: Table) -> Settings:
    """Settings that hold this one section."""
    return Settings(section.path, prevention={section.name: dict(table)})


_SECTIONS: Mapping[str, Callable[[_Section, object], None]] = {
    "empresa": _company,
    "encargos": _charges,
    "calendario": _calendar,
    "lgpd": _keeping,
    "importacao": _profiles,
    "regua": _ladder,
    "fidelidade": _loyalty,
    "acordo": _agreement,
    "credito": _credit,
    "backup": _backup,
}


def refused(sections: Iterable[Finding]) -> frozenset[str]:
    """The sections in which something is wrong."""
    return frozenset(each.section for each in sections if each.gravity == ERROR)
