"""What a lower layer has to say while it still works: that it waits. Whoever talks to the person listens."""

from collections.abc import Callable

_listener: Callable[[str], None] | None = None


def heard_by(listener: Callable[[str], None] | None) -> None:
    """From now on `listener` is told (a Portuguese sentence); None, as at the start, is nobody."""
    global _listener
    _listener = listener


def tell(sentence: str) -> None:
    """Say it to whoever listens."""
    if _listener is not None:
        _listener(sentence)
