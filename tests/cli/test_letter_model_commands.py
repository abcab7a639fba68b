"""`carta modelos`, `verificar`, `copiar` and `previa`, as a person runs them; and attacks by template."""

import json
import os
import stat
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import pytest

from cobranca_cli.resources import folder

COMPANY = (
    "--empresa",
    "Distribuidora Sol Ltda",
    "--documento",
    "11.222.333/0001-81",
    "--endereco",
    "Rua A, 1",
)
SECRET = "senha-4711"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("loja")
    assert run(made, "iniciar", *COMPANY).returncode == 0
    return made


@pytest.fixture
def own(shop: Path) -> Path:
    """The owner's folder, empty."""
    models = shop / "modelos"
    models.mkdir(exist_ok=True)
    for path in models.iterdir():
        path.unlink()
    return models


def run(shop: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {
        **os.environ,
        "COBRANCA_LIVRO": str(shop / "livro.db"),
        "COBRANCA_HOJE": "2026-11-22",
        "PYTHONUTF8": "1",
        "TMPDIR": str(shop),
    }
    return subprocess.run(
        [sys.executable, "-m", "cobranca_cli", *words],
        cwd=shop, env=env, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def firm(own: Path, words: str) -> None:
    """The owner's copy of `firme`, with these words in its opening."""
    text = (folder("templates") / "firme.j2").read_text(encoding="utf-8")
    begin = "{% block abertura %}\n"
    assert begin in text
    (own / "firme.j2").write_text(text.replace(begin, f"{begin}{words}\n\n"), encoding="utf-8")


def digest(shop: Path) -> str:
    return sha256((shop / "livro.db").read_bytes()).hexdigest()


def test_the_models_that_come_with_the_program_are_clean(shop: Path, own: Path) -> None:
    done = run(shop, "carta", "verificar")
    assert (done.returncode, done.stdout) == (0, ""), done.stdout
    assert "nada a corrigir" in done.stderr


def test_every_model_is_listed_with_its_use(shop: Path, own: Path) -> None:
    firm(own, "Olá.")
    rows = json.loads(run(shop, "carta", "modelos", "--formato", "json").stdout)["linhas"]
    assert {row["modelo"]: row["origem"] for row in rows}["firme"] == "sua cópia"
    assert {row["origem"] for row in rows} == {"programa", "sua cópia"}
    assert all(row["titulo"] and row["uso"] for row in rows)
    needed = {
        "lembrete",
        "vencimento",
        "amigavel",
        "firme",
        "notificacao",
        "negativacao",
        "anuencia",
        "baixa",
    }
    assert needed < {row["modelo"] for row in rows}


def test_a_copy_is_private_and_never_replaced_unasked(shop: Path, own: Path) -> None:
    own.rmdir()
    done = run(shop, "carta", "copiar", "carta.html")
    copy = own / "carta.html.j2"
    assert done.returncode == 0 and "Escrito: " in done.stderr
    assert copy.read_bytes() == (folder("templates") / "carta.html.j2").read_bytes()
    assert (stat.S_IMODE(copy.stat().st_mode), stat.S_IMODE(own.stat().st_mode)) == (0o600, 0o700)
    copy.write_text("minha", encoding="utf-8")
    assert run(shop, "carta", "copiar", "carta.html").returncode == 2
    assert copy.read_text(encoding="utf-8") == "minha"
    assert run(shop, "carta", "copiar", "carta.html", "--sobrescrever").returncode == 0
    assert copy.read_text(encoding="utf-8") != "minha"


@pytest.mark.parametrize("words", [("copiar", "firm"), ("previa", "firm"), ("verificar", "firm")])
def test_a_model_that_there_is_not(words: tuple[str, ...], shop: Path, own: Path) -> None:
    done = run(shop, "carta", *words)
    assert done.returncode == 3 and "E-MODELO-NAO-EXISTE" in done.stderr
    assert "quis dizer firme?" in done.stderr


def test_a_copy_needs_a_ledger_to_stand_beside(tmp_path: Path) -> None:
    done = run(tmp_path, "carta", "copiar", "firme")
    assert done.returncode == 4 and not (tmp_path / "modelos").exists()


def test_a_preview_is_a_page_with_the_owners_company(shop: Path, own: Path) -> None:
    page = shop / "previa.html"
    done = run(shop, "carta", "previa", "firme", "--saida", str(page), "--sobrescrever")
    text = page.read_text(encoding="utf-8")
    assert done.returncode == 0 and done.stdout == ""
    assert "Distribuidora Sol Ltda" in text and "11.222.333/0001-81" in text
    assert "Maria Aparecida de Souza" in text and "Papelaria" not in text
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert run(shop, "carta", "previa", "firme", "--saida", str(page)).returncode == 2
    other = run(shop, "carta", "previa", "firme", "--exemplo", "empresa")
    place = Path(other.stderr.strip().rpartition("Escrito: ")[2])
    assert "Cantina D&#39;Itália &amp; Filhos" in place.read_text(encoding="utf-8")
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    place.unlink()


ATTACKS = [
    ("T01", "{{ cycler.__init__.__globals__.os.popen('touch ran').read() }}", "E-MODELO", "cycler"),
    ("T02", "{{ ''.__class__.__mro__ }}", "E-MODELO", ".__class__"),
    ("T03", "{{ ''|attr('__class__') }}", "E-MODELO", "attr"),
    ("T04", "{{ ('{0.__class__}'|attr('format'))(cliente) }}", "E-MODELO", "attr"),
    ("T05", "{{ cliente.sqlmodel_update({'limite': 999999}) }}", "E-MODELO", "cliente.sqlmodel_update"),
    ("T06", "{{ nome_cliente }}", "E-MODELO", "nome_cliente"),
    ("T07", "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
     "E-MODELO-LIMITE", "demorou"),
    ("T08", "{{ 'a'*1000000000 }}", "E-MODELO-LIMITE", "memória"),
    ("T09", "{% include '../cobranca.toml' %}", "E-MODELO", "não existe"),
    ("T10", "{% include 'atalho.j2' %}", "E-MODELO", "não existe"),
    ("T11", "{% for t in titulos %}", "E-MODELO", "antes de fechar for"),
    ("T12", "{% include 'firme.j2' %}", "E-MODELO", "si mesmo"),
    ("T15", "Se não pagar, vamos chamar a polícia.", "E-AMEACA", "polícia"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "words", "code", "said"), ATTACKS, ids=[each[0] for each in ATTACKS])
def test_an_attack_ends_with_code_3_and_the_ledger_as_it_was(
    name: str, words: str, code: str, said: str, shop: Path, own: Path
) -> None:
    secret = shop / "segredo"
    secret.write_text(SECRET, encoding="utf-8")
    firm(own, words)
    if name == "T10":
        (own / "atalho.j2").symlink_to(secret)
    before = digest(shop)
    started = time.monotonic()
    # The same through the check of models and through the page that a person looks at.
    checked = run(shop, "carta", "verificar", "firme", "--formato", "csv")
    shown = run(shop, "carta", "previa", "firme")
    took = time.monotonic() - started
    assert checked.returncode == 3 and code in checked.stdout and said in checked.stdout
    if name != "T15":
        assert shown.returncode == 3 and f"[{code}]" in shown.stderr
        assert "modelos/firme.j2" in shown.stderr or name == "T12"
    told = f"{checked.stdout}{checked.stderr}{shown.stderr}"
    assert SECRET not in told and "Traceback" not in told
    assert str(shop) not in told.replace(shown.stderr.rpartition("Escrito: ")[2].strip() or "-", "")
    assert digest(shop) == before
    assert not list(shop.glob("ran"))
    # Two letters and two programs: one that never ends takes three seconds, and starting takes what it takes.
    assert took < 2 * 3 + 4


def test_a_subject_of_two_lines(shop: Path, own: Path) -> None:
    """T14."""
    text = (folder("templates") / "firme.j2").read_text(encoding="utf-8")
    (own / "firme.j2").write_text(
        text.replace("{% block assunto %}", "{% block assunto %}Um\ndois "), encoding="utf-8"
    )
    done = run(shop, "carta", "previa", "firme")
    assert (
        done.returncode == 3
        and "[E-ASSUNTO]: modelos/firme.j2: o assunto tem mais de uma linha" in done.stderr
    )


def test_a_letter_without_its_creditor(shop: Path, own: Path) -> None:
    """T15: no option makes it go; there is none."""
    text = (folder("templates") / "carta.txt.j2").read_text(encoding="utf-8")
    (own / "carta.txt.j2").write_text(text.replace("{{ empresa.documento }}", ""), encoding="utf-8")
    done = run(shop, "carta", "verificar", "firme", "--formato", "json")
    rows = json.loads(done.stdout)["linhas"]
    assert done.returncode == 3
    assert [(row["codigo"], row["problema"], row["recusa"]) for row in rows] == [
        ("E-CREDOR", rows[0]["problema"], True)
    ]
    assert "não traz o CPF ou CNPJ de quem cobra (CDC, art. 42-A)" in rows[0]["problema"]
    assert run(shop, "carta", "verificar", "firme", "--forcar").returncode == 2


def test_a_page_that_loads_something(shop: Path, own: Path) -> None:
    text = (folder("templates") / "carta.html.j2").read_text(encoding="utf-8")
    with_image = text.replace("</body>", '<img src="https://exemplo.example/x.png"></body>')
    (own / "carta.html.j2").write_text(with_image, encoding="utf-8")
    done = run(shop, "carta", "verificar", "firme", "--formato", "json")
    assert [row["codigo"] for row in json.loads(done.stdout)["linhas"]] == ["E-PAGINA"]


def test_what_stands_in_a_branch_that_no_letter_took(shop: Path, own: Path) -> None:
    firm(own, "{% if vencidas > 900 %}{{ cliente.nmoe }}{{ total|nada }} Todos vão saber.{% endif %}")
    rows = json.loads(run(shop, "carta", "verificar", "firme", "--formato", "json").stdout)["linhas"]
    assert [(row["codigo"], row["onde"]) for row in rows[:3]] == [
        ("E-MODELO", "modelos/firme.j2:7"),
        ("E-MODELO", "modelos/firme.j2:7"),
        ("E-AMEACA", "modelos/firme.j2:7"),
    ]
    assert [row["problema"] for row in rows[:2]] == ['não conheço "cliente.nmoe"', 'não conheço "|nada"']


def test_a_copy_that_lost_its_blocks(shop: Path, own: Path) -> None:
    (own / "firme.j2").write_text("{{ nome_cliente }}", encoding="utf-8")
    rows = json.loads(run(shop, "carta", "verificar", "firme", "--formato", "json").stdout)["linhas"]
    assert [row["problema"] for row in rows] == [
        "não tem bloco nenhum, e por isso não é um modelo",
        'não conheço "nome_cliente"',
    ]
    shown = run(shop, "carta", "previa", "firme")
    assert shown.returncode == 3
    assert "[E-MODELO]: modelos/firme.j2: não tem bloco nenhum" in shown.stderr
