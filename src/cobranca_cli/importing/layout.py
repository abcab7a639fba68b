"""From the first lines of a file to its layout: separator, header line, which column is which field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from cobranca_cli.domain.days import DayOrder
from cobranca_cli.domain.money import Decimals
from cobranca_cli.domain.text import MAX_TEXT, fold

from .fields import IGNORE, PROFILE_FIELDS, aliases, field_named
from .lines import BadQuote, split_line
from .problems import RowProblem
from .profiles import Profile, recognise

SCANNED_LINES = 15
_DELIMITERS = (";", "\t", ",", "|")
_MOST_COLUMNS = 200
_KNOWN_ENOUGH = 3
_OF_INVOICES = "o que ele recebeu entra com 'cobranca importar faturas' e"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user said about the file on the command line; the profile has been looked up."""

    profile: Profile | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    ignore_unknown: bool = False
    decimals: Decimals | None = None
    days: DayOrder | None = None
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """How to read the rows.

    Attributes:
        delimiter: between fields.
        header_line: physical line of the header, from 1.
        headings: as written, in order.
        positions: field → index of its column, from 0.
        number_columns: indexes that may hold the number (profiles), by preference.
        ignored: headings that are left out.
    """

    delimiter: str
    header_line: int
    headings: tuple[str, ...]
    positions: Mapping[str, int]
    number_columns: tuple[int, ...]
    ignored: tuple[str, ...]

    @property
    def width(self) -> int:
        """Fields a row must have."""
        return len(self.headings)


def find_layout(
    name: str, lines: Sequence[str], allowed: tuple[str, ...], needed: tuple[str, ...], wishes: Wishes
) -> Layout | list[RowProblem]:
    """The layout told by the first lines of the file `name`, or everything that is wrong with its header.

    The header is the first of SCANNED_LINES lines with at least three known headings (systems write
    their own titles above it); the separator is the one that makes most headings known.
    """
    declared, first = _declared_delimiter(lines)
    profile = wishes.profile
    if profile:
        declared = profile.delimiter or declared
        first = max(first, profile.skip_lines or 0)
    names = _names(allowed, wishes)
    enough = min(_KNOWN_ENOUGH, len(needed))
    for index in range(first, min(len(lines), SCANNED_LINES)):
        known, delimiter, headings = _best_split(lines[index].rstrip("\n"), declared, names)
        if known >= enough:
            header = _Header(name, index + 1, headings, names, wishes)
            return _resolve(header, delimiter, needed)
    return [_no_header(name, lines, first, needed)]


def _best_split(line: str, declared: str | None, names: Mapping[str, str]) -> tuple[int, str, list[str]]:
    """How many headings are known when the line is split in the way that makes most of them known."""
    best: tuple[int, str, list[str]] = (0, ";", [])
    for delimiter in (declared,) if declared else _DELIMITERS:
        fields = split_line(line, delimiter)
        if isinstance(fields, BadQuote):
            continue
        known = sum(1 for name in fields[:_MOST_COLUMNS] if len(name) <= MAX_TEXT and fold(name) in names)
        if known > best[0]:
            best = (known, delimiter, fields)
    return best


def _declared_delimiter(lines: Sequence[str]) -> tuple[str | None, int]:
    """The separator of Excel's `sep=;` line and the index of the line after it."""
    if lines and lines[0].strip().lower().startswith("sep=") and len(lines[0].strip()) <= 5:
        declared = lines[0].strip("\n")[4:5]
        return (declared or None, 1)
    return (None, 0)


def _names(allowed: tuple[str, ...], wishes: Wishes) -> dict[str, str]:
    """Folded heading → field: the common aliases, then the profile's, then the user's, the later winning."""
    names = aliases(allowed)
    if wishes.profile:
        # A system's own layout is read by its own names; what they do not mention is not guessed.
        for heading in wishes.profile.number_from:
            names[heading] = "numero"
        names.update(
            (heading, name)
            for heading, name in wishes.profile.columns.items()
            if name in allowed or name in (*PROFILE_FIELDS, IGNORE)
        )
    names.update((fold(heading), name) for heading, name in wishes.mapping.items())
    return names


@dataclass(slots=True)
class _Header:
    """The headings while they are being given their fields."""

    name: str
    line: int
    headings: list[str]
    names: Mapping[str, str]
    wishes: Wishes
    positions: dict[str, int] = field(default_factory=dict)
    numbers: dict[int, int] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)

    def place(self, index: int, heading: str) -> None:
        """Give one heading its field, or its problem."""
        key = fold(heading)
        field_name = self.names.get(key)
        profile = self.wishes.profile
        if profile and field_name == "numero" and key in profile.number_from:
            self.numbers.setdefault(profile.number_from.index(key), index)
        elif field_name == IGNORE or not heading.strip():
            self.ignored.append(heading)
        elif field_name is None:
            if profile or self.wishes.ignore_unknown:
                self.ignored.append(heading)
            else:
                self.problems.append(_unknown(self, index))
        elif field_name not in self.positions:
            self.positions[field_name] = index
        elif profile and key != fold(self.headings[self.positions[field_name]]):
            # A system may write trade name and legal name side by side: the first serves.
            self.ignored.append(heading)
        else:
            self.problems.append(_duplicate(self, index, field_name))


def _resolve(header: _Header, delimiter: str, needed: tuple[str, ...]) -> Layout | list[RowProblem]:
    if len(header.headings) > _MOST_COLUMNS:
        message = f"tem {len(header.headings)} colunas; o limite é {_MOST_COLUMNS}"
        return [_problem(header.name, header.line, None, "E-CABECALHO", message)]
    for index, heading in enumerate(header.headings):
        header.place(index, heading)
    if stranger := _of_another_system(header):
        return [stranger]
    has_number = header.wishes.profile is not None
    missing = [
        each for each in needed if each not in header.positions and not (each == "numero" and has_number)
    ]
    if missing:
        header.problems.append(_missing(header, missing))
        if stranger := _of_another_system(header):
            return [stranger]
    if header.problems:
        return header.problems
    return Layout(
        delimiter=delimiter,
        header_line=header.line,
        headings=tuple(header.headings),
        positions=header.positions,
        number_columns=tuple(header.numbers[rank] for rank in sorted(header.numbers)),
        ignored=tuple(header.ignored),
    )


def _of_another_system(header: _Header) -> RowProblem | None:
    """The problem of a file that bears the marks of a system and is not read as that system's."""
    wanted, found = header.wishes.profile, _recognised(header)
    if found is None or found is wanted:
        return None
    present = {fold(heading) for heading in header.headings}
    if wanted is None:
        if not header.problems:
            return None
        by_profile = "vencimento" in header.names.values()
        how = f"use --perfil {found.name}" if by_profile else f"{_OF_INVOICES} --perfil {found.name}"
        message = f"o arquivo parece do {found.title}: {how}"
    elif wanted.signature and not present.issuperset(wanted.signature):
        message = f"o arquivo parece do {found.title}, não do {wanted.title}: use --perfil {found.name}"
    else:
        return None
    return _problem(header.name, header.line, None, "E-CABECALHO", message)


def _no_header(name: str, lines: Sequence[str], first: int, needed: tuple[str, ...]) -> RowProblem:
    line = next((index + 1 for index, text in enumerate(lines) if index >= first and text.strip()), 1)
    wanted = ", ".join(needed)
    return _problem(
        name,
        line,
        None,
        "E-CABECALHO",
        f"não achei o cabeçalho: a primeira linha deve ter os nomes das colunas ({wanted})",
    )


def _unknown(header: _Header, index: int) -> RowProblem:
    heading = _short(header.headings[index])
    close = get_close_matches(fold(heading), header.names.keys(), n=1, cutoff=0.75)
    if close and header.names[close[0]] != IGNORE:
        meant = header.names[close[0]]
        advice = f"quis dizer '{meant}'? Se não, use --mapear \"{heading}=campo\" ou --ignorar-colunas"
    else:
        advice = 'diga o que ela é com --mapear "Coluna=campo", ou deixe-a de fora com --ignorar-colunas'
    message = f"não conheço a coluna '{heading}'; {advice}"
    return _problem(header.name, header.line, index + 1, "E-CABECALHO", message)


def _duplicate(header: _Header, index: int, field_name: str) -> RowProblem:
    first = _short(header.headings[header.positions[field_name]])
    heading = _short(header.headings[index])
    message = (
        f"as colunas '{first}' e '{heading}' dizem a mesma coisa ({field_name});"
        f' apague uma ou use --mapear "{heading}=ignorar"'
    )
    return _problem(header.name, header.line, index + 1, "E-CABECALHO-DUPLICADO", message)


def _missing(header: _Header, missing: list[str]) -> RowProblem:
    one = len(missing) == 1
    what = f"falta a coluna {missing[0]}" if one else f"faltam as colunas {', '.join(missing)}"
    if "cliente" in header.positions and {"numero", "vencimento", "valor"}.issubset(missing):
        message = f"{what}; se é um cadastro de clientes, use 'cobranca importar clientes'"
        return _problem(header.name, header.line, None, "E-CABECALHO", message)
    named = "se ela tem outro nome" if one else "se elas têm outros nomes"
    way_out = f'{named}, use --mapear "Coluna={missing[0]}"'
    return _problem(header.name, header.line, None, "E-CABECALHO", f"{what}; {way_out}")


def _short(heading: str) -> str:
    """A heading as a message may show it."""
    heading = heading.strip()
    return heading if len(heading) <= 60 else heading[:59] + "…"


def _recognised(header: _Header) -> Profile | None:
    return recognise([fold(heading) for heading in header.headings])


def _problem(name: str, line: int, column: int | None, code: str, message: str) -> RowProblem:
    return RowProblem(name, line, column, None, None, code, message)


def parse_mapping(text: str, allowed: tuple[str, ...], *, with_profile: bool) -> tuple[str, str] | str:
    """`Coluna=campo` into heading and field; a Portuguese sentence when it cannot be."""
    heading, equals, wanted = text.rpartition("=")
    if not equals or not heading.strip():
        return f"escreva --mapear \"Coluna=campo\"; não entendi '{text}'"
    name = field_named(wanted, allowed)
    if name in PROFILE_FIELDS and not with_profile:
        return f"o campo '{name}' só faz sentido com --perfil, que sabe o que fazer com ele"
    if name is None:
        return f"não conheço o campo '{wanted.strip()}'; os campos são: {', '.join((*allowed, IGNORE))}"
    return heading.strip(), name
