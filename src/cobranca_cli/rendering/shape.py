"""The shape of the data that a template sees, and the check that data has it, exactly.

The shape is that of `sample.CONSUMER`: the same keys at every level, the same plain types, lists of the
same things. So what a template may name is known before any letter is written.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from .sample import CONSUMER

WORDS = ("assunto", "titulo", "abertura", "apos_titulos", "fechamento", "curto")
"""The blocks of a model, and what `palavras` holds in a layout."""

Shape = Any
"""`str`, `int` or `bool`; a dict of shapes; a list of one shape."""

# The only texts with more than one line: an answer that a person wrote, and our own words.
_LINES = ("contestacao.resposta",)
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def _shape(value: object) -> Shape:
    if isinstance(value, dict):
        return {key: _shape(each) for key, each in value.items()}
    return [_shape(value[0])] if isinstance(value, list) else type(value)


SHAPE: dict[str, Shape] = _shape(CONSUMER)
"""What the words of a model see."""

LAYOUT_SHAPE: dict[str, Shape] = {**SHAPE, "palavras": dict.fromkeys(WORDS, str), "partes": [str]}
"""What a layout sees: also the words of the letter, and the parts that its model shows."""


def fitted(data: Mapping[str, object]) -> dict[str, Any]:
    """The data as a template gets it: every text on one line and without what does not print.

    A blank of any kind becomes a space, any other character that is not printable U+FFFD, so that no name
    can add a paragraph, turn the writing round or end a header.

    Raises:
        ValueError: keys or types are not those of `SHAPE`; the text names each place.
    """
    wrong: list[str] = []
    found = _fit(data, SHAPE, "", wrong)
    if wrong:
        raise ValueError(f"not the data of a letter: {'; '.join(wrong)}")
    assert isinstance(found, dict)
    return found


def wrong_in(data: Mapping[str, object]) -> list[str]:
    """What `fitted` would refuse: one text a place, nothing when all is well. For whoever builds the data."""
    wrong: list[str] = []
    _fit(data, SHAPE, "", wrong)
    return wrong


def completed(data: Mapping[str, Any]) -> dict[str, Any]:
    """Data kept by an earlier version: what has been added since is empty, what is gone is left out."""
    found = _complete(data, SHAPE)
    assert isinstance(found, dict)
    return found


def _complete(value: Any, shape: Shape) -> Any:
    if isinstance(shape, dict):
        table = value if isinstance(value, Mapping) else {}
        return {key: _complete(table.get(key), inside) for key, inside in shape.items()}
    if isinstance(shape, list):
        return [_complete(each, shape[0]) for each in value] if isinstance(value, list) else []
    return value if type(value) is shape else shape()


def known_names(shape: Shape = LAYOUT_SHAPE, before: str = "") -> Iterator[str]:
    """Every name a template may write, `cliente.nome`; fields of things in a list as `titulos[].fatura`."""
    for key, inside in shape.items():
        yield f"{before}{key}"
        if isinstance(inside, dict):
            yield from known_names(inside, f"{before}{key}.")
        elif isinstance(inside, list):
            yield from known_names(inside[0], f"{before}{key}[].")


def _fit(value: Any, shape: Shape, place: str, wrong: list[str]) -> object:
    if isinstance(shape, dict):
        return _fit_table(value, shape, place, wrong)
    if isinstance(shape, list):
        if not isinstance(value, list | tuple):
            wrong.append(f"{place} is not a list")
            return []
        return [_fit(each, shape[0], f"{place}[]", wrong) for each in value]
    if type(value) is not shape:
        wrong.append(f"{place} is not {shape.__name__}")
    elif shape is str and not value.isprintable():
        return _harmless(value, place)
    return value


def _fit_table(value: Any, shape: dict[str, Shape], place: str, wrong: list[str]) -> object:
    if not isinstance(value, Mapping) or value.keys() != shape.keys():
        keys = value.keys() if isinstance(value, Mapping) else ()
        odd = sorted(map(str, shape.keys() ^ set(keys)))
        wrong.append(f"{place or 'data'} lacks or should not have: {', '.join(odd)}")
        return {}
    before = f"{place}." if place else ""
    return {
        key: each
        if (each := value[key]).__class__ is str and inside is str and each.isprintable()
        else _fit(each, inside, before + key, wrong)
        for key, inside in shape.items()
    }


def _harmless(text: str, place: str) -> str:
    if place in _LINES:
        return "\n".join(map(_one_line, text.splitlines()))
    return _one_line(text)


def _one_line(text: str) -> str:
    return "".join(each if each.isprintable() else " " if each.isspace() else _REPLACEMENT for each in text)
