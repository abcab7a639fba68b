"""The scorecard of `[credito]`: `classes` and `[credito.pontos]`, checked part by part.

What is wrong is told of the part that is wrong, for a whole table of points in a message helps nobody.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from cobranca_cli.config_checks import Check, count, one_of, percent
from cobranca_cli.domain.credit_facts import FACTORS, RESTRICTION, RESTRICTIONS
from cobranca_cli.domain.scorecard import FULL, GRADES, MISSING, Band, Card, Grade, refuse_bands
from cobranca_cli.errors import ConfigError

_FACTOR = re.compile(r"\d{1,2}(?:[.,]\d{1,4})?", re.ASCII)
_BAND_FORM = "cada faixa é { ate = 5, pontos = 24 }"
_GRADE_FORM = 'cada classe é { classe = "D", pontos = 35, fator = "0,2", entrada = "30" }'
_FORBIDDEN = (
    "a lei proíbe usar origem social e étnica, saúde, informação genética, sexo e convicções políticas,"
    " religiosas e filosóficas (Lei 12.414/2011, art. 7º-A)"
)

Table = Mapping[str, object]


def factor(value: object) -> str:
    """A multiplier as text, kept with a point."""
    if not isinstance(value, str) or not _FACTOR.fullmatch(value):
        raise ValueError('deve ser um fator entre aspas, como "1,5"')
    return value.replace(",", ".")


def up_to_100(value: object) -> str:
    """A percentage of at most 100 as text, kept with a point."""
    found = percent(value)
    if Decimal(found) > 100:
        raise ValueError("não passa de 100")
    return found


def read_points(table: object, path: Path) -> dict[str, tuple[Table, ...]]:
    """The bands of the factors that are written. Raises ConfigError; of a factor that is not in the
    vocabulary too, which is closed (Lei 12.414/2011 art. 7º-A).
    """
    if not isinstance(table, dict):
        raise ConfigError(
            f"{path}: credito.pontos deve ser uma seção", hint="escreva [credito.pontos] numa linha só dela"
        )
    found = {}
    for code, value in table.items():
        if code not in FACTORS:
            raise _not_a_factor(code, path)
        try:
            found[code] = _bands(code, value)
        except ValueError as error:
            raise _wrong(f"{path}: credito.pontos.{code}: {error}") from None
    return found


def read_classes(value: object, path: Path) -> tuple[Table, ...]:
    """All five classes. Raises ConfigError."""
    try:
        return _classes(value)
    except ValueError as error:
        raise _wrong(f"{path}: credito.classes: {error}") from None


def refuse_sum(card: Card, path: Path) -> None:
    """Raise ConfigError when the maxima of the factors do not add up to the whole score."""
    total = sum(map(card.maximum, FACTORS))
    if total != FULL:
        listed = ", ".join(f"{code} {card.maximum(code)}" for code in FACTORS)
        raise ConfigError(
            f"{path}: credito.pontos: os máximos dos fatores somam {total}, e devem somar {FULL}",
            hint=f"os máximos são: {listed}",
        )


def made_card(values: Table, version: str) -> Card:
    """The card of checked values."""
    points, grades = values["pontos"], values["classes"]
    assert isinstance(points, dict) and isinstance(grades, tuple | list)
    return Card(
        bands={code: tuple(_as_band(band) for band in points[code]) for code in FACTORS},
        grades=tuple(_grade(each) for each in grades),
        restriction_cap=str(values["teto_restricao"]),
        new_cap=str(values["teto_novo"]),
        valid_days=_int(values["validade_consulta"]),
        version=version,
    )


def _wrong(message: str) -> ConfigError:
    return ConfigError(message, hint="corrija o arquivo e rode de novo")


def _not_a_factor(code: str, path: Path) -> ConfigError:
    from difflib import get_close_matches

    close = get_close_matches(code, FACTORS, n=1)
    known = f"os fatores são: {', '.join(FACTORS)}; {_FORBIDDEN}"
    return ConfigError(
        f"{path}: credito.pontos: não conheço o fator '{code}'",
        hint=f"quis dizer '{close[0]}'?" if close else known,
    )


def _bands(code: str, value: object) -> tuple[Table, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(each, dict) for each in value):
        raise ValueError(f"deve ser uma lista de faixas; {_BAND_FORM}")
    found = []
    for place, band in enumerate(value, 1):
        try:
            found.append(_band(code, band))
        except ValueError as error:
            raise ValueError(f"{place}ª faixa: {error}") from None
    wrong = refuse_bands(code, [_as_band(band) for band in found])
    if wrong:
        raise ValueError(wrong)
    return tuple(found)


def _band(code: str, band: Table) -> Table:
    kind = FACTORS[code].kind
    known = {kind, "quando", "pontos"}
    if unknown := sorted(set(band) - known):
        raise ValueError(f"'{unknown[0]}' não serve aqui; as chaves são: {', '.join(sorted(known))}")
    if "pontos" not in band:
        raise ValueError("falta pontos")
    found: dict[str, object] = {"pontos": _checked("pontos", count(0, FULL), band["pontos"])}
    if "quando" in band:
        if kind in band and kind != "quando":
            raise ValueError(f"tem {kind} ou quando, não os dois")
        words = RESTRICTIONS if code == RESTRICTION else (MISSING,)
        found["quando"] = _checked("quando", one_of(*words), band["quando"])
    elif kind in band:
        found["limite"] = _checked(kind, count(0, 100_000), band[kind])
    return found


def _as_band(band: Table) -> Band:
    bound = band.get("limite")
    return Band(_int(band["pontos"]), None if bound is None else _int(bound), str(band.get("quando", "")))


def _classes(value: object) -> tuple[Table, ...]:
    """All five, with falling floors and factors that do not rise; the last begins at 0."""
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise ValueError(f"deve ser uma lista de classes; {_GRADE_FORM}")
    if [each.get("classe") for each in value] != [*GRADES]:
        raise ValueError(f"deve ter as classes {', '.join(GRADES)}, uma de cada e nesta ordem; {_GRADE_FORM}")
    found = []
    for each in value:
        letter = f"classe {each['classe']}"
        if unknown := sorted(set(each) - {"classe", "pontos", "fator", "entrada"}):
            raise ValueError(f"{letter}: não conheço '{unknown[0]}'; {_GRADE_FORM}")
        if lacking := sorted({"pontos", "fator"} - set(each)):
            raise ValueError(f"{letter}: falta {lacking[0]}; {_GRADE_FORM}")
        found.append(
            {
                "classe": each["classe"],
                "pontos": _checked(f"{letter}: pontos", count(0, FULL), each["pontos"]),
                "fator": _checked(f"{letter}: fator", factor, each["fator"]),
                "entrada": _checked(f"{letter}: entrada", up_to_100, each.get("entrada", "0")),
            }
        )
    _in_order([_grade(each) for each in found])
    return tuple(found)


def _in_order(grades: list[Grade]) -> None:
    for better, worse in pairwise(grades):
        if worse.floor >= better.floor:
            raise ValueError(f"os pontos da classe {worse.letter} devem ser menos que os da {better.letter}")
        if worse.factor > better.factor:
            raise ValueError(f"o fator da classe {worse.letter} não pode passar do da {better.letter}")
    if grades[-1].floor:
        raise ValueError(f"a classe {grades[-1].letter} começa em 0 pontos")


def _grade(each: Table) -> Grade:
    return Grade(
        str(each["classe"]),
        _int(each["pontos"]),
        Decimal(str(each["fator"])),
        Decimal(str(each["entrada"])),
    )


def _checked(name: str, check: Check, value: object) -> object:
    try:
        return check(value)
    except ValueError as error:
        raise ValueError(f"{name} {error}") from None


def _int(value: object) -> int:
    assert isinstance(value, int)
    return value
