"""Words for the person: always on stderr, so that stdout carries data only."""

import sys
import unicodedata


def harmless(text: str) -> str:
    """The text with what could rewrite the terminal or hide in it spelled out; line breaks and tabs stay."""
    return text if text.isprintable() else "".join(map(_spelled, text))


def _spelled(character: str) -> str:
    # A blank of another kind is none the less a blank.
    if character.isprintable() or character in "\n\t" or unicodedata.category(character) == "Zs":
        return character
    number = ord(character)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"


def say(text: str, *, end: str = "\n", whole: bool = False) -> None:
    """Write to stderr; a stderr that is closed or gone is no reason to fail.

    A line to be copied stays `whole`, however narrow the terminal.
    """
    try:
        shown = harmless(text)
        if sys.stderr.isatty() and not whole:
            from cobranca_cli.output.streams import fitted

            shown = fitted(shown)
        print(shown, end=end, file=sys.stderr, flush=True)
    except (OSError, ValueError, AttributeError):
        return


def warn(text: str) -> None:
    """A warning: the command goes on."""
    say(f"aviso: {text}")
