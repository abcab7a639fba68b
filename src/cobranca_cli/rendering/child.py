"""The process that renders letters: templates and data come in through a pipe, texts go out through another.

It opens no file, has no environment, prints nothing, and ends when its input ends. What a template could
still waste, time, memory and output, is limited for each letter; going over the time ends the process, which
the program then names and starts anew.
"""

import gc
import os
import sys
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from itertools import islice
from typing import Any, BinaryIO

from .anatomy import anatomy
from .sandbox import LetterEnvironment
from .shape import WORDS
from .tree import Fault, model_tree
from .trouble import TooLong, trouble
from .wire import MOST_CPU_SECONDS, MOST_MEMORY, MOST_OUTPUT, packed, receive

LONGEST_SUBJECT = 150
_HTML = ".html.j2"
_DESCRIPTORS = 3


class Writer:
    """Renders letters from the sources it was given."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._plain = LetterEnvironment(sources, html=False)
        self._html = LetterEnvironment(sources, html=True)

    def letter(self, model: str, data: dict[str, Any], words: list[str] | None, layouts: list[str]) -> Any:
        """`[words, texts]` of one letter, or the Trouble it met; `words` are those already known.

        `data` also holds `partes`, the parts that the model shows.
        """
        seen = {**self._plain.globals, **data}
        file = model
        try:
            said = dict(zip(WORDS, words, strict=True)) if words else self._words(model, seen)
            seen["palavras"] = data["palavras"] = said
            texts = []
            for file in layouts:
                texts.append(self._layout(file, seen))
        except Exception as error:  # noqa: BLE001 - whatever a template does ends in its message
            return trouble(error, file, data)._asdict()
        return [list(said.values()), texts]

    def _words(self, name: str, seen: dict[str, Any]) -> dict[str, str]:
        model = self._plain.model(name)
        context = model.new_context(seen, shared=True)
        left = MOST_OUTPUT
        words = {}
        for word in WORDS:
            block = model.blocks.get(word)
            text = _gathered(block(context), left) if block else ""
            left -= len(text)
            words[word] = _tidied(text)
        words["assunto"] = _subject(words["assunto"], name)
        return words

    def _layout(self, name: str, seen: dict[str, Any]) -> str:
        environment = self._html if name.endswith(_HTML) else self._plain
        template = environment.get_template(name)
        text = _gathered(template.root_render_func(template.new_context(seen, shared=True)), MOST_OUTPUT)
        return f"{text.strip()}\n"

    def anatomy(self, name: str, model: bool) -> Any:
        """What stands in a template, in all its branches; see `anatomy.anatomy`.

        `fault` is what keeps a model from being one, or None.
        """
        environment = self._html if name.endswith(_HTML) else self._plain
        try:
            found = anatomy(environment, name)
        except Exception as error:  # noqa: BLE001
            return trouble(error, name, {})._asdict()
        return {**found, "fault": self._fault(name) if model else None}

    def _fault(self, name: str) -> Any:
        try:
            model_tree(self._plain.tree(name))
        except Fault as error:
            return trouble(error, name, {})._asdict()
        return None


class BadSubject(Fault):
    """The subject of a letter cannot be one."""

    code = "E-ASSUNTO"


def _gathered(pieces: Iterable[str], most: int) -> str:
    """The pieces as one text, counted while they come. Raises TooLong beyond `most` bytes."""
    source, found, length = iter(pieces), [], 0
    while some := list(islice(source, 32)):
        found += some
        length += sum(map(len, some))
        if length > most:
            raise TooLong(getattr(pieces, "gi_frame", None))
    text = "".join(found)
    if length * 4 > most and len(text.encode("utf-8", "replace")) > most:
        raise TooLong(None)
    return text


def _tidied(text: str) -> str:
    """No blanks at the ends of lines, no more than one empty line together, none at the ends."""
    if " \n" in text or "\t" in text:
        text = "\n".join(line.rstrip(" \t") for line in text.split("\n"))
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.strip(" \t\n")


def _subject(text: str, file: str) -> str:
    wrong = ""
    if not text:
        wrong = "o assunto ficou vazio"
    elif "\n" in text:
        wrong = "o assunto tem mais de uma linha"
    elif len(text) > LONGEST_SUBJECT:
        wrong = f"o assunto tem {len(text)} caracteres; o limite é {LONGEST_SUBJECT}"
    elif not text.isprintable():
        wrong = "o assunto tem um caractere que não se imprime"
    if wrong:
        raise BadSubject(wrong, "escreva no bloco assunto uma linha só, curta e neutra", file=file)
    # An encoded word could carry a line break into the head of an e-mail (CVE-2024-6923).
    return text.replace("=?", "= ?")


def _warm_up() -> None:
    """Have Python and jinja2 load what they load late: afterwards no file can be opened."""
    writer = Writer({"a.j2": '{{ "\\n"|urlencode }}{% include "b.j2" %}', "b.j2": "{{ a.b }}", "c.j2": "{%"})
    for name in ("a.j2", "c.j2"):
        writer.letter(name, {}, None, [])
        writer.letter(name, {}, [""] * len(WORDS), [name])
    "é".encode("unicode-escape")


class Limits:
    """What the system lets this process use; where a system has no such limits, a clock is left."""

    def __init__(self) -> None:
        try:
            import resource
        except ImportError:
            self._resource: Any = None
            return
        self._resource = resource
        self._armed = -1
        nothing = ("RLIMIT_CORE", "RLIMIT_FSIZE", "RLIMIT_NPROC")
        for name in nothing:
            self._set(name, 0)
        self._set("RLIMIT_NOFILE", _DESCRIPTORS)
        self._set("RLIMIT_AS", MOST_MEMORY)

    def _set(self, name: str, most: int) -> None:
        # Not every system knows every limit, or lets it be set.
        with suppress(AttributeError, ValueError, OSError):
            kind = getattr(self._resource, name)
            self._resource.setrlimit(kind, (most, most))

    def arm(self) -> None:
        """Give the next letter its seconds of processor time: at least one less than MOST_CPU_SECONDS."""
        used = int(time.process_time())
        if self._resource is None or used == self._armed:
            return
        self._armed = used
        with suppress(ValueError, OSError):
            hard = self._resource.getrlimit(self._resource.RLIMIT_CPU)[1]
            self._resource.setrlimit(self._resource.RLIMIT_CPU, (used + MOST_CPU_SECONDS, hard))


def serve(incoming: BinaryIO, outgoing: BinaryIO, limits: Limits) -> None:
    """Answer each message until there are none. The first holds the sources."""
    sources = receive(incoming)
    if sources is None:
        return
    writer = Writer(sources)
    while (jobs := receive(incoming)) is not None:
        done = []
        for kind, *job in jobs:
            limits.arm()
            done.append(writer.anatomy(*job) if kind == "anatomy" else writer.letter(*job))
        outgoing.write(packed(done))
        outgoing.flush()


def main() -> None:
    """Shut everything but the two pipes, then serve."""
    import signal

    with suppress(ValueError, OSError, AttributeError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    incoming, outgoing = sys.stdin.buffer, sys.stdout.buffer
    os.closerange(_DESCRIPTORS, 1024)
    os.environ.clear()
    _warm_up()
    outgoing.write(packed("ready"))
    outgoing.flush()
    limits = Limits()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    serve(incoming, outgoing, limits)


if __name__ == "__main__":
    main()
