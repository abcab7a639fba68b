"""Words that no letter of collection may carry: threats, insults, and talk of the debt with other people.

By the Consumer Code (CDC): art. 42 forbids ridicule, constraint and threat; art. 71 makes them, and false
statements, a crime. The rules hold for every customer. Each is a pattern over folded text (small letters,
no accents) and is written for whole words, so that "política de crédito" is no police and "seu pagamento
será processado" no lawsuit.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple


class Rule(NamedTuple):
    """What is not written, why not, and what to write instead.

    Attributes:
        code: of the finding.
        pattern: over folded text; whatever it matches is quoted.
        why: the reason with its legal ground.
        instead: what to do.
        keys: how words begin of which every match of the pattern has one; shorter than four letters, the
            whole word. A quick way to see that a text breaks no rule.
        refused: the letter is not sent; else it is only said.
    """

    code: str
    pattern: str
    why: str
    instead: str
    keys: tuple[str, ...]
    refused: bool = True


class Match(NamedTuple):
    """A rule that a text breaks, and the words that break it, as they are written."""

    rule: Rule
    quote: str


THREAT, THIRD, TONE, ENVELOPE = "E-AMEACA", "E-TERCEIRO", "E-TOM", "E-ENVELOPE"

_LAW = "ameaça ou constrange (CDC, arts. 42 e 71)"
_CALM = "diga o que se deve, até quando e como pagar ou contestar"
_YOU = r"(?:voce|o senhor|a senhora|vossa senhoria)"
_WE_GO = r"(?:vamos|iremos|vou|podemos|poderemos)"

_CRIME = (
    r"\b(?:policia(?:l|is)?|delegacias?|delegad[oa]|boletim de ocorrencia|prisao|criminos[oa]s?|crimes?"
    r"|criminalmente|estelionat\w+|queixa[- ]crime|mandado de (?:prisao|penhora|busca)"
    r"|(?:processo|acao|inquerito)s? (?:criminal|criminais|penal|policial)|apropriacao indebita)\b"
    r"|\bcadeia\b(?! (?:de (?:lojas|suprimentos?|fornecimento|producao|abastecimento|frio|valor"
    r"|restaurantes|farmacias|hoteis)|produtiva|alimentar|logistica))"
    r"|\b(?:ser|sera|vai|pode|podera|acabar|ficar|indo) pres[oa]s?\b|\bpres[oa]s? por\b"
    r"|\b(?:mandar|vamos|iremos) prender\b|\bprender (?:voce|o senhor|a senhora)\b"
)
_EXPOSE = (
    rf"\b{_WE_GO} (?:te |lhe )?expor\b(?! (?:os?|as?|uma?|nossos?|nossas?|novos?|novas?|aqui|abaixo|na|em) )"
    rf"|\b{_WE_GO} (?:te |lhe )(?:divulgar|espalhar)\b"
    rf"|\b{_WE_GO} (?:divulgar|espalhar) (?:isso|tudo|(?:o )?seu|(?:a )?sua|para todos|nas redes)\b"
    r"|\bexpor(?:emos)? (?:voce|o senhor|a senhora|(?:o )?seu nome|a sua \w+|sua (?:divida|situacao))\b"
    r"|\b(?:divulg|public|espalh|post)\w+ (?:\w+ ){0,3}?(?:seu nome|sua divida|seu debito|sua foto)\b"
    r"|\blistas? (?:publica )?de (?:devedores|inadimplentes|caloteiros|maus pagadores)\b"
    r"|\bexposicao publica\b|\bexpost[oa] publicamente\b|\btodos? (?:vao|irao|vai) saber\b"
)
_SHAME = (
    r"\b(?:passar|que|mais uma|e uma) vergonha\b(?! de (?:nos|falar|pedir|procurar))|\bvergonha na cara\b"
    r"|\bvergonhos[oa]s?\b|\bsem[- ]vergonhas?\b(?! de)|\bvexam\w+|\bhumilha(?:r|do|da|cao|nte)\w*\b"
    r"|\b(?:evit\w+|passar|passe|sofrer)(?: por)?(?: \w+){0,2} constrangimentos?\b"
    r"|\bconstrange(?:r|-l[oa])\b"
)
_INSULT = (
    r"\bcalot\w+|\b(?:mau|ma|maus|mas) pagador(?:a|es|as)?\b|\bma[- ]fe\b|\bdesonest\w+|\bvagabund\w+"
    r"|\b(?:devedor|inadimplente)(?:a|es|as|s)? contuma(?:z|zes)\b|\bladr(?:ao|oes|a)\b|\bpicareta\w*"
    r"|\bmalandr\w+|\birresponsave(?:l|is)\b|\birresponsabilidade\b|\bsafad[oa]s?\b|\btrambiqu\w+"
    r"|\bvelhac\w+|\bcara[- ]de[- ]pau\b|\bfalta de (?:carater|vergonha|honestidade|palavra)\b"
    r"|\bpilantr\w+|\bgolpista\w*|\bfraudador\w*|\bnome sujo\b|\bsujar (?:o )?(?:seu )?nome\b"
)
_PEACE = (
    r"\b(?:vamos|iremos|passaremos|apareceremos) (?:pessoalmente )?(?:ate |a |na |no |em |ao )?(?:a |o )?"
    r"(?:sua|seu) (?:casa|residencia|porta|trabalho|emprego|local de trabalho)\b"
    r"|\b(?:cobrador(?:es)?|nossa equipe|alguem|oficial de justica|um representante)\b[^.,;]{0,30}"
    r"\b(?:sua casa|sua residencia|sua porta|seu trabalho|seu local de trabalho)\b"
    r"|\bsabemos onde (?:\w+ ){0,2}(?:mora|trabalha|estuda)\b|\bconhecemos (?:a )?sua familia\b"
    r"|\bligaremos (?:todos os dias|toda hora|a toda hora|sem parar|ate)\b|\bde madrugada\b"
    r"|\b(?:dar|tera|deixar|deixaremos) (?:\w+ )?(?:em paz|sossego)\b"
)
_VAGUE = (
    r"\b(?:sofr\w+|arca\w*|aguent\w+|enfrenta\w*|assum\w+) (?:com )?(?:todas )?(?:as )?(?:\w+ )?"
    r"consequencias\b|\b(?:graves|serias) consequencias\b|\bas consequencias serao\b|\bse arrepender\b"
    r"|\bpor bem ou por mal\b|\bcuste o que custar\b|\bvai pagar caro\b"
    r"|\b(?:medidas?|providencias?|atitudes?) (?:drastic|sever|extrem)as?\b"
)
_SUE = (
    r"\b(?:vamos|iremos|vou) (?:te |lhe )?processar\b"
    r"(?! (?:os?|as?|seus?|suas?|estes?|estas?|essas?|esses?|cada|todos?|todas?|nov[oa]s?) )"
    rf"|\bprocessar(?:emos)? {_YOU}\b|\bprocessa-l[oa]s?\b"
    rf"|\b{_YOU} (?:sera|vai ser|podera ser) processad[oa]\b"
)

_RELATIVES = (
    r"(?:familia|familiar(?:es)?|parentes?|marido|esposa|mulher|conjuge|companheir[oa]|pais?|mae|filh[oa]s?"
    r"|irma(?:os?)?|avos?|sogr[oa]s?|namorad[oa]|vizinh[oa]s?|vizinhanca|amig[oa]s?|colegas?|conhecidos"
    r"|empregador(?:es|a)?|patrao|patroa|chefe|chefia|superior(?:es)?|rh|recursos humanos|trabalho|emprego"
    r"|local de trabalho|empresa onde trabalha|porteiro|sindico|condominio|contatos|referencias"
    r"|clientes|fornecedores|concorrentes|seguidores)"
)
_RELATIVE_KEYS = (
    *("famil", "parente", "marido", "esposa", "mulher", "conjuge", "companheir", "pai", "pais", "mae"),
    *("filh", "irma", "avo", "avos", "sogr", "namorad", "vizinh", "amig", "colega", "conhecidos"),
    *("empregador", "patra", "patro", "chef", "superior", "rh", "humanos", "trabalh", "emprego", "porteiro"),
    *("sindico", "condominio", "contatos", "referencias", "clientes", "fornecedores", "concorrentes"),
    "seguidores",
)
_HIS = r"(?:(?:a|o|ao|aos|as|os|com|para|pra|no|na|nos|nas|em|de|do|da) )*(?:seus?|suas?|tua|teu) (?:\w+ )?"
_GAP = r"(?:(?!\bnao\b|\bque\b)[^.,;:!?]){0,50}?"
_TOLD = r"\b(?:avisad|informad|comunicad|procurad|contatad|saber|sabendo|notificad|acionad|sabe)\w*"
_THIRD = (
    rf"\b(?:(?:{_WE_GO}|teremos (?:de|que)|precisaremos) (?:\w+ ){{0,2}}?"
    r"(?:avisar|informar|comunicar|contatar|procurar|ligar|falar|contar|acionar|notificar|conversar)"
    r"|entrar(?:emos)? em contato|deix(?:amos|aremos) (?:um )?recado"
    r"|(?:avisa|informa|comunica|contata|procura|liga|fala|conta|aciona|notifica|telefona|conversa)"
    rf"(?:remos|mos))\b{_GAP}\b{_HIS}{_RELATIVES}\b"
    rf"|\b(?:seus?|suas?) {_RELATIVES} (?:sera|serao|vai|vao|ficara|ficarao|podera|poderao|ja)\b{_GAP}{_TOLD}"
    rf"|\bavisem? (?:o |a )?(?:seus?|suas?) {_RELATIVES}\b"
    r"|\bpe(?:ca|cam) (?:dinheiro )?(?:emprestado |ajuda )?(?:a|ao|aos|as|para) (?:o |a )?(?:seus?|suas?)"
    rf" {_RELATIVES}\b"
)

RULES: tuple[Rule, ...] = (
    Rule(
        THREAT, _CRIME, f"dívida não é caso de polícia, e dizer que é {_LAW}", f"apague e {_CALM}",
        ("polic", "delega", "boletim", "prisao", "crim", "estelionat", "inquerito", "mandado", "penal",
         "apropriacao", "cadeia", "preso", "presa", "prender"),
    ),
    Rule(
        THREAT, _EXPOSE, f"expor quem deve {_LAW}", f"apague e {_CALM}",
        ("expor", "expost", "exposicao", "divulg", "espalh", "public", "post", "devedor", "inadimplente",
         "calot", "pagador", "saber"),
    ),
    Rule(
        THREAT, _SHAME, f"envergonhar quem deve {_LAW}", f"apague e {_CALM}",
        ("vergonh", "vexam", "humilha", "constrang"),
    ),
    Rule(
        THREAT, _INSULT, "ofende quem deve (CDC, arts. 42 e 71)", "apague e fale da fatura, nunca da pessoa",
        ("calot", "pagador", "contuma", "fe", "desonest", "vagabund", "ladr", "picareta", "malandr",
         "irresponsa", "safad", "trambiqu", "velhac", "cara", "honestidade", "palavra", "vergonha",
         "pilantr", "golpista", "fraudador", "sujo", "sujar"),
    ),
    Rule(
        THREAT, _PEACE, "perturba o trabalho, o descanso ou o lazer de quem deve (CDC, art. 71)",
        "apague e combine o dia e a hora de falar",
        ("casa", "residencia", "porta", "trabalh", "emprego", "sabemos", "familia", "ligaremos", "madrugada",
         "paz", "sossego"),
    ),
    Rule(
        THREAT, _VAGUE, f"uma ameaça vaga {_LAW}",
        "diga o passo seguinte, e só se a política da empresa o prevê",
        ("consequencias", "arrepender", "mal", "custe", "caro", "drastica", "severa", "extrema"),
    ),
    Rule(
        THREAT, _SUE, f"prometer um processo contra a pessoa {_LAW}",
        "apague: se a cobrança for à Justiça, quem avisa é o advogado ou o juiz",
        ("processa",),
    ),
    Rule(
        THIRD, _THIRD, "fala da dívida com outra pessoa, o que a lei não deixa (CDC, art. 42; LGPD, art. 6º)",
        "apague: a dívida se trata só com quem deve, ou com quem responde pela empresa dele",
        _RELATIVE_KEYS,
    ),
    Rule(
        TONE, r"!{2,}|\bultimo aviso\b|\bultima chance\b|\bultimato\b|\burgentissim\w+",
        "pressiona, em vez de informar",
        "diga a data até quando, e o que acontece depois, se a política da empresa o prevê",
        ("!!", "!!!", "!!!!", "ultim", "urgentiss"), refused=False,
    ),
)  # fmt: skip

SUBJECT_RULE = Rule(
    ENVELOPE,
    r"\b(?:cobrancas?|cobrar|dividas?|debitos?|inadimplen\w+|inadimplid\w+|atras(?:o|os|ad[oa]s?)|devedor\w*"
    r"|spc|scpc|serasa|negativac\w+|negativad[oa]s?|vencid[oa]s?|em aberto|pendencias? financeiras?"
    r"|protest(?:o|os|ad[oa]s?|ar)(?! de (?:elevada )?(?:estima|consideracao|apreco)))\b",
    "o assunto aparece na tela de quem estiver por perto, e expõe quem deve (CDC, art. 42)",
    'escreva um assunto neutro, como "Fatura 1001 de Papelaria Sol"',
    (),
)
_HARMLESS_DEBIT = re.compile(r"\bdebito (?:automatico|em conta|direto)\b|\b(?:cartao|funcao) de debito\b")

# The accents of Portuguese; a chain of `replace` is four times as fast as `translate`.
_ACCENTS = tuple(zip("áàâãäéêíóôõöúüç", "aaaaaeeioooouuc", strict=True))


def fold_in_place(text: str) -> str:
    """Small letters without the accents of Portuguese, character for character, so that finds can be quoted.

    Expects composed text (NFC).
    """
    small = text.lower()
    if len(small) != len(text):
        small = "".join(lower if len(lower := each.lower()) == 1 else each for each in text)
    if not small.isascii():
        for accented, base in _ACCENTS:
            small = small.replace(accented, base)
    return small


def composed(text: str) -> str:
    """The text in NFC, every run of blanks one space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def paragraphs(text: str) -> str:
    """The text in NFC, a blank line between paragraphs, every other run of blanks one space."""
    parts = (" ".join(part.split()) for part in unicodedata.normalize("NFC", text).split("\n\n"))
    return "\n\n".join(part for part in parts if part)


def forbidden(text: str) -> Iterator[Match]:
    """Every rule of RULES that `text`, composed or in paragraphs, breaks, with the first words that do."""
    folded = fold_in_place(text)
    hits = _hits(folded)
    for rule in RULES:
        near = (_near(rule, folded, place) for word in hits.get(rule, ()) for place in _places(word, folded))
        if found := next(filter(None, near), None):
            yield Match(rule, text[found.start() : found.end()].strip())


_WORD = re.compile(r"\w+|!!+")
_HEAD = 4
_REACH = 160
"""Letters on each side of a key word within which the words of a rule stand."""


def _hits(folded: str) -> dict[Rule, list[str]]:
    """The words of the text that are key words of each rule.

    Looking at each different word once is what makes it cheap: searching a whole letter with every pattern
    would take longer than rendering it.
    """
    found: dict[Rule, list[str]] = {}
    for token in set(folded.split()):
        for rule, word in keyed(token):
            found.setdefault(rule, []).append(word)
    return found


@lru_cache(maxsize=20_000)
def keyed(token: str) -> tuple[tuple[Rule, str], ...]:
    """The key words of rules in what stands between two blanks of a folded text; most have none."""
    index = _index()
    return tuple(
        (rule, word)
        for word in _WORD.findall(token)
        for key, rule in index.get(word[:_HEAD], ())
        if word.startswith(key)
    )


@cache
def _index() -> dict[str, list[tuple[str, Rule]]]:
    index: dict[str, list[tuple[str, Rule]]] = {}
    for rule in RULES:
        for key in rule.keys:
            index.setdefault(key[:_HEAD], []).append((key, rule))
    # A key shorter than a head is a whole word, and is its own head.
    return index


def _places(word: str, folded: str) -> Iterator[int]:
    place = folded.find(word)
    while place >= 0:
        yield place
        place = folded.find(word, place + 1)


def _near(rule: Rule, folded: str, place: int) -> re.Match[str] | None:
    return _compiled(rule.pattern).search(folded, max(place - _REACH, 0), place + _REACH)


def revealing(subject: str) -> Iterator[Match]:
    """What in a subject, composed, tells anybody who reads it that something is owed."""
    folded = fold_in_place(subject)
    harmless = _HARMLESS_DEBIT.sub(lambda found: " " * len(found[0]), folded)
    found = _compiled(SUBJECT_RULE.pattern).search(harmless)
    if found:
        yield Match(SUBJECT_RULE, subject[found.start() : found.end()])


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
