"""Whatever a customer is called, the letter is the same letter with another name in it (T13)."""

import re
from collections.abc import Iterator
from html import escape, unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.rendering.template_box import engine_of, model

from cobranca_cli.rendering.engine import Engine
from cobranca_cli.rendering.sample import CONSUMER

TEXT = "{{ cliente.nome }}|{{ palavras.abertura }}|{{ palavras.abertura|quebra(20) }}"
HTML = (
    '<p title="{{ cliente.nome }}">{{ cliente.nome }}</p>'
    "{{ palavras.abertura|paragrafos }}{% include 'parte.j2' %}{{ palavras.curto|upper }}"
)
TAGS = ["p", "/p", "p", "/p", "b", "/b"]
NAMES = st.text(min_size=1, max_size=40) | st.sampled_from(
    ["{{ 7*7 }}", "{% for x in y %}", "<b>", "{#", "'\"><script>alert(1)</script>", "a\n\nb", "R$ 1", "&amp;"]
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    layouts = {"carta.txt": TEXT, "carta.html": HTML, "parte": "<b>{{ cliente.nome }}</b>"}
    words = model("Olá, {{ cliente.nome }}.", assunto="Fatura de {{ cliente.nome|truncate(50) }}.")
    folder: Path = tmp_path_factory.mktemp("nomes")
    with engine_of(folder, **{"simples": words, **layouts}) as made:
        yield made


def named(name: str) -> dict[str, Any]:
    return CONSUMER | {"cliente": CONSUMER["cliente"] | {"nome": name}}


def one_line(name: str) -> str:
    """The name as it may stand in a letter: what does not print is a blank or a replacement mark."""
    return "".join(c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in name)


@settings(deadline=None)
@given(NAMES)
@example("{{ 7*7 }}")
@example("<b>")
@example("a\x00b\u202ec\u200bd\ud800e")
@example("=?utf-8?q?Oi=0ABcc:_x@y.com?=")
def test_a_name_is_printed_and_never_read(engine: Engine, name: str) -> None:
    made = engine.letter("simples", named(name), ("carta.txt", "carta.html"))
    text, page = made.texts
    shown = one_line(name)
    assert made.words.abertura == f"Olá, {shown}.".strip(" \t\n")
    assert text.startswith(f"{shown}|Olá, {shown}.|".lstrip())
    assert "\n" not in made.words.assunto and made.words.assunto.isprintable()
    assert "=?" not in made.words.assunto
    assert re.findall(r"<(/?\w+)", page) == TAGS
    assert unescape(page).replace("\u00a0", " ").count(shown.strip()) >= 4
    first = escape(shown).replace("&#x27;", "&#39;").replace("&quot;", "&#34;")
    assert page.startswith(f'<p title="{first}">')


@settings(deadline=None)
@given(st.text(max_size=200))
def test_a_long_answer_keeps_its_lines_and_nothing_else(engine: Engine, answer: str) -> None:
    data = CONSUMER | {"contestacao": CONSUMER["contestacao"] | {"resposta": answer}}
    with_answer = engine.letter("simples", data, ("carta.html",))
    assert re.findall(r"<(/?\w+)", with_answer.texts[0]) == TAGS
