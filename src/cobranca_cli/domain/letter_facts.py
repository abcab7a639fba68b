"""What a letter says has been done about a debt, or will be: bureau listing, protest, lawsuit.

A statement that is not so is a crime (CDC, art. 71): what has been done must stand in the ledger, and what
will be done must be the owner's policy. Which of the two a sentence says is read from the verb nearest to
the word; a sentence that denies it, or supposes it ("se houver protesto"), says neither.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from .letter_words import fold_in_place

DONE, TO_COME = "feito", "a fazer"


class Topic(NamedTuple):
    """A measure: its words, the fact that says it was done, the policy that says it will be.

    `policy` is empty where the owner has none to state; `undo` are the words of taking it back, which
    suppose that it was done.
    """

    name: str
    pattern: re.Pattern[str]
    fact: str
    policy: str
    stems: tuple[str, ...]


class Statement(NamedTuple):
    """A sentence about a measure: DONE or TO_COME, with the words that say it."""

    topic: Topic
    time: str
    quote: str


TOPICS = (
    Topic(
        "a negativação",
        re.compile(
            r"\bnegativ(?:ac(?:ao|oes)|ad[oa]s?|ar|aremos|amos|aram|ando|arao|ara)\b|\bspc\b|\bscpc\b|\bserasa\b"
            r"|\b(?:orgaos?|servicos?|empresas?|entidades?) de (?:protecao (?:ao|de) credito|restricao)"
            r"|\bprotecao ao credito\b"
            r"|\bcadastros? (?:restritivos?|de (?:inadimplentes|devedores|protecao|restricao|maus pagadores))"
            r"|\b(?:biro|bureau)s? de credito\b|\bboa vista (?:scpc|servicos)\b"
        ),
        "negativado",
        "negativa",
        ("negativ", "spc", "scpc", "serasa", "protecao", "restri", "cadastro", "credito", "boa vista"),
    ),
    Topic(
        "o protesto",
        re.compile(
            r"\bprotest(?:o|os|ad[oa]s?|ar|aremos|amos|aram|ando|arao|ara)\b"
            r"(?! (?:de |da |d'|nosso |minha )?(?:\w+ )?(?:estima|consideracao|apreco|respeito|admiracao))"
        ),
        "protestado",
        "protesta",
        ("protest",),
    ),
    Topic(
        "a ação na Justiça",
        re.compile(
            r"\bacao (?:judicial|de cobranca|de execucao|monitoria|executiva)\b|\bexecucao judicial\b"
            r"|\bajuiz(?:ad[oa]s?|ar|amento|aremos|amos|ara|ou)\b|\bmedidas? judicia(?:l|is)\b"
            r"|\b(?:processo|cobranca|via|vias|demanda|instancia) judicia(?:l|is)\b|\bjudicialmente\b"
            r"|\b(?:acionar|entrar|recorrer|cobrar|ir|acionaremos|entraremos|recorreremos|entramos|acionamos)"
            r" (?:\w+ )?(?:a|na|em|com) justica\b|\bprocesso na justica\b|\bem juizo\b"
        ),
        "ajuizado",
        "",
        ("judicia", "ajuiz", "justica", "juizo", "acao ", "execucao"),
    ),
)

_SENTENCE = re.compile(r"[.!?;](?=\s|$)|\n\s*\n")
_ABBREVIATION = re.compile(r"(?:^|[\s(])(?:arts?|n|inc|fls?|sr|sra|dr|dra|ltda|cia|v|s)$")
_WORD = re.compile(r"\w+(?:-\w+)*")

_FUTURE = frozenset(
    [
        "sera",
        "serao",
        "seja",
        "sejam",
        "ser",
        "podera",
        "poderao",
        "poderemos",
        "pode",
        "podem",
        "podemos",
        "podendo",
        "vamos",
        "vai",
        "vao",
        "iremos",
        "ira",
        "irao",
        "va",
        "sujeito",
        "sujeita",
        "sujeitos",
        "sujeitas",
        "sujeitar",
        "sujeita-se",
        "pena",
        "evitar",
        "evita",
        "evite",
        "evitam",
        "evitem",
        "evitando",
        "antes",
        "possibilidade",
        "risco",
        "pretendemos",
        "pretende",
        "preve",
        "prevemos",
        "intencao",
        "ate",
        "pedir",
        "levar",
        "enviar",
        "encaminhar",
        "incluir",
        "inscrever",
        "registrar",
        "lancar",
        "solicitar",
        "requerer",
        "protestar",
        "negativar",
        "ajuizar",
        "entrar",
        "adotar",
        "tomar",
        "acionar",
        "recorrer",
        "proximo",
        "passo",
        "caso",
        "deve",
        "devera",
        "poderia",
        "poderiam",
        "seria",
        "seriam",
        "iria",
        "iriam",
        "passivel",
        "prestes",
        "vias",
        "possivel",
        "cabivel",
        "cabiveis",
        "seguira",
        "previo",
        "previa",
        "futuro",
        "futura",
        "leva",
        "levara",
        "resultar",
        "implicar",
        "acarretar",
        "gerar",
        "quando",
    ]
)
_PAST = frozenset(
    [
        "foi",
        "foram",
        "fora",
        "ja",
        "esta",
        "estao",
        "encontra-se",
        "encontram-se",
        "consta",
        "constam",
        "figura",
        "figuram",
        "permanece",
        "permanecem",
        "continua",
        "houve",
        "teve",
        "tem",
        "incluimos",
        "inserimos",
        "inscrevemos",
        "registramos",
        "lancamos",
        "enviamos",
        "encaminhamos",
        "levamos",
        "apontamos",
        "protestamos",
        "negativamos",
        "ajuizamos",
        "entramos",
        "propusemos",
        "distribuimos",
        "solicitamos",
        "pedimos",
        "fizemos",
        "efetuamos",
        "realizamos",
        "tornou",
        "ficou",
        "corre",
        "tramita",
        "existe",
        "existem",
        "possui",
        "sido",
        "tendo",
        "acha-se",
        "segue",
        "recorremos",
        "acionamos",
        "movemos",
        "demos",
        "obtivemos",
        "encontra",
        "encontram",
        "efetuado",
        "efetuada",
        "realizado",
        "realizada",
        "feito",
        "feita",
        "lavrado",
        "lavrada",
    ]
)
_UNDOING = re.compile(
    r"\b(?:cancela\w*|baixa\w*|retira\w*|exclu\w+|exclusao|sustacao|sustar|levantamento|limpar|remocao|remover)"
    r"(?: \w+){0,5}$"
)
_SUPPOSED = re.compile(
    r"\b(?:se houver|se ha|caso haja|caso exista|havendo|se existir|quando houver|eventua(?:l|is)"
    r"|se ja houver|se ja houve)(?: \w+){0,3}$"
    r"|\b(?:se|caso|quando)\b[^,;]*\b(?:tiver|tenha|tiverem|tenham|estiver|esteja|estiverem|estejam|houver)\b"
    r"[^,;]{0,30}$"
)
_NOT = frozenset(("nao", "nunca", "jamais", "nem"))
_NOT_OF_THE_DEBT = re.compile(
    r"(?:pag\w*|quit\w*|houver|haja|hav\w+|receb\w*|respond\w*|regulariz\w*|ocorr\w*|tiv\w*|identific\w*"
    r"|localiz\w*|constat\w*|seja|sej\w*|negoci\w*|procur\w*|atend\w*|cumpr\w*)"
)
_FUTURE_ENDING = re.compile(r"\w{2,}(?:rá|rão|remos)")
_FORMS = ((DONE, re.compile(r"(?:amos|aram|ou)$")), (TO_COME, re.compile(r"(?:aremos|arao|ara|ar)$")))
_PARTICIPLE = re.compile(r"ad[oa]s?$")


def statements(text: str) -> Iterator[Statement]:
    """What the text, in NFC, says of measures, each topic and time once."""
    folded = fold_in_place(text)
    told = set()
    for topic in TOPICS:
        if not any(stem in folded for stem in topic.stems):
            continue
        for start, end in _sentences(text):
            for found in topic.pattern.finditer(folded, start, end):
                time = _time(text[start:end], folded[start:end], found.start() - start, found.end() - start)
                if time and (topic, time) not in told:
                    told.add((topic, time))
                    yield Statement(topic, time, _quote(text, start, found))


def unfounded(text: str, facts: Mapping[str, object], policy: Mapping[str, object]) -> Iterator[Statement]:
    """The statements that neither the facts nor the policy of the letter's data bear out."""
    for statement in statements(text):
        known = bool(facts.get(statement.topic.fact))
        planned = statement.time == TO_COME and bool(policy.get(statement.topic.policy))
        if not (known or planned):
            yield statement


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
    before = folded[:start]
    if _SUPPOSED.search(before.rstrip()) or _denied(before, folded[end:]):
        return None
    if _UNDOING.search(before.rstrip()):
        return DONE
    topic = folded[start:end].split()[0]
    for time, ending in _FORMS:
        if ending.search(topic) and len(topic) > 6:
            return time
    nearest = _nearest(sentence[:start], before)
    if nearest:
        return nearest
    after = _first_after(sentence[end:], folded[end:])
    if after:
        return after
    return DONE if _PARTICIPLE.search(topic) else TO_COME


def _nearest(sentence: str, folded: str) -> str | None:
    words = zip(reversed(_WORD.findall(sentence.lower())), reversed(_WORD.findall(folded)), strict=False)
    for _, (written, plain) in zip(range(14), words, strict=False):
        if time := _of_word(written, plain):
            return time
    return None


def _first_after(sentence: str, folded: str) -> str | None:
    words = zip(_WORD.findall(sentence.lower()), _WORD.findall(folded), strict=False)
    for _, (written, plain) in zip(range(6), words, strict=False):
        if time := _of_word(written, plain):
            return time
    return None


def _of_word(written: str, plain: str) -> str | None:
    if plain in _FUTURE or _FUTURE_ENDING.fullmatch(written):
        return TO_COME
    return DONE if plain in _PAST else None


def _denied(before: str, after: str) -> bool:
    """Whether the clause says that the measure was not taken, or will not be."""
    clause = re.split(r"[,:(]", before)[-1]
    words = _WORD.findall(clause)
    if (words[-1:] and words[-1] in ("nenhum", "nenhuma", "sem")) or words[-2:-1] in (
        ["nenhum"],
        ["nenhuma"],
        ["sem"],
    ):
        return True
    for place in range(len(words) - 1, max(len(words) - 9, -1), -1):
        if words[place] in _NOT:
            supposed = place > 0 and words[place - 1] in ("se", "caso", "quando", "enquanto")
            follows = words[place + 1] if place + 1 < len(words) else ""
            return not (supposed or _NOT_OF_THE_DEBT.fullmatch(follows))
    following = _WORD.findall(re.split(r"[,:;(]", after)[0])[:3]
    return any(word in _NOT for word in following)


def _quote(text: str, start: int, found: re.Match[str]) -> str:
    """The words around the find, at most some forty letters of its sentence before it."""
    begin = max(start, found.start() - 40)
    if begin > start:
        begin = text.find(" ", begin, found.start()) + 1 or found.start()
    return " ".join(text[begin : found.end()].split())
