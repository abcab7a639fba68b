"""What a letter of collection must carry, and what it may not say, before it reaches anybody.

Consumer Code (CDC) art. 42-A: name, address and CPF or CNPJ of the creditor in every document of
collection. Arts. 42 and 71: no threat, no ridicule, nothing that is not so. The rest is the house's own
(`rules.md` 3.4): which invoices, as of which day, how much, and how to dispute it. The rules hold for every
customer, consumer or not.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from .letter_facts import DONE, Statement, borne_out, mentions, statements
from .letter_words import Match, composed, fold_in_place, forbidden, keyed, paragraphs, revealing

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


def judge(text: str, words: Words, data: Mapping[str, Any], parts: Sequence[str] = PARTS) -> list[Finding]:
    """Everything wrong with a letter: its whole `text` in a layout, its words, the data it was made from.

    `parts` are those of the model: without `pagamento` no total is asked for, without `contestacao` no way
    to dispute, without `titulos` no invoice; where all is paid, no total; what an agreement must show, only
    of a model that shows it. What came from the data (a customer's name, what was sold) is not judged, for
    nobody wrote it into the letter.
    """
    long, short, company = _Passage(text), _Passage(words.curto), data["empresa"]
    found = [*_creditor(long, company, "a carta"), *_contents(long, data, parts)]
    found += _agreement(long, data, parts)
    found += _creditor(short, company, "a mensagem curta (bloco curto)")
    subject = composed(words.assunto)
    spoken: list[str] = []
    if odd := _odd_words(f"{words.titulo}\n\n{text}\n\n{words.curto}"):
        spoken = _with(odd, [composed(words.titulo), *long.paragraphs, *short.paragraphs])
    wrong = _judged(spoken, subject, data)
    if wrong:
        # Only what is still there when the data is blotted out was written by somebody.
        wrong = _judged([_blotted(each, data) for each in spoken], _blotted(subject, data), data)
    return list(dict.fromkeys([*found, *wrong]))


def judge_template(text: str) -> list[Finding]:
    """What is wrong with fixed words of a template, whatever its data; of facts only a letter can tell."""
    return [_of_words(match) for match in forbidden(paragraphs(text))]


_CREDITOR_LINES = (("nome", "o nome"), ("documento", "o CPF ou CNPJ"), ("endereco", "o endereço"))
# Words of our own among the data: they are judged like the rest.
_OUR_WORDS = frozenset(
    (
        *("modelo", "degrau", "canal", "tom", "situacao", "resultado", "forma", "total_extenso", "prazo"),
        *("qr", "sistema", "clausula", "assinatura", "saldo_extenso", "etapa"),
    )
)
_SHORTEST = 4


class _Passage:
    """A text in paragraphs, and whether something stands in it, however it was broken, cased or accented."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def paragraphs(self) -> list[str]:
        return paragraphs(self._text).split("\n\n")

    @cached_property
    def _folded(self) -> str:
        return fold_in_place(" ".join(self.paragraphs))

    def holds(self, value: str) -> bool:
        return bool(value) and (value in self._text or _plain(value) in self._folded)


@lru_cache(maxsize=1000)
def _plain(value: str) -> str:
    return fold_in_place(composed(value))


def _creditor(passage: _Passage, company: Mapping[str, str], where: str) -> Iterator[Finding]:
    for key, name in _CREDITOR_LINES:
        if not company[key]:
            remedy = f"falta {name} de quem cobra: preencha {key} na seção [empresa] de cobranca.toml"
            yield Finding(CREDITOR, f"{remedy} (CDC, art. 42-A)")
        elif not passage.holds(company[key]):
            remedy = f"escreva {{{{ empresa.{key} }}}} no modelo"
            yield Finding(CREDITOR, f"{where} não traz {name} de quem cobra (CDC, art. 42-A): {remedy}")


def _contents(passage: _Passage, data: Mapping[str, Any], parts: Sequence[str]) -> Iterator[Finding]:
    card, dispute = data["carta"], data["contestar"]
    if "titulos" in parts:
        lacking = [each["fatura"] for each in data["titulos"] if not passage.holds(each["fatura"])]
        if lacking:
            told = ", ".join(lacking[:3])
            remedy = "escreva {{ t.fatura }} de cada um dos titulos"
            yield Finding("E-FATURAS", f"a carta não diz de que fatura fala ({told}): {remedy}")
    if not (passage.holds(card["data"]) or passage.holds(card["data_extenso"])):
        yield Finding("E-DATA-BASE", "a carta não diz de que dia é o valor: escreva {{ carta.data }}")
    owed = any(each["situacao"] != "paga" for each in data["titulos"])
    if owed and "pagamento" in parts and not passage.holds(data["total"]):
        yield Finding("E-TOTAL", "a carta não diz quanto é ao todo: escreva {{ total }}")
    if "contestacao" in parts and not any(passage.holds(dispute[key]) for key in ("telefone", "email")):
        remedy = "escreva {{ contestar.telefone }} ou {{ contestar.email }}"
        known = dispute["telefone"] or dispute["email"]
        if not known:
            remedy = "preencha telefone ou email na seção [empresa] de cobranca.toml"
        # Whoever has neither is answered by the letter's own way: worth saying, no reason to refuse.
        said = "como contestar" if known else "telefone nem e-mail para contestar"
        yield Finding("E-CONTESTAR", f"a carta não diz {said}: {remedy}", refused=bool(known))


_SHOWN = {
    "acordo": ("plano", "vencimento", "valor", "o vencimento e o valor de cada parcela do acordo"),
    "propostas": ("propostas", "parcelas", "total", "as parcelas e o total de cada proposta"),
    "anexo": ("memoria", "fatura", "fatura", "a memória de cálculo de cada fatura"),
}
"""Of each part about an agreement: the list that it shows, two fields of each line of it, what they are."""
_OLD_LAYOUT = "uma cópia sua do leiaute pode ser de antes dos acordos; copie de novo carta.txt e carta.html"


def _agreement(passage: _Passage, data: Mapping[str, Any], parts: Sequence[str]) -> Iterator[Finding]:
    """What an agreement, a proposal or a term does not show; an owner's layout may not know of them."""
    for part in filter(_SHOWN.__contains__, parts):
        key, first, second, what = _SHOWN[part]
        lines = data["acordo"][key]
        # In a column of amounts the currency is not repeated.
        told = (each[field].removeprefix("R$ ") for each in lines for field in (first, second))
        if not all(map(passage.holds, told)):
            yield Finding("E-ACORDO", f"a carta não mostra {what}: {_OLD_LAYOUT}")
    if "assinaturas" not in parts:
        return
    agreed, debtor = data["acordo"], data["cliente"]["nome"]
    if not agreed["plano"]:
        yield Finding("E-ACORDO", "o termo não tem parcelas; ele sai com os números de um acordo")
    if agreed["divida"] != data["total"]:
        said = f"a dívida do acordo ({agreed['divida']}) não é a soma das faturas ({data['total']})"
        yield Finding("E-ACORDO", f"{said}; confira a data e os pagamentos")
    # What is not known is a blank, to be filled in by hand.
    if not all(map(passage.holds, filter(None, (debtor, *agreed["devedor"].values())))):
        what = "o nome, o CPF ou CNPJ inteiro e o endereço de quem deve"
        yield Finding("E-ACORDO", f"o termo não diz {what}; escreva acordo.devedor.documento e .endereco")


def _judged(spoken: Sequence[str], subject: str, data: Mapping[str, Any]) -> list[Finding]:
    """What is said that may not be, each rule and each measure once."""
    said = [_said(paragraph) for paragraph in spoken]
    matches = [*(match for heard, _ in said for match in heard), *revealing(subject)]
    facts, policy = data["fatos"], data["politica"]
    told = [each for _, heard in said for each in heard if not borne_out(each, facts, policy)]
    first = {match.rule: match for match in reversed(matches)}
    once = {(each.topic.name, each.time): each for each in reversed(told)}
    found = [_of_words(match) for match in reversed(first.values())]
    return found + [_of_fact(statement) for statement in reversed(once.values())]


def _odd_words(text: str) -> list[str]:
    """The words that a rule or a measure begins with: where they stand is looked at closely.

    Twenty thousand letters are judged, and hardly one says anything that it may not.
    """
    tokens = set(fold_in_place(unicodedata.normalize("NFC", text)).split())
    return [token for token in tokens - _innocent if not _is_innocent(token)]


def _with(odd: Sequence[str], spoken: Sequence[str]) -> list[str]:
    """The paragraphs with one of the words in them."""
    plain = fold_in_place("\n\n".join(spoken)).split("\n\n")
    return [each for each, bare in zip(spoken, plain, strict=True) if any(word in bare for word in odd)]


_innocent: set[str] = set()
"""Words that no rule begins with, from letters judged before; it saves time and decides nothing."""
_MOST_INNOCENT = 50_000


def _is_innocent(token: str) -> bool:
    if keyed(token) or mentions(token):
        return False
    if len(_innocent) >= _MOST_INNOCENT:
        _innocent.clear()
    _innocent.add(token)
    return True


@lru_cache(maxsize=5_000)
def _said(paragraph: str) -> tuple[tuple[Match, ...], tuple[Statement, ...]]:
    """What a paragraph says, remembered: most of a letter's are the same in the next."""
    return tuple(forbidden(paragraph)), tuple(statements(paragraph))


def _of_words(match: Match) -> Finding:
    rule = match.rule
    return Finding(rule.code, f'diz "{match.quote}": {rule.why}; {rule.instead}', rule.refused)


def _of_fact(statement: Statement) -> Finding:
    topic, law = statement.topic, "CDC, art. 71"
    if statement.time == DONE:
        why = (
            f"dá como feita {topic.name}, e o livro não a registra"
            if topic.name[0] == "a"
            else (f"dá como feito {topic.name}, e o livro não o registra")
        )
        remedy = "apague, ou registre o fato com: cobranca faturas fato"
        return Finding("E-FATO", f'diz "{statement.quote}": {why} ({law}); {remedy}')
    if not topic.policy:
        why = f"anuncia {topic.name}"
        return Finding(
            "E-FATO", f'diz "{statement.quote}": {why}; só diga se for mesmo fazer ({law})', refused=False
        )
    why = f"anuncia {topic.name}, que a política da empresa não prevê ({law})"
    remedy = f"apague, condicione a politica.{topic.policy}, ou mude {topic.policy} na seção [regua]"
    return Finding("E-FATO", f'diz "{statement.quote}": {why}; {remedy}')


def _blotted(text: str, data: Mapping[str, Any]) -> str:
    """The text with what came from the data written over, letter by letter."""
    folded, blotted = fold_in_place(text), list(text)
    for value in sorted(set(_texts(data)), key=len, reverse=True):
        start = folded.find(value)
        while start >= 0:
            blotted[start : start + len(value)] = ["x" if each.isalnum() else each for each in value]
            start = folded.find(value, start + len(value))
    return "".join(blotted)


def _texts(data: Any) -> Iterator[str]:
    """The folded texts of the data that a person typed somewhere."""
    for key, value in data.items():
        if isinstance(value, str):
            plain = fold_in_place(composed(value))
            if key not in _OUR_WORDS and len(plain) >= _SHORTEST and not plain.isnumeric():
                yield plain
        elif isinstance(value, Mapping):
            yield from _texts(value)
        elif isinstance(value, list | tuple):
            for each in value:
                yield from _texts(each)
