"""Words that no letter of collection may carry: threats, insults, and talk of the debt with other people.

By the Consumer Code (CDC): art. 42 forbids ridicule, constraint and threat; art. 71 makes them, and false
statements, a crime. The rules hold for every customer. Each is a pattern over folded text (small letters,
no accents) and is written for whole words, so that "política de crédito" is no police and "seu pagamento
será processado" no lawsuit.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple


class Rule(NamedTuple):
    """What is not written, why not, and what to write instead.

    Attributes:
        code: of the finding.
        pattern: over folded text; whatever it matches is quoted.
        why: the reason with its legal ground.
        instead: what to do.
        stems: one of them is in every text that the pattern matches: a quick way to see that none does.
        refused: the letter is not sent; else it is only said.
    """

    code: str
    pattern: str
    why: str
    instead: str
    stems: tuple[str, ...]
    refused: bool = True


class Match(NamedTuple):
    """A rule that a text breaks, and the words that break it, as they are written."""

    rule: Rule
    quote: str


THREAT, THIRD, TONE = "E-AMEACA", "E-TERCEIRO", "E-TOM"

_LAW = "ameaça ou constrange (CDC, arts. 42 e 71)"
_YOU = r"(?:voce|o senhor|a senhora|vossa senhoria|v\. ?s\.?[aª])"
_TO = r"(?:(?:te|lhe|o|a|os|as|nos|seu|sua|seus|suas|este|esta|tudo|isso) )"
_CALM = "diga o que se deve, até quando e como pagar ou contestar"

_RELATIVES = (
    r"(?:familia|familiar(?:es)?|parentes?|marido|esposa|mulher|conjuge|companheir[oa]|pais?|mae|filh[oa]s?"
    r"|irma(?:os?)?|avos?|sogr[oa]s?|namorad[oa]|vizinh[oa]s?|vizinhanca|amig[oa]s?|colegas?|conhecidos"
    r"|empregador(?:es|a)?|patrao|patroa|chefe|chefia|superior(?:es)?|rh|recursos humanos|trabalho|emprego"
    r"|local de trabalho|empresa onde trabalha|porteiro|sindico|condominio|contatos|referencias"
    r"|clientes|fornecedores|concorrentes|seguidores)"
)
_HIS = r"(?:(?:a|o|ao|aos|as|os|com|para|pra|no|na|nos|nas|em|de|do|da) )*(?:seus?|suas?|tua|teu) (?:\w+ )?"
_GAP = r"(?:(?!\bnao\b|\bque\b)[^.,;:!?]){0,50}?"
_TELL = r"(?:avisar|informar|comunicar|contatar|procurar|ligar|falar|contar|acionar|notificar|telefonar|conversar)"

RULES: tuple[Rule, ...] = (
    Rule(
        THREAT,
        r"\b(?:policia(?:l|is)?|delegacias?|delegad[oa]|boletim de ocorrencia|prisao|criminos[oa]s?|crimes?"
        r"|criminalmente|estelionat\w+|(?:processo|acao|inquerito)s? (?:criminal|criminais|penal|policial)"
        r"|queixa[- ]crime|mandado de (?:prisao|penhora|busca)|apropriacao indebita)\b"
        r"|\bcadeia\b(?! (?:de (?:lojas|suprimentos?|fornecimento|producao|abastecimento|frio|valor"
        r"|restaurantes|farmacias|hoteis)|produtiva|alimentar|logistica))"
        r"|\b(?:ser|sera|vai|pode|podera|acabar|ficar|indo) pres[oa]s?\b|\bpres[oa]s? por\b"
        r"|\b(?:mandar|vamos|iremos) prender\b|\bprender (?:voce|o senhor|a senhora)\b",
        f"dívida não é caso de polícia, e dizer que é {_LAW}",
        f"apague; {_CALM}",
        ("polic", "delega", "boletim de oc", "prisao", "crim", "estelion", "inquerito", "mandado de",
         "apropriacao", "cadeia", "pres", "prender", " penal"),
    ),
    Rule(
        THREAT,
        rf"\b(?:vamos|iremos|vou|podemos|poderemos) {_TO}?(?:expor|divulgar|espalhar)\b"
        rf"(?! (?:as?|os?|nossas?|nossos?|novas?|novos?) (?:condic|promoc|oferta|catalogo|produto|novidade))"
        r"|\bexpor(?:emos)? (?:voce|o senhor|a senhora|(?:o )?seu nome|a sua \w+|sua (?:divida|situacao))\b"
        r"|\b(?:divulg|public|espalh|post)\w+ (?:\w+ ){0,3}?(?:seu nome|sua divida|seu debito|sua foto)\b"
        r"|\blistas? (?:publica )?de (?:devedores|inadimplentes|caloteiros|maus pagadores)\b"
        r"|\bexposicao publica\b|\bexpost[oa] publicamente\b|\btodos? (?:vao|irao|vai) saber\b",
        f"expor quem deve {_LAW}",
        f"apague; {_CALM}",
        ("expor", "expost", "exposicao", "divulg", "espalh", "public", "post", "lista", "todo"),
    ),
    Rule(
        THREAT,
        r"\b(?:passar|que|mais uma|e uma) vergonha\b(?! de (?:nos|falar|pedir|procurar))|\bvergonha na cara\b"
        r"|\bvergonhos[oa]s?\b|\bsem[- ]vergonhas?\b(?! de)|\bvexam\w+|\bhumilha(?:r|do|da|remos|cao|nte)\w*\b"
        r"|\b(?:evit\w+|passar|passe|sofrer)(?: por)?(?: \w+){0,2} constrangimentos?\b"
        r"|\bconstrange(?:r|-l[oa])\b",
        f"envergonhar quem deve {_LAW}",
        f"apague; {_CALM}",
        ("vergonh", "vexam", "humilha", "constrang"),
    ),
    Rule(
        THREAT,
        r"\bcalot\w+|\b(?:mau|ma|maus|mas) pagador(?:a|es|as)?\b|\b(?:devedor|inadimplente)a?(?:es|s)?"
        r" contuma(?:z|zes)\b|\bma[- ]fe\b|\bdesonest\w+|\bvagabund\w+|\bladr(?:ao|oes|a)\b|\bpicareta\w*"
        r"|\bmalandr\w+|\birresponsave(?:l|is)\b|\birresponsabilidade\b|\bsafad[oa]s?\b|\btrambiqu\w+"
        r"|\bvelhac\w+|\bcara[- ]de[- ]pau\b|\bfalta de (?:carater|vergonha|honestidade|palavra)\b"
        r"|\bpilantr\w+|\bgolpista\w*|\bfraudador\w*|\bnome sujo\b|\bsujar (?:o )?(?:seu )?nome\b",
        "ofende quem deve (CDC, arts. 42 e 71)",
        "apague; fale da fatura, nunca da pessoa",
        ("calot", "pagador", "contuma", "ma-fe", "ma fe", "desonest", "vagabund", "ladr", "picareta",
         "malandr", "irresponsa", "safad", "trambiqu", "velhac", "cara de", "cara-de", "falta de",
         "pilantr", "golpista", "fraudador", "sujo", "sujar"),
    ),
    Rule(
        THREAT,
        r"\b(?:vamos|iremos|passaremos|apareceremos) (?:pessoalmente )?(?:ate |a |na |no |em |ao )?(?:a |o )?"
        r"(?:sua|seu) (?:casa|residencia|porta|trabalho|emprego|local de trabalho)\b"
        r"|\b(?:cobrador(?:es)?|nossa equipe|alguem|oficial de justica|um representante)\b[^.,;]{0,30}"
        r"\b(?:sua casa|sua residencia|sua porta|seu trabalho|seu local de trabalho)\b"
        r"|\bsabemos onde (?:\w+ ){0,2}(?:mora|trabalha|estuda)\b|\bconhecemos (?:a )?sua familia\b"
        r"|\bligaremos (?:todos os dias|toda hora|a toda hora|sem parar|ate)\b|\bde madrugada\b"
        r"|\b(?:dar|tera|deixar|deixaremos) (?:\w+ )?(?:em paz|sossego)\b",
        "perturba o trabalho, o descanso ou o lazer de quem deve (CDC, art. 71)",
        "apague; combine o dia e a hora de falar",
        ("sua casa", "sua residencia", "sua porta", "seu trabalho", "seu emprego", "local de trabalho",
         "sabemos onde", "sua familia", "ligaremos", "madrugada", "em paz", "sossego"),
    ),
    Rule(
        THREAT,
        r"\b(?:sofre\w*|arca\w*|aguent\w+|enfrenta\w*|assum\w+) (?:com )?(?:todas )?(?:as )?(?:\w+ )?consequencias\b"
        r"|\b(?:graves|serias) consequencias\b|\bas consequencias serao\b|\bse arrepender\b"
        r"|\bpor bem ou por mal\b|\bcuste o que custar\b|\bvai (?:se ver|pagar caro)\b|\bvera do que somos\b"
        r"|\btomaremos (?:as )?(?:providencias|medidas) (?:drasticas|severas|extremas)\b"
        r"|\bmedidas? (?:drastica|severa|extrema)s?\b",
        f"uma ameaça vaga {_LAW}",
        "diga o passo seguinte, e só se a política da empresa o prevê",
        ("consequencias", "arrepender", "por bem ou", "custe o que", "vai se ver", "pagar caro", "vera do que",
         "drastica", "severa", "extrema"),
    ),
    Rule(
        THREAT,
        r"\b(?:vamos|iremos|vou) (?:te |lhe )?processar\b(?! (?:o|a|os|as|seu|sua|seus|suas|este|esta|essa|esse"
        r"|cada|todos?|todas?|nov[oa]s?|imediatamente o) )"
        rf"|\bprocessar(?:emos)? {_YOU}|\bprocessa-l[oa]s?\b|\b{_YOU} (?:sera|vai ser|podera ser) processad[oa]\b",
        f"prometer um processo contra a pessoa {_LAW}",
        "apague; se a cobrança for à Justiça, quem avisa é o advogado ou o juiz",
        ("processar", "processa-l", "processad"),
    ),
    Rule(
        THIRD,
        rf"\b(?:(?:vamos|iremos|vou|podemos|poderemos|teremos (?:de|que)|precisaremos) (?:\w+ ){{0,2}}?{_TELL}"
        rf"|entrar(?:emos)? em contato|(?:avisa|informa|comunica|contata|procura|liga|fala|conta|aciona|notifica"
        rf"|telefona|conversa)(?:remos|mos)|deix(?:amos|aremos) (?:um )?recado)\b{_GAP}\b{_HIS}{_RELATIVES}\b"
        rf"|\b(?:seus?|suas?) {_RELATIVES} (?:sera|serao|vai|vao|ficara|ficarao|podera|poderao|ja)\b{_GAP}"
        r"\b(?:avisad|informad|comunicad|procurad|contatad|saber|sabendo|notificad|acionad|sabe)\w*"
        rf"|\bavise(?:m)? (?:o |a )?(?:seu|sua|seus|suas) {_RELATIVES}\b"
        rf"|\bpe(?:ca|cam) (?:dinheiro )?(?:emprestado |ajuda )?(?:a|ao|aos|as|para) (?:o |a )?(?:seus?|suas?)"
        rf" {_RELATIVES}\b",
        "fala da dívida com outra pessoa, o que a lei não deixa (CDC, art. 42; LGPD, art. 6º)",
        "apague; a dívida se trata só com quem deve, ou com quem responde pela empresa dele",
        ("seu ", "sua ", "seus ", "suas ", "teu ", "tua "),
    ),
    Rule(
        TONE,
        r"!{2,}|\bultimo aviso\b|\bultima chance\b|\bultimato\b|\burgentissim\w+",
        "pressiona, em vez de informar",
        "diga a data até quando, e o que acontece depois, se a política da empresa o prevê",
        ("!!", "ultimo aviso", "ultima chance", "ultimato", "urgentiss"),
        refused=False,
    ),
)  # fmt: skip


SUBJECT_RULE = Rule(
    "E-ENVELOPE",
    r"\b(?:cobranca|cobrancas|cobrar|dividas?|debitos?|inadimplen\w+|inadimplid\w+|atras(?:o|os|ad[oa]s?)"
    r"|devedor\w*|spc|scpc|serasa|negativac\w+|negativad[oa]s?|vencid[oa]s?|em aberto|pendencias? financeiras?"
    r"|protest(?:o|os|ad[oa]s?|ar)(?! de (?:elevada )?(?:estima|consideracao|apreco)))\b",
    "o assunto aparece na tela de quem estiver por perto, e expõe quem deve (CDC, art. 42)",
    'escreva um assunto neutro, como "Fatura 1001 de Papelaria Sol"',
    (),
)
_HARMLESS_DEBIT = re.compile(r"\bdebito (?:automatico|em conta|direto)\b|\b(?:cartao|funcao) de debito\b")

_BASE = {
    ord(character): base
    for character in map(chr, range(0xC0, 0x250))
    if (base := unicodedata.normalize("NFKD", character)[0]).isascii() and base != character
}


def fold_in_place(text: str) -> str:
    """Small letters without accents, character for character: what is found can be quoted as written.

    Expects composed text (NFC).
    """
    small = text.lower()
    if len(small) != len(text):
        small = "".join(lower if len(lower := each.lower()) == 1 else each for each in text)
    return small.translate(_BASE)


def composed(text: str) -> str:
    """The text in NFC, every run of blanks one space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def paragraphs(text: str) -> str:
    """The text in NFC, a blank line between paragraphs, every other run of blanks one space."""
    parts = (" ".join(part.split()) for part in unicodedata.normalize("NFC", text).split("\n\n"))
    return "\n\n".join(part for part in parts if part)


def forbidden(text: str, rules: Sequence[Rule] = RULES) -> Iterator[Match]:
    """Every rule that `text`, composed or in paragraphs, breaks, each with the first words that do."""
    folded = fold_in_place(text)
    for rule in rules:
        if not rule.stems or any(stem in folded for stem in rule.stems):
            found = _compiled(rule.pattern).search(folded)
            if found:
                yield Match(rule, text[found.start() : found.end()].strip())


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
