"""What a hostile or broken template can do: nothing but end in an error that names its file and line."""

import os
import re
import resource
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.rendering.template_box import engine_of, model

from cobranca_cli.errors import TemplateError
from cobranca_cli.rendering.engine import Engine
from cobranca_cli.rendering.sample import CONSUMER

SECONDS = 3
LOOPS = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"

ATTACKS = [
    ("T01", "{{ cycler.__init__.__globals__.os.popen('touch ran').read() }}", "E-MODELO", "cycler"),
    ("T01b", "{{ range.__globals__ }}", "E-MODELO", ".__globals__"),
    ("T01c", "{{ self.__init__.__globals__ }}", "E-MODELO", ".__init__"),
    ("T01d", "{{ namespace.__init__ }}", "E-MODELO", ".__init__"),
    ("T01e", "{% for x in titulos %}{{ loop._iterable }}{% endfor %}", "E-MODELO", "._iterable"),
    ("T02", "{{ ''.__class__.__mro__ }}", "E-MODELO", ".__class__"),
    ("T02b", "{{ cliente['__class__'] }}", "E-MODELO", "__class__"),
    ("T03", "{{ ''|attr('__class__') }}", "E-MODELO", "attr"),
    ("T03b", "{% if true %}{{ ''|attr('__class__') }}{% endif %}", "E-MODELO", "attr"),
    ("T03c", "{{ ['']|map(attribute='__class__')|join }}", "E-MODELO", ".__class__"),
    ("T03d", "{{ ['']|map('attr', '__class__')|join }}", "E-MODELO", "attr"),
    ("T04", "{{ ('{0.__class__}'|attr('format'))(cliente) }}", "E-MODELO", "attr"),
    ("T04b", "{{ '{0.__class__}'.format(cliente) }}", "E-MODELO", ".format"),
    ("T04c", "{{ '{0.__class__}'['format'](cliente) }}", "E-MODELO", ".format"),
    ("T05", "{{ cliente.sqlmodel_update({'limite': 999999}) }}", "E-MODELO", "cliente.sqlmodel_update"),
    ("T05b", "{{ cliente.update({'nome': 'Outro'}) }}", "E-MODELO", "cliente.update"),
    ("T05c", "{% do titulos.clear() %}", "E-MODELO", "do"),
    ("T06", "{{ nome_cliente }}", "E-MODELO", '"nome_cliente"'),
    ("T07", LOOPS, "E-MODELO-LIMITE", "demorou"),
    ("T07b", "{% set x = namespace(n=9) %}{% for a in range(99) %}{% set x.n = x.n * x.n %}{% endfor %}",
     "E-MODELO-LIMITE", "demorou"),
    ("T08", "{{ 'a'*1000000000 }}", "E-MODELO-LIMITE", "memória"),
    ("T08b", "{{ 'a'|center(1000000000) }}", "E-MODELO-LIMITE", "memória"),
    ("T08c", "{{ '%01000000000d' % 1 }}", "E-MODELO", "ValueError"),
    ("T08d", "{{ '%0*d'|format(1000000000, 1) }}", "E-MODELO", "ValueError"),
    ("T08e", "{% for i in range(99999) %}{{ 'a' * 99999 }}{% endfor %}", "E-MODELO-LIMITE", "1 MiB"),
    ("T08f", "{{ 9 ** 9 ** 9 }}", "E-MODELO", "**"),
    ("T08g", "{{ range(10 ** 8) }}", "E-MODELO", "**"),
    ("T08h", "{{ range(100000000)|list }}", "E-MODELO", "OverflowError"),
    ("T09", "{% include '../config.toml' %}", "E-MODELO", '"../config.toml"'),
    ("T09b", "{% include '/etc/passwd' %}", "E-MODELO", "não existe"),
    ("T11", "{% for t in titulos %}{{ t.fatura }}", "E-MODELO", "endblock"),
    ("T12", "{% include 'simples.j2' %}", "E-MODELO", "si mesmo"),
    ("T12b", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "E-MODELO", "si mesmo"),
    ("escape", "{% autoescape false %}{{ cliente.nome }}{% endautoescape %}", "E-MODELO", "autoescape"),
    ("safe", "{{ cliente.nome|safe }}", "E-MODELO", "safe"),
    ("repr", "{{ cliente|pprint }}", "E-MODELO", "pprint"),
    ("call", "{{ cliente() }}", "E-MODELO", "não pode"),
]  # fmt: skip


def refused(engine: Engine, data: dict[str, Any] = CONSUMER) -> TemplateError:
    with pytest.raises(TemplateError) as caught:
        engine.letter("simples", data)
    return caught.value


@pytest.fixture
def nothing_ran() -> Iterator[None]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    yield
    grown = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert grown == before or grown < 600 * 1024
    assert not Path("ran").exists() and not Path("/ran").exists()


@pytest.mark.usefixtures("nothing_ran")
@pytest.mark.parametrize(("name", "words", "code", "said"), ATTACKS, ids=[each[0] for each in ATTACKS])
def test_an_attack_ends_in_an_error_of_its_line(
    name: str, words: str, code: str, said: str, tmp_path: Path
) -> None:
    with engine_of(tmp_path, own={"simples": model(f"Olá.\n{words}"), "bom": model()}) as engine:
        # A process that is ready; starting one takes as long as the machine is slow.
        assert engine.words("bom", CONSUMER)
        started = time.monotonic()
        error = refused(engine)
        assert time.monotonic() - started < SECONDS
        # The engine goes on.
        assert engine.words("bom", CONSUMER)
    assert (error.code, error.exit_code) == (code, 3)
    assert said in error.message
    # jinja2 looks filters up at the head of a block; nobody knows where a process was when it was killed.
    line = "" if "demorou" in said else ":[34]"
    assert re.match(rf"modelos/simples\.j2{line}: ", error.message)
    assert str(tmp_path) not in f"{error.message}{error.hint}"


def test_a_link_to_a_secret_is_no_template(tmp_path: Path) -> None:
    """T10: neither as a model nor by include, and nothing of it is shown."""
    secret = tmp_path / "segredo.txt"
    secret.write_text("{% block assunto %}senha 4711{% endblock %}", encoding="utf-8")
    own = tmp_path / "modelos"
    own.mkdir()
    (own / "atalho.j2").symlink_to(secret)
    with engine_of(tmp_path, own={"simples": model("{% include 'atalho.j2' %}")}) as engine:
        error = refused(engine)
        assert error.message == 'modelos/simples.j2:3: não existe "atalho.j2" entre os modelos'
        with pytest.raises(TemplateError, match=r"modelos/atalho\.j2: é um atalho para fora da pasta"):
            engine.words("atalho", CONSUMER)
        assert "4711" not in f"{error.message}{error.hint}"


def test_a_link_within_the_folder_serves(tmp_path: Path) -> None:
    own = tmp_path / "modelos"
    own.mkdir()
    (own / "outro.j2").symlink_to("simples.j2")
    with engine_of(tmp_path, own={"simples": model()}) as engine:
        assert engine.words("outro", CONSUMER).abertura == "Olá, Maria Aparecida de Souza."


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("Fatura\n{{ titulos[0].fatura }}", "mais de uma linha"),
        ("{% if false %}x{% endif %}", "ficou vazio"),
        ("{{ 'a' * 151 }}", "151 caracteres"),
        ("{{ 'a\\u202eb' }}", "não se imprime"),
        ("{{ 'a\\tb' }}", "não se imprime"),
    ],
)
def test_a_subject_is_one_line_that_prints(words: str, reason: str, tmp_path: Path) -> None:
    """T14."""
    with engine_of(tmp_path, own={"simples": model(assunto=words)}) as engine:
        error = refused(engine)
    assert error.code == "E-ASSUNTO" and reason in error.message


def test_a_subject_holds_no_encoded_word(tmp_path: Path) -> None:
    """T17: from the template or from a name."""
    data = CONSUMER | {"cliente": CONSUMER["cliente"] | {"nome": "=?utf-8?q?Oi=0ABcc:_x@y.com?="}}
    with engine_of(tmp_path, own={"simples": model(assunto="{{ cliente.nome }} =?")}) as engine:
        subject = engine.words("simples", data).assunto
    assert subject == "= ?utf-8?q?Oi=0ABcc:_x@y.com?= = ?"


def test_memory_has_a_limit_of_its_own(tmp_path: Path) -> None:
    """T08 without the sandbox in the way: the texts grow by themselves."""
    words = (
        "{% set x = namespace(t='aaaaaaaa') %}{% for i in range(60) %}{% set x.t = x.t ~ x.t %}{% endfor %}"
    )
    with engine_of(tmp_path, own={"simples": model(words)}) as engine:
        assert refused(engine).code == "E-MODELO-LIMITE"
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 600 * 1024


def test_one_letter_of_a_run_that_never_ends_is_named_and_the_others_are_written(tmp_path: Path) -> None:
    hang = model("{% if cliente.nome == 'Nunca' %}" + LOOPS + "{% endif %}{{ cliente.nome }}")
    names = [f"Cliente {number}" for number in range(150)]
    names[100] = "Nunca"
    jobs = [("simples", CONSUMER | {"cliente": CONSUMER["cliente"] | {"nome": name}}) for name in names]
    with engine_of(tmp_path, own={"simples": hang}) as engine:
        started = time.monotonic()
        made = list(engine.words_many(jobs))
        assert time.monotonic() - started < 2 * SECONDS
    errors = [number for number, each in enumerate(made) if isinstance(each, TemplateError)]
    assert errors == [100] and made[100].code == "E-MODELO-LIMITE"  # type: ignore[union-attr]
    rest = [each.abertura for each in made if not isinstance(each, TemplateError)]
    assert rest == [name for name in names if name != "Nunca"]


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs /proc")
def test_the_process_has_nothing_to_lose(tmp_path: Path) -> None:
    """Two pipes and a null device, no environment, nothing that it could open."""
    with engine_of(tmp_path) as engine, (tmp_path / "aberto").open("wb") as held:
        os.set_inheritable(held.fileno(), True)
        engine.words("simples", CONSUMER)
        process = engine._renderer._process
        assert process is not None
        proc = Path(f"/proc/{process.pid}")
        assert {int(each.name) for each in (proc / "fd").iterdir()} == {0, 1, 2}
        assert (proc / "fd" / "2").readlink() == Path(os.devnull)
        assert (proc / "environ").read_bytes() == b""
        limits = (proc / "limits").read_text()
        assert "Max open files            3 " in limits
        assert "Max address space         536870912" in limits
        cpu = re.search(r"Max cpu time +([0-9]+)", limits)
        assert cpu and 1 <= int(cpu[1]) <= 4
