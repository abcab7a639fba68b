"""The scorecard: an additive score out of 100, every point with its reason (domain rule 7).

A pure function of the facts, the card and the day: the same facts give the same score. A customer has the
right to know the elements of his score and their sources (Lei 12.414/2011 art. 5º IV and VI; LGPD art. 20;
Súmula 550 STJ), so every factor keeps its value, points, maximum, source and day.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from cobranca_cli.brformat import counted, date_br

from .credit_facts import (
    ACTIVE,
    AGE,
    DELAY,
    EXTERNAL,
    FACTORS,
    LOW,
    PROMISES,
    RELATION,
    RESTRICTION,
    RESTRICTIONS,
    UNKNOWN,
    USE,
    WORD,
    WORST,
    Fact,
    Factor,
    Facts,
    T,
    amount_of,
    delay_words,
    restriction_words,
    share_words,
)
from .deadlines import add_months

GRADES = ("A", "B", "C", "D", "E")
"""The classes, the best first."""

FULL = 100
"""The points of a whole card."""

MISSING = "sem-dados"
"""The word of the band of a factor of which nothing is known."""

TOLD = 3
"""How many reasons for lost points are told first."""

_LISTED_MONTHS = 60
"""What a bureau lists may not be held against anybody after five years (CDC art. 43 § 1º; Súmula 323 STJ).
They run from the debt's due date; of that all we know is that it was before the consultation."""


class Band(NamedTuple):
    """Points for a value up to a bound, of a LOW factor, or from a bound on, of a HIGH one, both inclusive.

    Without a bound, for all the rest; with a word, for the facts that are this word.
    """

    points: int
    bound: int | None = None
    word: str = ""


class Grade(NamedTuple):
    """A class.

    Attributes:
        floor: the points from which it is reached.
        factor: what the limit of the methods is multiplied by; zero sells for cash only.
        entry: percent of an order that is asked as a down payment.
    """

    letter: str
    floor: int
    factor: Decimal
    entry: Decimal = Decimal(0)


class Card(NamedTuple):
    """The owner's scorecard.

    Attributes:
        bands: of every one of FACTORS, in the order in which they are tried, MISSING anywhere.
        grades: of GRADES, in their order; the last has the floor 0.
        restriction_cap: the best class with an active restriction, and `new_cap` without history.
        valid_days: how many days a consultation that found nothing active stands for.
        version: what the policy is known by.
    """

    bands: Mapping[str, tuple[Band, ...]]
    grades: tuple[Grade, ...]
    restriction_cap: str
    new_cap: str
    valid_days: int
    version: str

    def maximum(self, factor: str) -> int:
        """The most points that a factor gives."""
        return max(band.points for band in self.bands[factor])

    def grade(self, letter: str) -> Grade:
        """The class by its letter."""
        return self.grades[GRADES.index(letter)]


class Row(NamedTuple):
    """One factor in a score. One that does not count has a maximum of 0, and its reason says why.

    Attributes:
        value: what is known, for people.
        reason: the value and the band that it falls into, one phrase.
    """

    factor: str
    title: str
    value: str
    points: int
    maximum: int
    reason: str
    source: str = ""
    day: date | None = None

    @property
    def lost(self) -> int:
        """The points that are missing to the maximum."""
        return self.maximum - self.points


class Scored(NamedTuple):
    """A score with its reasons.

    Attributes:
        rows: one of each of FACTORS, in their order.
        total: out of 100; when not every factor counts, rescaled by the maxima that do, half up.
        grade: the class, one of GRADES, `capped` the reasons for which it is no better one.
        version: the policy's.
        new: scored without history.
    """

    rows: tuple[Row, ...]
    total: int
    grade: str
    version: str
    new: bool
    capped: tuple[str, ...] = ()

    @property
    def losses(self) -> tuple[Row, ...]:
        """Where most points were lost, in the order of points and then of factors; at most TOLD."""
        found = sorted((row for row in self.rows if row.lost), key=lambda row: -row.lost)
        return tuple(found[:TOLD])


def score(facts: Facts, card: Card, as_of: date) -> Scored:
    """The score of these facts on a day."""
    known = _known(facts, card, as_of)
    rows = tuple(
        _left_out(factor, _why_left_out(factor.code, facts)) or _row(factor, known[factor.code], card)
        for factor in FACTORS.values()
    )
    most = sum(row.maximum for row in rows)
    points = sum(row.points for row in rows)
    total = (2 * FULL * points + most) // (2 * most) if most else 0
    reached = next((grade.letter for grade in card.grades if total >= grade.floor), GRADES[-1])
    caps = _caps(facts.is_new, known[RESTRICTION].word == ACTIVE, card)
    letter = max((reached, *(cap for cap, _ in caps)), key=GRADES.index)
    held = tuple(why for cap, why in caps if GRADES.index(cap) > GRADES.index(reached))
    return Scored(rows, total, letter, card.version, facts.is_new, held)


class _Known(NamedTuple):
    """A fact as the bands take it. `exact` None of one that is there is beyond every bound."""

    text: str = ""
    exact: Fraction | None = None
    word: str = ""
    source: str = ""
    day: date | None = None


def _known(facts: Facts, card: Card, as_of: date) -> Mapping[str, _Known]:
    """Each factor's fact, or what stands for its absence."""
    found = {code: _Known(factor.missing, word=MISSING) for code, factor in FACTORS.items()}
    if (delay := facts.delay) and delay.value.cents:
        found[DELAY] = _number(delay, delay.value.exact, delay_words(delay.value))
    for code, fact in ((WORST, facts.worst), (RELATION, facts.months), (AGE, facts.age)):
        if fact:
            value = Fraction(fact.value)
            found[code] = _number(fact, value, amount_of(value, FACTORS[code].unit))
    if use := facts.use:
        found[USE] = _number(use, use.value.exact, share_words(use.value, up=True))
    if (promises := facts.promises) and promises.value.whole:
        kept, due = promises.value
        text = f"{share_words(promises.value, up=False)}, {kept} de {due}"
        found[PROMISES] = _number(promises, promises.value.exact, text)
    found[RESTRICTION] = _restriction(facts.restrictions, card, as_of)
    return found


def _number(fact: Fact[T], exact: Fraction | None, text: str) -> _Known:
    return _Known(text, exact, "", fact.source, fact.day)


def _restriction(fact: Fact[str] | None, card: Card, as_of: date) -> _Known:
    """What a bureau said, as it counts on a day: an active restriction until the next consultation or for
    five years; any other answer while the consultation is valid, for something may have been listed since.
    """
    if fact is None:
        return _Known(FACTORS[RESTRICTION].missing, word=UNKNOWN)
    told = f"{restriction_words(fact.value)} em {_br(fact.day)}"
    valid = as_of <= fact.day + timedelta(days=card.valid_days)
    if fact.value == ACTIVE:
        if as_of <= add_months(fact.day, _LISTED_MONTHS):
            return _Known(told, None, ACTIVE, fact.source, fact.day)
        told += ", há mais de cinco anos: não conta"
    elif valid:
        return _Known(told, None, fact.value, fact.source, fact.day)
    else:
        told += f", há mais de {counted(card.valid_days, 'dia', 'dias')}: não vale mais"
    return _Known(told, None, UNKNOWN, fact.source, fact.day)


def restriction_that_counts(told: Sequence[Fact[str]], as_of: date) -> Fact[str] | None:
    """What counts of the answers of bureaus, the newest first; None without any.

    A restriction that one bureau lists stands until that bureau says otherwise, whatever another one finds:
    they do not keep the same lists. Without one it is the newest answer of all.
    """
    latest: dict[str, Fact[str]] = {}
    for each in told:
        latest.setdefault(each.source.partition(",")[0].casefold(), each)
    active = (
        each
        for each in latest.values()
        if each.value == ACTIVE and as_of <= add_months(each.day, _LISTED_MONTHS)
    )
    return next(active, told[0] if told else None)


def _why_left_out(code: str, facts: Facts) -> str:
    """Why a factor does not count with this customer; empty when it does."""
    if code == AGE and facts.person:
        return "não se aplica a pessoa física"
    return "não conta: cliente novo, sem histórico" if facts.is_new and code not in EXTERNAL else ""


def _left_out(factor: Factor, why: str) -> Row | None:
    return Row(factor.code, factor.title, "–", 0, 0, f"{factor.title}: {why}") if why else None


def _row(factor: Factor, known: _Known, card: Card) -> Row:
    bands = card.bands[factor.code]
    band, words = _band(factor, known, bands)
    reason = f"{factor.title}: {known.text}{f' ({words})' if words else ''}"
    most = card.maximum(factor.code)
    return Row(factor.code, factor.title, known.text, band.points, most, reason, known.source, known.day)


def _band(factor: Factor, known: _Known, bands: Sequence[Band]) -> tuple[Band, str]:
    """The band of a fact, and what it takes in.

    An exact value against whole bounds is what the rule says of averages: 3,04 days are in the band of 4.
    """
    if known.word:
        return next(band for band in bands if band.word == known.word), ""
    before: int | None = None
    for band in bands:
        if not band.word:
            if _within(factor, known.exact, band):
                return band, _range(factor, before, band.bound)
            before = band.bound
    raise ValueError(f"{factor.code}: no band for {known.text}")


def _within(factor: Factor, exact: Fraction | None, band: Band) -> bool:
    if band.bound is None:
        return True
    if exact is None:
        return False
    return exact <= band.bound if factor.kind == LOW else exact >= band.bound


def _range(factor: Factor, before: int | None, bound: int | None) -> str:
    """`até 5 dias`, `mais de 5 até 15 dias`, `mais de 30 dias`; `36 meses ou mais`, `menos de 6 meses`."""
    last = amount_of(before or 0, factor.unit)
    if factor.kind == LOW:
        if bound is None:
            return f"mais de {last}" if before is not None else ""
        end = amount_of(bound, factor.unit)
        return f"até {end}" if before is None else f"mais de {before} até {end}"
    if bound is None:
        return f"menos de {last}" if before is not None else ""
    end = amount_of(bound, factor.unit)
    return f"{end} ou mais" if before is None else f"de {bound} a menos de {last}"


def _caps(new: bool, restricted: bool, card: Card) -> Sequence[tuple[str, str]]:
    """Classes that cannot be exceeded, and why."""
    found = []
    if restricted:
        words = f"restrição ativa: no máximo classe {card.restriction_cap}"
        found.append((card.restriction_cap, words))
    if new:
        found.append((card.new_cap, f"cliente novo, sem histórico: no máximo classe {card.new_cap}"))
    return found


def refuse_bands(code: str, bands: Sequence[Band]) -> str | None:
    """What is wrong with the bands of a factor, in words; None when nothing is.

    Points never rise from one band to the next: with more delay nobody has more of them.
    """
    factor = FACTORS[code]
    words = [band.word for band in bands if band.word]
    plain = [band for band in bands if not band.word]
    if factor.kind == WORD:
        listed = ", ".join(RESTRICTIONS)
        return (
            None
            if not plain and sorted(words) == sorted(RESTRICTIONS)
            else f"precisa de uma faixa para cada: {listed}"
        )
    if words != [MISSING]:
        return f'precisa de uma faixa {{ quando = "{MISSING}", … }}, e de uma só'
    if not plain or plain[-1].bound is not None or any(band.bound is None for band in plain[:-1]):
        return f"a última faixa, e só ela, vai sem {factor.kind}: vale para o resto"
    bounds = [band.bound for band in plain if band.bound is not None]
    if bounds != sorted(set(bounds), reverse=factor.kind != LOW):
        return f"{factor.kind} deve {'crescer' if factor.kind == LOW else 'diminuir'} de uma faixa à outra"
    points = [band.points for band in plain]
    if points != sorted(points, reverse=True):
        return "os pontos não podem crescer de uma faixa à outra: a primeira é a melhor"
    return None


def _br(day: date) -> str:
    return date_br(day.isoformat())
