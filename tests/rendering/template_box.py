"""Small templates of the tests' own, and an engine over them: the words that are shipped change."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cobranca_cli.rendering.engine import Engine

MODEL = """\
{# titulo: Simples; uso: nos testes; partes: titulos #}
{% block assunto %}ASSUNTO{% endblock %}
{% block abertura %}ABERTURA{% endblock %}
{% block fechamento %}Até logo.{% endblock %}
{% block curto %}Curto.{% endblock %}
"""
TEXT_LAYOUT = "{{ palavras.abertura }}\n\n{{ palavras.fechamento }}\n"
HTML_LAYOUT = "<p class=nome>{{ cliente.nome }}</p>\n<main>{{ palavras.abertura|paragrafos }}</main>\n"


def model(abertura: str = "Olá, {{ cliente.nome }}.", assunto: str = "Fatura {{ titulos[0].fatura }}") -> str:
    """A model with these words."""
    return MODEL.replace("ABERTURA", abertura).replace("ASSUNTO", assunto)


def write(folder: Path, files: dict[str, str]) -> Path:
    """The files in the folder, by name without `.j2`."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.j2").write_text(text, encoding="utf-8")
    return folder


@contextmanager
def engine_of(folder: Path, own: dict[str, str] | None = None, **shipped: str) -> Iterator[Engine]:
    """An engine over `simples` and the two layouts, with `shipped` over them and `own` as the owner's."""
    basis = {"simples": model(), "carta.txt": TEXT_LAYOUT, "carta.html": HTML_LAYOUT}
    program = write(folder / "templates", basis | shipped)
    mine = write(folder / "modelos", own) if own else folder / "modelos"
    with Engine(mine, program) as engine:
        yield engine
