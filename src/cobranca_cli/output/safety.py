"""Text that came from outside made harmless for the place where it is shown."""

import re
import unicodedata

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# Tab, CR, LF and NUL are there for programs that strip them before they look for a formula;
# the full-width signs because Excel takes them for the ordinary ones.
FORMULA_SIGNS = "=+-@＝＋－＠"
FORMULA_STARTS = tuple(FORMULA_SIGNS + "\t\r\n\0")
_WITHIN_LINE = re.compile(r"[^\r\n]+")


def printable(text: str) -> str:
    """`text` on one line, without what commands a terminal or hides characters.

    Blanks of any kind become an ordinary space; every other character that is not printable
    (ESC, C1 controls, bidirectional marks, zero width) becomes U+FFFD.
    """
    if text.isprintable():
        return text
    return "".join(map(_printable_character, text))


def _printable_character(character: str) -> str:
    if character.isprintable():
        return character
    if character in "\t\n\r" or unicodedata.category(character) == "Zs":
        return " "
    return REPLACEMENT


def printable_lines(text: str) -> str:
    """The same with its line ends kept."""
    return text if text.isprintable() else _WITHIN_LINE.sub(lambda found: printable(found[0]), text)


def csv_safe(text: str) -> str:
    """`text` with a leading `'` where a spreadsheet would run it as a formula (OWASP ASVS 5.0, 1.2.10).

    Spaces before the sign do not hide it.
    """
    if text.startswith(FORMULA_STARTS) or text.lstrip()[:1] in FORMULA_STARTS:
        return f"'{text}"
    return text
