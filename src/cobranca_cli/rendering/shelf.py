"""The templates on disk: those that came with the program, and the owner's copies, which win file by file.

Everything is read here, once, by the program itself: the process that renders opens no file. A template is
a file `*.j2` directly in one of the two folders; a symbolic link may not lead out of its folder.
"""

import re
from enum import Enum
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.faults import reason

ENDING = ".j2"
LAYOUT_ENDINGS = (".txt.j2", ".html.j2")
MOST_SOURCE = 64 * 1024
"""Bytes of one template."""
PARTS = ("titulos", "pagamento", "contestacao")
"""What a layout shows besides the words, unless the model says otherwise."""
AGREEMENT_PARTS = ("acordo", "propostas", "anexo", "assinatura", "assinaturas")
"""What it shows only of a model that asks for it: the schedule of an agreement, proposals, the working of
each invoice on a page of its own, a line for the creditor to sign on, or lines for all who sign.
"""
ALL_PARTS = (*PARTS, *AGREEMENT_PARTS)
PROGRAM, OWN = "programa", "sua cópia"

_NAME = re.compile(r"[a-z0-9_][a-z0-9_.-]{0,60}\.j2", re.ASCII)
_BLOCK = re.compile(r"\{%[-+]?\s*block\b")
_HEAD = re.compile(r"\s*\{#-?(.*?)-?#\}", re.DOTALL)


class Kind(Enum):
    """What a template is for."""

    MODEL = "modelo"
    LAYOUT = "leiaute"
    PART = "parte"


class Source(NamedTuple):
    """One template: its text, or why it cannot be used.

    Attributes:
        name: file name, as templates include it.
        kind: a model holds the words of a letter, a part is for others to include.
        shown: how messages name it: folder and file, never the whole path.
        own: it is the owner's copy.
        text: the source; empty when `refused` says why.
    """

    name: str
    kind: Kind
    shown: str
    own: bool
    text: str
    sha256: str = ""
    refused: str = ""


class Model(NamedTuple):
    """A kind of letter.

    Attributes:
        name: what a person types, `lembrete`.
        title: heading in lists; `use` says when it serves; both may be empty.
        parts: which of `ALL_PARTS` the layouts show.
        needs: facts and policies without which the letter would say what is not so: `negativa`, `protesta`
            (the policy), `negativado`, `protestado`, `ajuizado` (the titles), `acordo`, `propostas`.
        origin: `programa` or `sua cópia`.
        path: how messages name its file.
    """

    name: str
    title: str
    use: str
    parts: tuple[str, ...]
    needs: tuple[str, ...]
    origin: str
    path: str


def read_shelf(shipped: Path, own: Path | None) -> dict[str, Source]:
    """Every template by file name; the owner's copy where there is one.

    A copy is of the kind of what it is a copy of, whatever has become of it.
    """
    found = _read_folder(shipped, own=False)
    for name, source in _read_folder(own, own=True).items() if own is not None else ():
        found[name] = source._replace(kind=found[name].kind) if name in found else source
    return found


def models_on(shelf: dict[str, Source]) -> list[Model]:
    """The models, by name; layouts, partials and what cannot be read are none."""
    return [_model(shelf[name]) for name in sorted(shelf) if shelf[name].kind is Kind.MODEL]


def head_of(text: str) -> dict[str, str]:
    """What the comment on the first line says: `{# titulo: Lembrete; uso: …; partes: titulos #}`."""
    found = _HEAD.match(text)
    pairs = (each.partition(":") for each in (found[1].split(";") if found else ()))
    return {key.strip(): " ".join(value.split()) for key, colon, value in pairs if colon}


def _kind(name: str, text: str, own: bool) -> Kind:
    """By its name; else a part says that it is one, and of those shipped is whatever has no blocks."""
    if name.endswith(LAYOUT_ENDINGS):
        return Kind.LAYOUT
    part = name.startswith("_") or "parte" in head_of(text) or not (own or _BLOCK.search(text))
    return Kind.PART if part else Kind.MODEL


def _model(source: Source) -> Model:
    head = head_of(source.text)
    asked = head["partes"].split() if "partes" in head else PARTS
    parts = tuple(part for part in ALL_PARTS if part in asked)
    name = source.name.removesuffix(ENDING)
    return Model(
        name,
        head.get("titulo", name),
        head.get("uso", ""),
        parts,
        tuple(head.get("exige", "").split()),
        OWN if source.own else PROGRAM,
        source.shown,
    )


def _read_folder(folder: Path, *, own: bool) -> dict[str, Source]:
    try:
        names = sorted(path.name for path in folder.iterdir() if path.name.endswith(ENDING))
    except OSError:
        return {}
    return {name: _read(folder, name, own) for name in names}


def _read(folder: Path, name: str, own: bool) -> Source:
    shown = f"{folder.name}/{name}"
    try:
        text, digest = _content(folder, name)
    except _Refusal as refusal:
        return Source(name, _kind(name, "", own), shown, own, "", refused=str(refusal))
    except OSError as error:
        refused = f"não consegui ler: {reason(error)}"
        return Source(name, _kind(name, "", own), shown, own, "", refused=refused)
    return Source(name, _kind(name, text, own), shown, own, text, digest)


class _Refusal(Exception):
    """Why a file is no template."""


def _content(folder: Path, name: str) -> tuple[str, str]:
    if not _NAME.fullmatch(name):
        raise _Refusal("o nome só pode ter letras minúsculas sem acento, números, ponto, hífen e _")
    try:
        path = (folder / name).resolve()
    except RuntimeError:
        raise _Refusal("é um atalho que dá voltas em si mesmo") from None
    if path.parent != folder.resolve():
        raise _Refusal("é um atalho para fora da pasta; copie o arquivo para dentro dela")
    if not path.is_file():
        raise _Refusal("não é um arquivo comum")
    with path.open("rb") as file:
        content = file.read(MOST_SOURCE + 1)
    if len(content) > MOST_SOURCE:
        raise _Refusal(f"passa de {MOST_SOURCE // 1024} KiB, o limite de um modelo")
    try:
        return content.decode("utf-8-sig"), sha256(content).hexdigest()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _Refusal(f"a linha {line} não está em UTF-8; salve o arquivo como UTF-8") from None
