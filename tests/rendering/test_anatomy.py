"""What is read of a template without writing a letter: all its branches, its names, its heading."""

from pathlib import Path

import pytest
from tests.rendering.template_box import engine_of, model

from cobranca_cli.errors import TemplateError
from cobranca_cli.rendering.engine import Engine
from cobranca_cli.rendering.sample import CONSUMER
from cobranca_cli.rendering.shelf import head_of

READ = [
    ("{{ cliente.nome }}{{ titulos[0].fatura }}{{ titulos|length }}", []),
    ("{% for t in titulos %}{{ t.fatura }}{{ loop.index }}{% endfor %}", []),
    ("{% for t in titulos[:3]|reverse %}{{ t.x }}{% endfor %}", ["t.x"]),
    ("{% for t in titulos|rejectattr('boleto', 'equalto', '') %}{{ t.x }}{% endfor %}", ["t.x"]),
    ("{% set t = titulos|list %}{{ t[0].x }}", ["t[].x"]),
    ("{% set c = cliente %}{{ c.x }}", ["c.x"]),
    ("{% set a = 'x' if total else 'y' %}{{ a }}", []),
    ("{% if false %}{{ cliente.x }}{{ y }}{% endif %}", ["y", "cliente.x"]),
    ("{{ cliente['x'] }}{{ titulos[quantidade].x }}", ["cliente.x", "titulos[].x"]),
    ("{% macro m(a) %}{{ a.b }}{% endmacro %}{{ m(1) }}", []),
    ("{% set ns = namespace(n=0) %}{% set ns.n = 1 %}{{ ns.n }}", []),
    ("{% for k, g in titulos|groupby('vencimento') %}{{ k }}{{ g|length }}{% endfor %}", []),
    ("{% if beneficio is defined %}{{ beneficio.texto }}{% endif %}", []),
    ("{{ palavras.abertura }}{{ partes|join }}", []),
    ("{{ palavras.nada }}", ["palavras.nada"]),
    ("{{ total|nada }}{{ total is estranho }}", ["|nada", "is estranho"]),
    ("{% from 'parte.j2' import m as n %}{{ n() }}{% import 'parte.j2' as p %}{{ p.m() }}", []),
]


@pytest.mark.parametrize(("words", "unknown"), READ, ids=[each[0] for each in READ])
def test_names_that_there_are_not(words: str, unknown: list[str], tmp_path: Path) -> None:
    parts = {"parte": "{% macro m() %}{% endmacro %}"}
    with engine_of(tmp_path, own={"simples": model(words), **parts}) as engine:
        errors = engine.fixed_words("simples.j2")[1]
    assert [str(error) for error in errors] == [
        f'modelos/simples.j2:3: não conheço "{name}"' for name in unknown
    ]
    assert all("há: " in (error.hint or "") for error in errors)


def test_the_name_that_was_meant(tmp_path: Path) -> None:
    words = "{{ nome_cliente }}{{ cliente.nmoe }}{% for t in titulos %}{{ t.vencimentos }}{% endfor %}"
    with engine_of(tmp_path, own={"simples": model(words)}) as engine:
        hints = [(error.hint or "").partition("?")[0] for error in engine.fixed_words("simples.j2")[1]]
    assert hints == ["quis dizer cliente.nome", "quis dizer cliente.nome", "quis dizer t.vencimento"]


def test_a_part_may_use_names_of_whoever_includes_it(tmp_path: Path) -> None:
    with engine_of(tmp_path, own={"_parte": "{{ t.fatura }}{{ cliente.x }}"}) as engine:
        errors = engine.fixed_words("_parte.j2")[1]
    assert [str(error) for error in errors] == ['modelos/_parte.j2:1: não conheço "cliente.x"']


def test_fixed_words_are_those_of_every_branch(tmp_path: Path) -> None:
    text = "Um {{ total }} dois\n{% if vencidas %}\n\ntrês{# nada #}{% else %}quatro{% endif %}"
    with engine_of(tmp_path, own={"_parte": text}) as engine:
        stretches = engine.fixed_words("_parte.j2")[0]
    assert [(each.line, each.text.strip()) for each in stretches] == [
        (1, "Um"),
        (1, "dois"),
        (4, "três"),
        (4, "quatro"),
    ]


def test_a_template_that_cannot_be_parsed_is_one_error(tmp_path: Path) -> None:
    with engine_of(tmp_path, own={"simples": model("{% for %}")}) as engine:
        stretches, errors = engine.fixed_words("simples.j2")
    assert stretches == [] and [error.code for error in errors] == ["E-MODELO"]


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("{# titulo: Aviso; uso: no dia: sempre; partes: titulos pagamento #}x",
         {"titulo": "Aviso", "uso": "no dia: sempre", "partes": "titulos pagamento"}),
        ("\n{#- titulo:  Duas\n  linhas  -#}", {"titulo": "Duas linhas"}),
        ("{# um comentário qualquer #}", {}),
        ("{% block x %}{# titulo: tarde #}", {}),
        ("", {}),
    ],
)  # fmt: skip
def test_the_heading_of_a_model(text: str, head: dict[str, str]) -> None:
    assert head_of(text) == head


def test_models_layouts_and_parts(tmp_path: Path) -> None:
    heads = {
        "com": "{# titulo: Com; partes: nenhuma; exige: negativa protestado #}" + model().partition("\n")[2],
        "sem": model().partition("\n")[2],
        "acordado": model().replace("partes: titulos", "partes: assinaturas acordo titulos nada"),
        "_parte": "Só um texto.",
        "outra": "{#- parte: mais uma -#} Só um texto.",
        "com.html": "{% block x %}{% endblock %}",
    }
    with engine_of(tmp_path, own=heads) as engine:
        models = {each.name: each for each in engine.models()}
    assert list(models) == ["acordado", "com", "sem", "simples"]
    assert models["acordado"].parts == ("titulos", "acordo", "assinaturas")
    assert (models["com"].parts, models["com"].needs) == ((), ("negativa", "protestado"))
    assert (models["sem"].title, models["sem"].parts) == ("sem", ("titulos", "pagamento", "contestacao"))
    assert (models["sem"].path, models["simples"].path) == ("modelos/sem.j2", "templates/simples.j2")


@pytest.mark.parametrize("text", ["", "Só um texto.", "{{ nome_cliente }}"])
@pytest.mark.parametrize("name", ["simples", "novo"])
def test_a_model_of_the_owner_without_blocks_is_told_as_one(name: str, text: str, tmp_path: Path) -> None:
    """A copy that lost its blocks, or a new file that never had any: never taken for a part."""
    with engine_of(tmp_path, own={name: text}) as engine:
        errors = [str(error) for error in engine.fixed_words(f"{name}.j2")[1]]
        what = f"modelos/{name}.j2: não tem bloco nenhum, e por isso não é um modelo"
        assert errors[0] == what
        assert errors[1:] == ([f'modelos/{name}.j2:1: não conheço "nome_cliente"'] if "{{" in text else [])
        assert name in [each.name for each in engine.models()]
        with pytest.raises(TemplateError) as caught:
            engine.words(name, CONSUMER)
    assert caught.value.message == what
    assert "os blocos são: assunto" in (caught.value.hint or "")


def test_a_copy_of_a_part_is_a_part_whatever_it_holds(tmp_path: Path) -> None:
    with engine_of(tmp_path, own={"guia": "Só um texto."}, guia="{#- parte: guia -#}Texto.") as engine:
        assert engine.fixed_words("guia.j2")[1] == []
        assert [each.name for each in engine.models()] == ["simples"]


def test_nothing_is_read_before_it_is_needed(tmp_path: Path) -> None:
    """A morning without letters opens no template and starts no process."""
    with Engine(tmp_path / "nada", tmp_path / "nada") as engine:
        assert vars(engine).keys() & {"_shelf", "_renderer", "_parts"} == set()
