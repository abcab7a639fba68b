"""What a letter of collection must carry, and what it may not say, before it reaches anybody.

Consumer Code (CDC) art. 42-A: name, address and CPF or CNPJ of the creditor in every document of
collection. Arts. 42 and 71: no threat, no ridicule, nothing that is not so. The rest is the house's own
(`rules.md` 3.4): which invoices, as of which day, how much, and how to dispute it. The rules hold for every
customer, consumer or not.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from .letter_facts import DONE, Statement, unfounded
from .letter_words import Match, composed, fold_in_place, forbidden, revealing

PARTS = ("titulos", "pagamento", "contestacao")
CREDITOR = "E-CREDOR"
"""What no option can overrule: the letter lacks what CDC art. 42-A demands."""


class Words(NamedTuple):
    """The words of one letter, as plain text, and the SHA-256 of the model that they came from."""

    assunto: str
    titulo: str
    abertura: str
    apos_titulos: str
    fechamento: str
    curto: str
    sha256: str


class Finding(NamedTuple):
    """What is wrong with a letter.

    `message` quotes the words found, gives the reason with its ground, and the remedy. A letter with a
    `refused` finding is not sent; the others are only said.
    """

    code: str
    message: str
    refused: bool = True


def judge(
    text: str, words: Words, data: Mapping[str, Any], parts: Sequence[str] = PARTS
) -> list[Finding]:
    """Everything wrong with a letter: its whole `text` in a layout, its words, the data it was made from.

    `parts` are those of the model: without `pagamento` no total is asked for, without `contestacao` no way
    to dispute, without `titulos` no invoice. What came from the data (a customer's name, what was sold) is
    not judged, for nobody wrote it into the letter.
    """
    whole, short = composed(text), composed(words.curto)
    said = composed(f"{words.titulo}\n\n{text}\n\n{words.curto}")
    subject = composed(words.assunto)
    found = [*_creditor(whole, data["empresa"], "a carta"), *_creditor(short, data["empresa"], "a mensagem curta")]
    found += _contents(whole, data, parts)
    own = _without_data(said, data) if _suspicious(said) else ""
    found += [_of_words(match) for match in (*forbidden(own), *revealing(_without_data(subject, data)))]
    facts = unfounded(_without_data(_paragraphs(text, words), data), data["fatos"], data["politica"])
    found += [_of_fact(statement) for statement in facts]
    return _once(found)


def judge_template(text: str) -> list[Finding]:
    """What is wrong with fixed words of a template, whatever its data; of facts only a letter can tell."""
    return [_of_words(match) for match in forbidden(composed(text))]
