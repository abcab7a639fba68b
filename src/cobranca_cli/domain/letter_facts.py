"""What a letter says has been done about a debt, or will be: bureau listing, protest, lawsuit.

A statement that is not so is a crime (CDC, art. 71): what has been done must stand in the ledger, and what
will be done must be the owner's policy. Which of the two a sentence says is read from the verb nearest to
the word; a sentence that denies it, or supposes it ("se houver protesto"), says neither.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from .letter_words import fold_in_place

DONE, TO_COME = "feito", "a fazer"


class Topic(NamedTuple):
    """A measure.

    Attributes:
        name: how people call it, with its article.
        pattern: its words, folded.
        fact: the fact in the letter's data that says it was done.
        policy: the policy there that says it will be; empty where the owner has none to state.
        keys: how words begin of which every match has one.
    """

    name: str
    pattern: re.Pattern[str]
    fact: str
    policy: str
    keys: tuple[str, ...]


class Statement(NamedTuple):
    """A sentence about a measure: DONE or TO_COME, with the words that say it."""

    topic: Topic
    time: str
    quote: str


_LISTING = re.compile(
    r"\bnegativ(?:ac(?:ao|oes)|ad[oa]s?|ar|aremos|amos|aram|ando|arao|ara)\b|\bspc\b|\bscpc\b|\bserasa\b"
    r"|\bprotecao (?:ao|de) credito\b|\b(?:biro|bureau)s? de credito\b|\bboa vista (?:scpc|servicos)\b"
    r"|\bcadastros? (?:restritivos?|de (?:inadimplentes|devedores|protecao|restricao|maus pagadores))\b"
)
_PROTEST = re.compile(
    r"\bprotest(?:o|os|ad[oa]s?|ar|aremos|amos|aram|ando|arao|ara)\b"
    # "protestos de estima e consideração" close a formal letter.
    r"(?! (?:de |da |d')?(?:\w+ ){0,2}(?:estima|consideracao|apreco|respeito|admiracao))"
)
_LAWSUIT = re.compile(
    r"\bacao (?:judicial|de cobranca|de execucao|monitoria|executiva)\b|\bexecucao judicial\b"
    r"|\bajuiz(?:ad[oa]s?|ar|amento|aremos|amos|arao|ara|aram|ou)\b|\bmedidas? judicia(?:l|is)\b"
    r"|\b(?:processo|cobranca|vias?|demanda|instancia) judicia(?:l|is)\b|\bjudicialmente\b"
    r"|\b(?:acion|entr|recorr|cobr|ir)\w* (?:(?:a|na|em|com|essa|esta|tudo|isso) ){0,2}justica\b"
    r"|\bprocesso na justica\b|\bem juizo\b"
)

TOPICS = (
    Topic(
        "a negativação", _LISTING, "negativado", "negativa",
        ("negativ", "spc", "scpc", "serasa", "credito", "vista", "cadastro"),
    ),
    Topic("o protesto", _PROTEST, "protestado", "protesta", ("protest",)),
    Topic("a ação na Justiça", _LAWSUIT, "ajuizado", "", ("judicia", "ajuiz", "acao", "justica", "juizo")),
)  # fmt: skip
_KEYS = tuple(key for topic in TOPICS for key in topic.keys)

_SENTENCE = re.compile(r"[.!?;](?=\s|$)|\n\s*\n")
_ABBREVIATION = re.compile(r"(?:^|[\s(])(?:arts?|n|inc|fls?|sr|sra|dr|dra|ltda|cia|v|s)$")
_WORD = re.compile(r"\w+(?:-\w+)*")

_FUTURE = frozenset(
    (
        *("sera", "serao", "seja", "sejam", "ser", "podera", "poderao", "poderemos", "pode", "podem"),
        *("podemos", "poderia", "poderiam", "seria", "seriam", "iria", "iriam", "deve", "devera", "ira"),
        *("irao", "vai", "vao", "va", "vamos", "iremos", "sujeito", "sujeita", "sujeitas", "pena"),
        *("evitar", "evita", "evite", "evitam", "evitem", "evitando", "antes", "possibilidade", "risco"),
        *("pretendemos", "pretende", "preve", "prevemos", "intencao", "ate", "proximo", "passo", "caso"),
        *("pedir", "levar", "enviar", "encaminhar", "incluir", "inscrever", "registrar", "lancar", "entrar"),
        *("solicitar", "requerer", "protestar", "negativar", "ajuizar", "adotar", "tomar", "acionar"),
        *("recorrer", "passivel", "prestes", "vias", "possivel", "cabivel", "cabiveis", "previo", "previa"),
        *("futuro", "futura", "resultar", "implicar", "acarretar", "gerar", "quando", "seguira"),
    )
)  # fmt: skip
_PAST = frozenset(
    (
        *("foi", "foram", "fora", "ja", "esta", "estao", "encontra", "encontram", "consta", "constam"),
        *("encontra-se", "encontram-se", "acha-se", "figura", "figuram", "permanece", "continua"),
        *("houve", "teve", "tem", "possui", "sido", "tendo", "corre", "tramita", "existe", "existem"),
        *("incluimos", "inserimos", "inscrevemos", "registramos", "lancamos", "enviamos", "encaminhamos"),
        *("levamos", "apontamos", "protestamos", "negativamos", "ajuizamos", "entramos", "propusemos"),
        *("distribuimos", "solicitamos", "pedimos", "fizemos", "efetuamos", "realizamos", "recorremos"),
        *("acionamos", "movemos", "demos", "obtivemos", "tornou", "ficou"),
    )
)  # fmt: skip
_DONE_AFTER = frozenset(
    ("efetuado", "efetuada", "realizado", "realizada", "feito", "feita", "lavrado", "lavrada")
)
# After these words "está" or "foi" speaks of the debt, not of the measure: "o que está vencido".
_OF_THE_DEBT = re.compile(
    r"(?:vencid|pag|emitid|combinad|comprad|devid|abert|quitad|faturad|atrasad|acima|relacionad|descrit"
    r"|indicad|identificad|contestad|pendente|recebid|localizad|possivel|sujeit|vend)"
)
_UNDOING = re.compile(
    r"\b(?:cancela\w*|baixa\w*|retira\w*|exclu\w+|sustacao|sustar|levantamento|limpar|remocao|remover)"
    r"(?: \w+){0,5}$"
)
_SUPPOSED = re.compile(
    r"\b(?:se houver|se ha|caso haja|caso exista|havendo|se existir|quando houver|eventua(?:l|is))"
    r"(?: \w+){0,3}$"
    r"|\b(?:se|caso|quando)\b[^,;]*\b(?:tiver|tenha|tiverem|tenham|estiver|esteja|estiverem|estejam)\b"
    r"[^,;]{0,30}$"
)
_NOT, _NONE = frozenset(("nao", "nunca", "jamais", "nem")), frozenset(("nenhum", "nenhuma", "sem"))
_NOT_PAID = re.compile(
    r"pag|quit|hav|houver|haja|receb|respond|regulariz|ocorr|tiv|identific|localiz|constat|sej|negoci"
    r"|procur|atend|cumpr"
)
_FUTURE_ENDING = re.compile(r"\w{2,}(?:rá|rão|remos)")
_TOPIC_TO_COME, _TOPIC_DONE = re.compile(r"(?:aremos|arao|ara|ar)$"), re.compile(r"(?:amos|aram|ou)$")
_PARTICIPLE = re.compile(r"(?:negativ|protest|ajuiz)ad[oa]s?$")


def statements(text: str) -> Iterator[Statement]:
    """What the text, in NFC, says of measures, each topic and time once."""
    folded = fold_in_place(text)
    found = [(topic, each) for topic in TOPICS for each in topic.pattern.finditer(folded)]
    if not found:
        return
    ends = list(_sentences(text))
    told = set()
    for topic, each in found:
        start, end = next(span for span in ends if span[1] >= each.end())
        time = _time(text[start:end], folded[start:end], each.start() - start, each.end() - start)
        if time and (topic.name, time) not in told:
            told.add((topic.name, time))
            yield Statement(topic, time, _quote(text, start, each))


@lru_cache(maxsize=20_000)
def mentions(token: str) -> bool:
    """Whether what stands between two blanks of a folded text may be part of talk about a measure."""
    return any(word.startswith(_KEYS) for word in _WORD.findall(token))


def unfounded(text: str, facts: Mapping[str, object], policy: Mapping[str, object]) -> Iterator[Statement]:
    """The statements that neither the facts nor the policy of the letter's data bear out."""
    return (each for each in statements(text) if not borne_out(each, facts, policy))


def borne_out(statement: Statement, facts: Mapping[str, object], policy: Mapping[str, object]) -> bool:
    """Whether the facts know of what is said to be done, or the policy of what is said to come."""
    known = bool(facts.get(statement.topic.fact))
    return known or (statement.time == TO_COME and bool(policy.get(statement.topic.policy)))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for mark in _SENTENCE.finditer(text):
        before = text[max(start, mark.start() - 6) : mark.start()].lower()
        if mark[0] == "." and _ABBREVIATION.search(before):
            continue
        yield start, mark.start()
        start = mark.end()
    yield start, len(text)


def _time(sentence: str, folded: str, start: int, end: int) -> str | None:
    """DONE, TO_COME, or None for a denial or a supposition."""
    before, after = folded[:start], folded[end:]
    if _SUPPOSED.search(before.rstrip()) or _denied(before, after):
        return None
    if _UNDOING.search(before.rstrip()):
        return DONE
    topic = folded[start:end].split()[0]
    if _TOPIC_TO_COME.search(topic):
        return TO_COME
    if _TOPIC_DONE.search(topic):
        return DONE
    told_before = _of_words(reversed(_words(sentence[:start], before)[-14:]), _PAST)
    told_after = _of_words(_words(sentence[end:], after)[:6], _PAST | _DONE_AFTER)
    return told_before or told_after or (DONE if _PARTICIPLE.search(topic) else TO_COME)


class _Spoken(NamedTuple):
    written: str
    plain: str
    following: str


def _words(sentence: str, folded: str) -> list[_Spoken]:
    plain = _WORD.findall(folded)
    written = _WORD.findall(sentence.lower())
    return [_Spoken(*each) for each in zip(written, plain, [*plain[1:], ""], strict=False)]


def _of_words(words: Iterable[_Spoken], past: frozenset[str]) -> str | None:
    """The time that the first word with one tells."""
    for word in words:
        if word.plain in _FUTURE or _FUTURE_ENDING.fullmatch(word.written):
            return TO_COME
        if word.plain in past and not _OF_THE_DEBT.match(word.following):
            return DONE
    return None


def _denied(before: str, after: str) -> bool:
    """Whether the clause says that the measure was not taken, or will not be."""
    words = _WORD.findall(re.split(r"[,:(]", before)[-1])
    if _NONE.intersection(words[-2:]):
        return True
    for place in islice(reversed(range(len(words))), 8):
        if words[place] in _NOT:
            supposed = place > 0 and words[place - 1] in ("se", "caso", "quando", "enquanto")
            return not (supposed or any(map(_NOT_PAID.match, words[place + 1 : place + 3])))
    return bool(_NOT.intersection(_WORD.findall(re.split(r"[,:;(]", after)[0])[:3]))


def _quote(text: str, start: int, found: re.Match[str]) -> str:
    """The words around the find, at most some forty letters of its sentence before it."""
    begin = max(start, found.start() - 40)
    if begin > start:
        begin = text.find(" ", begin, found.start()) + 1 or found.start()
    return " ".join(text[begin : found.end()].split())
