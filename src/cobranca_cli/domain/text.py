"""Text from outside: what may enter the ledger, and by which key two names are the same.

Refused are characters that do not print (they drive terminals), that turn the direction of writing or
have no width (they hide), and letters of look-alike alphabets mixed in one field (they impersonate).
"""

import re
import unicodedata

from .problem import Problem

MAX_TEXT = 200
MAX_NUMBER = 60

EMPTY = Problem("E-VAZIO", "está vazio; preencha")

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LOOKALIKE_SCRIPTS = frozenset(
    {"LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "CHEROKEE", "COPTIC", "FULLWIDTH", "MATHEMATICAL"}
)
_BLANKS = re.compile(r"\s+")


def clean_text(raw: str, limit: int = MAX_TEXT) -> str | Problem:
    """The text as it is kept: NFC, outer blanks gone, runs of blanks one space, at most `limit` long.

    An empty result is the empty text, not a problem; whether it may be empty is the field's affair.
    """
    if raw.isascii() and raw.isprintable() and "  " not in raw:
        text = raw.strip(" ")
    else:
        problem = _strange_character(raw.strip())
        if problem:
            return problem
        text = unicodedata.normalize("NFC", _BLANKS.sub(" ", raw.strip()))
    if len(text) > limit:
        return Problem("E-TAMANHO", f"tem {len(text)} caracteres; o limite é {limit}")
    return text


def clean_name(raw: str, limit: int = MAX_TEXT) -> str | Problem:
    """A name of a person or firm: clean text, not empty, with at least one letter."""
    text = clean_text(raw, limit)
    if isinstance(text, Problem):
        return text
    if not text:
        return EMPTY
    if not any(character.isalpha() for character in text):
        return Problem("E-NOME", "não tem nenhuma letra; escreva o nome do cliente")
    return text


def name_key(name: str) -> str:
    """The key by which two clean names are the same: case and spacing do not count, accents do."""
    return _BLANKS.sub(" ", name).casefold()


def fold(text: str) -> str:
    """For searching and for headings: no accents, no case, blanks for everything that is not alphanumeric."""
    bare = (
        text
        if text.isascii()
        else "".join(
            character
            for character in unicodedata.normalize("NFKD", text)
            if not unicodedata.combining(character)
        )
    )
    return " ".join(re.sub(r"[^0-9a-z]+", " ", bare.casefold()).split())


def command_word(text: str, else_: str = "FATURA") -> str:
    """A word of a command line, in double quotes where a shell needs them; `else_` if these do not do."""
    if all(character.isalnum() or character in "-_./" for character in text):
        return text
    return else_ if any(character in '"$`\\!%' for character in text) else f'"{text}"'


def is_mojibake(text: str) -> bool:
    """Whether the text is UTF-8 that somebody has read as Windows-1252 and saved again (`JoÃ£o`)."""
    if text.isascii():
        return False
    try:
        return text.encode("cp1252").decode("utf-8") != text
    except UnicodeError:
        return False


def _strange_character(text: str) -> Problem | None:
    scripts: set[str] = set()
    for character in text:
        if character.isascii():
            if not character.isprintable():
                return _control(character)
            if character.isalpha():
                scripts.add("LATIN")
            continue
        problem = _strange_category(character)
        if problem:
            return problem
        if character.isalpha():
            script = unicodedata.name(character, "?").split()[0]
            if script in _LOOKALIKE_SCRIPTS:
                scripts.add(script)
    if len(scripts) > 1:
        return Problem(
            "E-HOMOGLIFO",
            "mistura letras de alfabetos diferentes que parecem iguais; digite de novo com o teclado comum",
        )
    return None


def _strange_category(character: str) -> Problem | None:
    point = f"U+{ord(character):04X}"
    if character in _BIDI:
        return Problem("E-BIDI", f"tem um caractere que inverte a escrita ({point}); apague-o")
    if character == "\ufffd":
        return Problem(
            "E-CODIFICACAO", "tem um caractere perdido numa conversão (�); exporte o arquivo de novo"
        )
    category = unicodedata.category(character)
    if category == "Cf":
        return Problem("E-INVISIVEL", f"tem um caractere invisível ({point}); apague-o")
    if category[0] == "C" or category in ("Zl", "Zp"):
        return _control(character)
    return None


def _control(character: str) -> Problem:
    return Problem("E-CONTROLE", f"tem um caractere de controle (U+{ord(character):04X}); apague-o")
