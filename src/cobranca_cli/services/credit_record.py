"""A decision on credit as it is kept: everything it was made from as JSON, so that it can be made again."""

import json
import types
from datetime import date
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from cobranca_cli.domain.credit_case import Known


def as_text(known: Known, order: int | None) -> str:
    """What is known and the order, in cents, as one line of JSON whose keys are in order."""
    content = {"conhecido": _plain(known), "pedido": order}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_text(text: str) -> tuple[Known, int | None]:
    """What `as_text` kept."""
    content = json.loads(text)
    known = _made(Known, content["conhecido"])
    assert isinstance(known, Known)
    return known, content["pedido"]


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        fields = getattr(value, "_fields", None)
        parts = [_plain(each) for each in value]
        return dict(zip(fields, parts, strict=True)) if fields else parts
    return value


def _made(hint: Any, data: Any) -> object:
    """A value of the type that a field is annotated with."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return None if data is None else _made(next(each for each in inner if each is not type(None)), data)
    if origin is tuple:
        return tuple(_made(inner[0], each) for each in data)
    named = origin or hint
    if hasattr(named, "_fields"):
        # Of a generic one the only parameter is the type of its value.
        hints = {
            name: inner[0] if inner and name == "value" else each for name, each in _hints(named).items()
        }
        # A field that is younger than the record has its default.
        return named(**{name: _made(each, data[name]) for name, each in hints.items() if name in data})
    return date.fromisoformat(data) if hint is date else data


@cache
def _hints(named: Any) -> dict[str, Any]:
    return get_type_hints(named)
