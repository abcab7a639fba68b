"""What a person who writes a letter is told when it is written wrong: where, what, and what to do."""

from pathlib import Path

import pytest
from tests.rendering.template_box import engine_of, model

from cobranca_cli.errors import TemplateError
from cobranca_cli.rendering.sample import BUSINESS

BLOCKS = "os blocos são: assunto, abertura, fechamento, curto; e, se quiser, titulo e apos_titulos"

WORDS = [
    (
        "{{ nome_cliente }}",
        ':3: não conheço o nome "nome_cliente"',
        "quis dizer cliente.nome? os nomes são: a_",
    ),
    (
        "{{ cliente.nmoe }}",
        ':3: não conheço o nome "cliente.nmoe"',
        "quis dizer cliente.nome? os nomes em cliente",
    ),
    ("{{ cliente.titular }}", ':3: não conheço o nome "cliente.titular"', "quis dizer pix.titular? os nomes"),
    ("{{ totais }}", ':3: não conheço o nome "totais"', "quis dizer total? os nomes são:"),
    (
        "{% for t in titulos %}\n{{ t.nada }}{% endfor %}",
        ':4: não conheço o nome "titulos.nada"',
        "os nomes em",
    ),
    (
        "{{ acordo.devedor.nome }}",
        ':3: não conheço o nome "acordo.devedor.nome"',
        "os nomes em acordo.devedor são: documento, endereco",
    ),
    (
        "{% for p in acordo.plano %}{{ p.nada }}{% endfor %}",
        ':3: não conheço o nome "acordo.plano.nada"',
        "os nomes em",
    ),
    ("{{ titulos[9].fatura }}", ":3: pede o item 9 de uma lista de 3", "use for ou if"),
    ("{{ total.upper() }}", ':3: lê ".upper" do que não é uma tabela de dados', "um filtro, como |upper"),
    ("{% if x %}{% endif %}", ':3: não conheço o nome "x"', "os nomes são:"),
    ("{% for x in titulos %}", ":3: tem {% endblock %} antes de fechar for", ""),
    ("a\n{% endfor %}", ":4: tem {% endfor %} sem o começo dele", ""),
    ("{% fi x %}", ":3: tem uma marca que não existe: {% fi %}", ""),
    ("{{ total|maiusculas }}", ":3: usa um filtro que não existe aqui: maiusculas", ""),
    ("{% if false %}{{ 1 is bar }}{% endif %}{{ 1 is bar }}", ":3: usa um teste que não existe: is bar", ""),
    ("{{ total", ":3: ", ""),
    ("{{ total total }}", ':3: tem "total" sobrando dentro de {{ }}', ""),
    ("{# sem fim", ":3: tem um comentário {# sem o #}", ""),
    ("{{ cliente }}", ":3: imprime uma lista, ou uma tabela, por inteiro", "use for para uma lista"),
    ("{{ titulos }}", ":3: imprime uma lista", "use for"),
    ("{{ politica.negativa }}", ":3: imprime um sim ou não", "if para um sim ou não"),
    ("{{ self }}", ":3: imprime uma lista", ""),
    ("{{ 1 / 0 }}", ":3: faz uma conta que não dá certo (ZeroDivisionError)", ""),
    ("{{ total + 1 }}", ":3: faz uma conta que não dá certo (TypeError)", ""),
    ("{% include 'nada.j2' %}", ':3: não existe "nada.j2" entre os modelos', "só se inclui um arquivo"),
    ("{% extends 'simples.j2' %}", ":3: usa extends, que não serve aqui", "include"),
]


def told(folder: Path, text: str, name: str = "simples") -> TemplateError:
    with engine_of(folder, own={name: text}) as engine, pytest.raises(TemplateError) as caught:
        engine.letter("simples", BUSINESS)
    return caught.value


@pytest.mark.parametrize(("words", "message", "hint"), WORDS, ids=[each[0] for each in WORDS])
def test_words_written_wrong(words: str, message: str, hint: str, tmp_path: Path) -> None:
    error = told(tmp_path, model(words))
    assert error.code == "E-MODELO"
    assert error.message.startswith(f"modelos/simples.j2{message}")
    assert hint in (error.hint or "")


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            model().replace("curto", "crto"),
            ':5: tem um bloco "crto", que carta nenhuma mostra',
            f"quis dizer curto? {BLOCKS}",
        ),
        (model().replace("{% block curto %}Curto.{% endblock %}", ""), ': não tem o bloco "curto"', BLOCKS),
        ("Nada.", ": não tem bloco nenhum, e por isso não é um modelo", BLOCKS),
        (model() + "\n\nUma frase.", ':8: tem texto fora dos blocos ("Uma…")', "ponha dentro de um bloco"),
        (model() + "{{ total }}", ":6: tem um valor fora dos blocos", "ponha dentro"),
        (model() + "{% if vencidas %}{% endif %}", ":6: tem um comando fora dos blocos", "ponha dentro"),
        (model() + "{% block curto %}{% endblock %}", ':6: tem duas vezes o bloco "curto"', ""),
    ],
)
def test_a_model_put_together_wrong(text: str, message: str, hint: str, tmp_path: Path) -> None:
    error = told(tmp_path, text)
    assert error.message.startswith(f"modelos/simples.j2{message}")
    assert (error.hint or "").startswith(hint)


def test_the_error_of_a_part_or_of_a_layout_names_its_own_file(tmp_path: Path) -> None:
    part = {"simples": model("\n{% include 'parte.j2' %}"), "parte": "\n\n{{ nada }}"}
    first = r'^modelos/parte\.j2:3: não conheço o nome "nada"'
    with engine_of(tmp_path, own=part) as engine, pytest.raises(TemplateError, match=first):
        engine.words("simples", BUSINESS)
    (tmp_path / "modelos" / "simples.j2").unlink()
    error = told(tmp_path, "\n{{ palavras.fim }}", "carta.txt")
    assert error.message == 'modelos/carta.txt.j2:2: não conheço o nome "palavras.fim"'
    assert "abertura" in (error.hint or "")


def test_the_data_itself_is_never_in_a_message(tmp_path: Path) -> None:
    """A name that is reckoned from data could be anybody's."""
    error = told(tmp_path, model("{{ cliente[cliente.email] }}"))
    assert BUSINESS["cliente"]["email"] not in f"{error.message}{error.hint}"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe{", "a linha 1 não está em UTF-8"),
        (b"a\nb \xe9", "a linha 2 não está em UTF-8"),
        (b"{% block curto %}" + b"x" * 70_000, "passa de 64 KiB"),
    ],
)
def test_a_file_that_cannot_be_read_as_a_template(content: bytes, said: str, tmp_path: Path) -> None:
    with engine_of(tmp_path, own={"outro": ""}) as _:
        (tmp_path / "modelos" / "simples.j2").write_bytes(content)
    with engine_of(tmp_path) as engine, pytest.raises(TemplateError) as caught:
        engine.words("simples", BUSINESS)
    assert caught.value.message.startswith("modelos/simples.j2: ") and said in caught.value.message


def test_a_mark_of_utf8_at_the_start_does_no_harm(tmp_path: Path) -> None:
    with engine_of(tmp_path, own={"simples": "\ufeff" + model()}) as engine:
        assert engine.model("simples").title == "Simples"
        assert engine.words("simples", BUSINESS)
