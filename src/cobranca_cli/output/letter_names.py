"""Names for the files of letters, which every file system takes as they are."""

import unicodedata

MOST = 40
NOBODY = "cliente"
# A name of Windows' own is reserved with any ending and, in old versions, with a number before a dot only;
# ours begins with a number and a hyphen, so none is ever reserved.
DIGITS = 6


def letter_stem(number: int, customer: str) -> str:
    """`000012-jose-da-silva`: the letter's number, then the customer's name in ASCII, without an ending.

    Letters and digits of the name are kept without accents and in lower case, everything else becomes a
    hyphen, up to 40 characters. The number alone makes the name unique, whatever the case or the form of the
    accents.

    Raises:
        ValueError: a number below zero.
    """
    if number < 0:
        raise ValueError("a letter has a number")
    return f"{number:0{DIGITS}}-{slug(customer)}"


def slug(name: str) -> str:
    """The ASCII letters, digits and single hyphens of a name: never empty, at most 40 characters."""
    # Compatibility forms first, or a ligature and a full-width letter would be lost.
    plain = unicodedata.normalize("NFKD", name).casefold()
    kept = "".join(each if each.isascii() and each.isalnum() else _other(each) for each in plain)
    return "-".join(kept.split())[:MOST].strip("-") or NOBODY


def _other(character: str) -> str:
    return "" if unicodedata.combining(character) else " "
