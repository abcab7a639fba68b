"""How the words of a letter are laid out: plain text, in which one form of line is a heading."""

import re

_HEADING = re.compile(r"[0-9]{1,2}\. [^a-zà-öø-ÿ\n]{2,78}")


def is_heading(paragraph: str) -> bool:
    """Whether a paragraph is the heading of a clause: a number, a full stop, and capitals alone on a line.

    `1. PARTES` is one; `1. Partes` and `1. R$ 5,00` are not, for a heading has a letter and no small one.
    """
    return _HEADING.fullmatch(paragraph) is not None and sum(map(str.isalpha, paragraph)) > 2
