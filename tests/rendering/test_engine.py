"""The engine: many letters through one process, in order, and a new process after each death."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.rendering.template_box import engine_of, model

from cobranca_cli.errors import OutsideError, TemplateError
from cobranca_cli.rendering import process
from cobranca_cli.rendering.engine import BATCH, Letter
from cobranca_cli.rendering.sample import BUSINESS, CONSUMER

SOURCE = Path(__file__).parents[2] / "src"


def named(name: str) -> dict[str, Any]:
    return CONSUMER | {"cliente": CONSUMER["cliente"] | {"nome": name}}


def test_the_words_are_each_block_by_itself(tmp_path: Path) -> None:
    words = """\
{# titulo: Tudo #}
{% set quem = cliente.nome %}
{% macro dois(t) %}{{ t }}{{ t }}{% endmacro %}
{% block assunto %}  Fatura   {{ titulos[0].fatura }}
{% endblock %}
{% block titulo %}{{ quem }}{% endblock %}
{% block abertura %}

{{ dois("a") }}:
{% for t in titulos %}
{{ t.fatura }}{{ ", " if not loop.last }}
{% endfor %}



fim   {% endblock %}
{% block fechamento %}{% include "resto.j2" %}{% endblock %}
{% block curto %}<b>&{{ cliente.nome }}{% endblock %}
"""
    with engine_of(tmp_path, tudo=words, resto="De {{ empresa.nome }}.\n") as engine:
        made = engine.words("tudo", CONSUMER)
    assert made[:6] == (
        "Fatura   1001",
        "Maria Aparecida de Souza",
        "aa:\n1001\n\nfim",
        "",
        "De Papelaria Boa Letra Ltda.",
        "<b>&Maria Aparecida de Souza",
    )
    assert len(made.sha256) == 64


def test_what_stands_before_the_blocks_serves_each_whatever_was_written_before(tmp_path: Path) -> None:
    words = model("{{ quem }}").replace(
        "{% block assunto", "{% set quem = cliente.nome %}\n{% block assunto", 1
    )
    with engine_of(tmp_path, outro=words) as engine:
        assert engine.letter("simples", CONSUMER)
        assert engine.letter("outro", CONSUMER).words.abertura == "Maria Aparecida de Souza"


def test_a_layout_puts_words_and_data_together(tmp_path: Path) -> None:
    with engine_of(tmp_path) as engine:
        words = engine.words("simples", CONSUMER)
        assert engine.layout("carta.txt", "simples", CONSUMER, words) == (
            "Olá, Maria Aparecida de Souza.\n\nAté logo.\n"
        )
        page = (
            "<p class=nome>Maria Aparecida de Souza</p>\n<main><p>Olá, Maria Aparecida de Souza.</p></main>\n"
        )
        assert engine.layout("carta.html", "simples", CONSUMER, words) == page
        both = engine.letter("simples", CONSUMER, ("carta.html", "carta.txt"))
        assert both == Letter(words, (page, "Olá, Maria Aparecida de Souza.\n\nAté logo.\n"))


def test_the_copy_of_the_owner_wins_file_by_file(tmp_path: Path) -> None:
    own = {"resto": "minha", "simples.txt": "só do simples: {{ palavras.abertura }}"}
    first = model("{% include 'resto.j2' %}")
    with engine_of(tmp_path, own=own, simples=first, outro=first, resto="do programa") as engine:
        assert engine.letter("simples", CONSUMER).texts == ("só do simples: minha\n",)
        assert engine.letter("outro", CONSUMER).texts == ("minha\n\nAté logo.\n",)
        assert [(each.name, each.origin) for each in engine.models()] == [
            ("outro", "programa"),
            ("simples", "programa"),
        ]


def test_a_layout_knows_the_parts_that_its_model_shows(tmp_path: Path) -> None:
    with engine_of(tmp_path, **{"carta.txt": "{{ partes|join('+') }}"}) as engine:
        assert engine.letter("simples", CONSUMER).texts == ("titulos\n",)


def test_letters_come_in_order_and_an_error_stops_no_other(tmp_path: Path) -> None:
    words = "{% if cliente.nome == 'x7' or cliente.nome == 'x100' %}{{ falta }}{% endif %}{{ cliente.nome }}"
    jobs = [("simples", named(f"x{number}")) for number in range(BATCH * 2 + 5)]
    with engine_of(tmp_path, simples=model(words)) as engine:
        made = list(engine.words_many(jobs))
        assert engine._renderer.started == 1
    told = ["!" if isinstance(each, TemplateError) else each.abertura for each in made]
    assert told == ["!" if number in (7, 100) else f"x{number}" for number in range(len(jobs))]


def test_letters_are_taken_a_batch_at_a_time(tmp_path: Path) -> None:
    """Twenty thousand letters never stand in memory together."""
    taken = 0

    def jobs() -> Iterator[tuple[str, dict[str, Any]]]:
        nonlocal taken
        for _ in range(BATCH * 10):
            taken += 1
            yield "simples", CONSUMER

    with engine_of(tmp_path) as engine:
        next(engine.letters(jobs()))
        assert taken == BATCH


def test_a_killed_process_is_one_letter_and_a_new_process(tmp_path: Path) -> None:
    with engine_of(tmp_path) as engine:
        engine.words("simples", CONSUMER)
        running = engine._renderer._process
        assert running is not None
        os.kill(running.pid, signal.SIGKILL)
        with pytest.raises(TemplateError, match=r"templates/simples\.j2: a carta parou no meio") as caught:
            engine.words("simples", CONSUMER)
        assert caught.value.code == "E-MODELO-LIMITE"
        assert engine.words("simples", CONSUMER).abertura == "Olá, Maria Aparecida de Souza."


def test_a_process_killed_in_a_batch_costs_no_letter(tmp_path: Path) -> None:
    jobs = [("simples", named(f"x{number}")) for number in range(BATCH * 3)]
    with engine_of(tmp_path) as engine:
        made = []
        for number, each in enumerate(engine.words_many(jobs)):
            assert not isinstance(each, TemplateError)
            made.append(each.abertura)
            if number == BATCH:
                running = engine._renderer._process
                assert running is not None
                running.kill()
    assert made == [f"Olá, x{number}." for number in range(len(jobs))]


def test_a_model_that_always_hangs_is_given_up(tmp_path: Path) -> None:
    hang = model("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}")
    with engine_of(tmp_path, simples=hang, bom=model()) as engine:
        jobs = [("simples" if number % 10 else "bom", CONSUMER) for number in range(40)]
        started = time.monotonic()
        made = list(engine.words_many(jobs))
        assert time.monotonic() - started < 12
    assert [number for number, each in enumerate(made) if not isinstance(each, TemplateError)] == [
        0,
        10,
        20,
        30,
    ]
    assert "parou 3 vezes" in str(made[-1])


def test_the_wall_clock_ends_what_uses_no_processor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a process that is stopped, or a system without limits of processor time."""
    with engine_of(tmp_path) as engine:
        engine.words("simples", CONSUMER)
        running = engine._renderer._process
        assert running is not None
        os.kill(running.pid, signal.SIGSTOP)
        started = time.monotonic()
        with pytest.raises(TemplateError, match="demorou demais"):
            engine.words("simples", CONSUMER)
        assert time.monotonic() - started < 3
        assert engine.words("simples", CONSUMER)


def test_data_of_another_shape_is_a_defect_and_never_a_letter(tmp_path: Path) -> None:
    with (
        engine_of(tmp_path) as engine,
        pytest.raises(ValueError, match="data lacks or should not have: total"),
    ):
        engine.words("simples", {key: value for key, value in BUSINESS.items() if key != "total"})


@pytest.mark.parametrize("name", ["simple", "", "../simples", "carta.txt", "simples.j2"])
def test_a_model_that_is_not_there(name: str, tmp_path: Path) -> None:
    with engine_of(tmp_path) as engine:
        with pytest.raises(TemplateError) as caught:
            engine.words(name, CONSUMER)
        assert caught.value.code == "E-MODELO-NAO-EXISTE" and "simples" in (caught.value.hint or "")
        assert engine._renderer.started == 0


RUN = """
import sys; sys.path[:0] = {paths!r}
from pathlib import Path
from cobranca_cli.rendering.engine import Engine
from cobranca_cli.rendering.sample import CONSUMER
with Engine(None, Path({shipped!r})) as engine:
    print(engine.words("simples", CONSUMER).abertura)
"""


def test_it_runs_from_anywhere_with_nothing_in_the_environment(tmp_path: Path) -> None:
    with engine_of(tmp_path):
        code = RUN.format(paths=[str(SOURCE)], shipped=str(tmp_path / "templates"))
    done = subprocess.run([sys.executable, "-c", code], cwd="/", env={}, capture_output=True, timeout=60)
    assert (done.stdout.decode(), done.stderr.decode()) == ("Olá, Maria Aparecida de Souza.\n", "")


def test_a_copy_elsewhere_runs_its_own_code(tmp_path: Path) -> None:
    """From a checkout on PYTHONPATH, with another `cobranca_cli` installed in the environment."""
    copy = tmp_path / "outra" / "cobranca_cli"
    shutil.copytree(SOURCE / "cobranca_cli", copy, ignore=shutil.ignore_patterns("__pycache__"))
    child = copy / "rendering" / "child.py"
    child.write_text(child.read_text().replace('text.strip(" \\t\\n")', '"da cópia"'), encoding="utf-8")
    with engine_of(tmp_path):
        code = RUN.format(paths=[str(copy.parent)], shipped=str(tmp_path / "templates"))
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env={}, capture_output=True, timeout=60)
    assert (done.stdout.decode(), done.stderr.decode()) == ("da cópia\n", "")


def test_the_process_ends_with_the_program(tmp_path: Path) -> None:
    with engine_of(tmp_path):
        code = RUN.format(paths=[str(SOURCE)], shipped=str(tmp_path / "templates"))
    code += "    print(engine._renderer._process.pid, flush=True)\n    import os; os._exit(9)\n"
    done = subprocess.run([sys.executable, "-c", code], env={}, capture_output=True, timeout=60)
    pid = int(done.stdout.split()[-1])
    for _ in range(100):
        if not Path(f"/proc/{pid}").exists():
            return
        time.sleep(0.05)
    raise AssertionError("the child outlived the program")


@pytest.mark.parametrize("main", ["raise SystemExit({paths!r} and 3)", "print('ready')"])
def test_a_process_that_does_not_start_is_no_error_of_the_template(
    main: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "_MAIN", main)
    with engine_of(tmp_path) as engine, pytest.raises(OutsideError, match="não consegui iniciar") as caught:
        engine.words("simples", CONSUMER)
    assert caught.value.exit_code == 8
