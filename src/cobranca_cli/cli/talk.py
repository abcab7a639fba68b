"""Words for the person: always on stderr, so that stdout carries data only."""

import sys

# Control and direction characters could rewrite the terminal; a file or an argument may hold them.
_HARMFUL = [n for n in (*range(32), *range(127, 160)) if chr(n) not in "\n\t"]
_SHOWN: dict[int, str] = {n: f"\\x{n:02x}" for n in _HARMFUL}
_SHOWN |= {n: f"\\u{n:04x}" for n in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F)}


def harmless(text: str) -> str:
    """The text with control and direction characters spelled out; line breaks and tabs stay."""
    return text.translate(_SHOWN)


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
