"""`politica verificar`: everything that is wrong in a policy, and nothing that is not."""

import json
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ledger.ledger_box import ledger_in
from tests.services.ladder_world import COMPANY, World

from cobranca_cli.config import Settings, load_settings, parse_settings
from cobranca_cli.config_agreement import agreement_settings
from cobranca_cli.config_backup import backup_settings
from cobranca_cli.config_credit import credit_settings
from cobranca_cli.config_prevention import loyalty_settings
from cobranca_cli.domain.credit_facts import AGE, FACTORS
from cobranca_cli.domain.moment import Moment
from cobranca_cli.domain.scorecard import Card
from cobranca_cli.errors import ConfigError
from cobranca_cli.services.known_models import checked_ladder
from cobranca_cli.services.policy_advice import unreached
from cobranca_cli.services.policy_check import Checked, check, sound
from cobranca_cli.services.setup import create

NOWHERE = Path("/nonexistent/livro.db")
FIRM = """\
nome = "Loja"
documento = "11.222.333/0001-81"
endereco = "Rua A, 1"
email = "a@b.com.br"
pix = "a@b.com.br"
"""
WHOLE = {**COMPANY, "pix": "loja@example.com"}
NOW = Moment(date(2026, 11, 23), "2026-11-23T12:00:00.000Z")
COMPANY_TOML = f"[empresa]\n{FIRM}"


def looked(folder: Path, text: str | bytes, ledger: Path = NOWHERE) -> Checked:
    file = folder / "nova.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return check(ledger, file)


def places(found: Checked, gravity: str) -> list[str]:
    """`secao chave` of each finding."""
    return [f"{each.section} {each.key}" for each in found.findings if each.gravity == gravity]


EVERYTHING_WRONG = """
desconhecida = 1
[empresa]
documento = "11.222.333/0001-82"
telefone = 5
nomee = "a"
[encargos]
multa = 2
juro = "1"
desconto = "percentual_ate"
[encargos.consumo]
multa = 3
[calendario]
feriados = ["13-45", "07-09", "2026-02-30"]
[importacao.perfil.omega]
separador = "x"
colunas = { "Nome" = "clientee", "Num" = "numero", "V" = "valorr" }
[regua]
ligada = "sim"
degraus = [
 { dias = 3, canal = ["email"], modelo = "amigavel" },
 { dias = "5", canal = ["fax"], modelo = "amigavel" },
 { dias = 3, canal = ["email"], modelo = "amigavel" },
 { dias = 1, canal = ["email"], modelo = "amigavel" },
 { canal = ["email"], modelo = "amigavel" },
 { dias = 9, canal = ["sms"] },
]
[regua.janela]
inicio = "19:00"
[regua.janela.XX]
fim = "18:00"
[regua.segmentos]
novo_meses = -1
[fidelidade]
canal = []
[acordo]
juros = "3"
poucas = 1
faixas = [{ ate = 30, encargos = "150" }, { ate = 60 }, { ate = 50 }, {}, { ate = 90, foo = 1 }]
[credito]
folga_dias = "15"
classes = []
[credito.pontos]
raca = [{ pontos = 1 }]
promessas = [{ de = 90, pontos = 10 }, { pontos = 0 }]
[backup]
manter_diarias = 0
pastas = "copias"
"""
EVERY_ERROR = """
desconhecida
empresa documento/empresa telefone/empresa nomee
encargos multa/encargos juro/encargos consumo.multa/encargos desconto
calendario feriados/calendario feriados
importacao perfil.omega.separador/importacao perfil.omega.colunas/importacao perfil.omega.colunas
regua ligada/regua degraus (o 2º).dias/regua degraus (o 2º).canal/regua degraus (o 3º)/regua degraus (o 4º)
regua degraus (o 5º)/regua degraus (o 6º)/regua segmentos.novo_meses/regua janela.XX/regua janela
fidelidade canal
acordo faixas/acordo faixas/acordo faixas/acordo poucas/acordo juros
credito folga_dias/credito classes/credito pontos.raca/credito pontos.promessas
backup manter_diarias/backup pastas
"""


def test_everything_that_is_wrong_is_told(tmp_path: Path) -> None:
    found = looked(tmp_path, EVERYTHING_WRONG)
    wanted = [each.strip() for each in EVERY_ERROR.replace("\n", "/").split("/") if each.strip()]
    assert [each.strip() for each in places(found, "erro")] == wanted
    assert all(each.problem and each.remedy for each in found.findings)
    assert not any("nova.toml" in each.problem for each in found.findings)
    assert found.settings is None


def test_a_place_in_a_list_is_its_place_in_the_file(tmp_path: Path) -> None:
    tiers = (
        '{ ate = 30, encargos = "150" }, { ate = 60 }, { ate = 50 }, {}, { ate = 90, foo = 1 }, { ate = 99 }'
    )
    said = [each.problem for each in looked(tmp_path, f"[acordo]\nfaixas = [{tiers}]").wrong]
    assert [each[:23] for each in said] == [
        "encargos da 1ª faixa pa",
        "ate da 3ª faixa deve se",
        "não conheço 'foo' na 5ª",
        "falta ate na 4ª faixa: ",
    ]


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        (b'[empresa]\nnome = "a"\nx = = 3\n', "linha 3, coluna 5", "TOML"),
        (b'[empresa]\nnome = "caf\xe9"\n', "linha 2, coluna 12", "UTF-8"),
        (b"[empresa]\n[empresa]\n", "linha 2, coluna 9", "duas vezes"),
        (b"\xef\xbb\xbf[empresa]\n", "linha 1, coluna 1", "BOM"),
        (b'[empresa]\nnome = "a', "linha 2, coluna 10", "TOML"),
    ],
)
def test_what_is_not_toml_is_one_row_with_its_place(
    tmp_path: Path, text: bytes, key: str, words: str
) -> None:
    (only,) = looked(tmp_path, text).findings
    assert (only.section, only.key, only.gravity) == ("", key, "erro")
    assert words in f"{only.problem} {only.remedy}"


def as_toml(value: object) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{json.dumps(key)} = {as_toml(each)}' for key, each in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(as_toml, value))}]"
    return json.dumps(value, ensure_ascii=False)


def accepted(content: bytes) -> bool:
    """Whether the commands take the file, one after the other."""
    try:
        known = parse_settings(content, Path("nova.toml"))
        for read in (loyalty_settings, agreement_settings, credit_settings, backup_settings):
            read(known)
        checked_ladder(NOWHERE, known)
    except ConfigError:
        return False
    return True


def spots(value: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to everything in a table."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in items:
        yield (*before, key)
        yield from spots(each, (*before, key))


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What `iniciar` writes."""
    ledger = tmp_path_factory.mktemp("usual") / "livro.db"
    return tomllib.loads(create(ledger, WHOLE, NOW).settings.read_text(encoding="utf-8"))


ODD = [
    -1,
    0,
    3,
    99999,
    True,
    "x",
    "",
    "0",
    "5",
    "90",
    [],
    {},
    ["email"],
    ["telefone", "email"],
    [{"dias": 1}],
]


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_wrong_is_what_the_commands_refuse(
    usual: dict[str, Any], tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    table = deepcopy(usual)
    for _ in range(data.draw(st.integers(1, 3))):
        *way, last = data.draw(st.sampled_from(list(spots(table))))
        inner = table
        for key in way:
            inner = inner[key]
        if data.draw(st.booleans()):
            inner[last] = data.draw(st.sampled_from(ODD))
        elif data.draw(st.booleans()):
            del inner[last]
        elif isinstance(inner, dict):
            inner[f"{last}x"] = inner[last]
        else:
            inner.insert(data.draw(st.integers(0, len(inner))), inner[last])
    content = "\n".join(f"{json.dumps(key)} = {as_toml(value)}" for key, value in table.items()).encode()
    file = tmp_path_factory.getbasetemp() / "nova.toml"
    file.write_bytes(content)
    found = check(NOWHERE, file)
    assert (not found.wrong) == accepted(content), [each.problem for each in found.wrong]
    assert (found.settings is None) == bool(found.wrong)


@pytest.mark.parametrize("told", ["[regua.janela.inicio]", '[regua.janela.fim]\ndias = ["seg"]'])
def test_a_key_of_the_window_is_no_state(told: str, tmp_path: Path) -> None:
    file = tmp_path / "nova.toml"
    file.write_text(told)
    assert check(NOWHERE, file).wrong and not accepted(told.encode())


def test_what_iniciar_writes_needs_no_advice(tmp_path: Path) -> None:
    create(tmp_path / "livro.db", WHOLE, NOW)
    found = check(tmp_path / "livro.db")
    assert (found.findings, found.notes) == ((), ())
    assert found.settings == load_settings(tmp_path / "livro.db")


RISKY = [
    ("", "empresa nome"),
    ('[encargos]\nmulta = "5"', "encargos multa"),
    ('[encargos]\njuros = "2"', "encargos juros"),
    ('[encargos]\njuros = "1"\ncorrecao = "selic"', "encargos correcao"),
    ("[regua]\nligada = false", "regua ligada"),
    ('[regua]\ndegraus = []\n[credito]\nbloqueia_degrau = "D0"', "regua degraus"),
    ("[regua]\nintervalo_minimo_dias = 0", "regua intervalo_minimo_dias"),
    ("[regua]\ncontestacao_dias = 5", "regua resposta_dias"),
    ('[regua.janela]\nfim = "21:00"', "regua janela"),
    ('[regua.janela]\ndias = ["sab"]', "regua janela"),
    (
        '[regua]\ndegraus = [{ dias = 1, canal = "email", modelo = "amigavel", segmentos = ["novo"],'
        ' exceto_segmentos = ["novo"] }]\n[credito]\nbloqueia_degrau = "D+1"',
        "regua degraus (D+1)",
    ),
    ('[acordo]\nfaixas = [{ ate = 9, encargos = "50" }, { encargos = "10" }]', "acordo faixas"),
    ('[acordo]\nfaixas = [{ ate = 9, encargos = "50" }]', "acordo faixas"),
    ("[acordo]\npoucas = 6", "acordo poucas"),
    ("[acordo]\nmuitas = 30", "acordo muitas"),
    ('[acordo]\nsistema = "simples"\njuros = "1,5"', "acordo juros"),
    ('[acordo]\nsistema = "price"\njuros = "1"', "acordo sistema"),
    ('[credito]\nconcentracao = "0"', "credito concentracao"),
    (
        '[credito]\nconcentracao = "0"\nfator_compras = "0"\nparte_faturamento = "0"\nfator_historico = "0"',
        "credito fator_compras",
    ),
    ('[credito]\nbloqueia_degrau = "D+121"', "credito bloqueia_degrau"),
    ('[credito]\nbloqueia_degrau = ""', "credito bloqueia_degrau"),
    (
        '[credito]\nclasses = [{ classe = "A", pontos = 100, fator = "0" },'
        ' { classe = "B", pontos = 99, fator = "0" }, { classe = "C", pontos = 98, fator = "0" },'
        ' { classe = "D", pontos = 97, fator = "0" }, { classe = "E", pontos = 0, fator = "0" }]',
        "credito classes",
    ),
]


@pytest.mark.parametrize(("text", "place"), RISKY, ids=[place for _, place in RISKY])
def test_what_is_risky_is_advised(tmp_path: Path, text: str, place: str) -> None:
    found = looked(tmp_path, text if place.startswith("empresa") else f"{COMPANY_TOML}{text}")
    assert place in places(found, "aviso")
    assert found.wrong == () and found.settings is not None
    assert place.startswith("empresa") or {*places(found, "aviso")} == {place}


def test_what_is_wrong_in_one_section_hides_no_advice_on_another(tmp_path: Path) -> None:
    found = looked(tmp_path, f"{COMPANY_TOML}[regua]\nligada = 1\n[acordo]\npoucas = 6")
    assert (places(found, "erro"), places(found, "aviso")) == (["regua ligada"], ["acordo poucas"])


def sums(card: Card, codes: set[str]) -> set[int]:
    """Every total that the bands can come to, one by one."""
    most = sum(card.maximum(code) for code in codes)
    every = product(*({band.points for band in card.bands[code]} for code in codes))
    return {(200 * sum(points) + most) // (2 * most) for points in every}


def card_with(floors: tuple[int, ...], cap: str, **points: object) -> Card:
    """A card whose caps reach no class but this."""
    classes = [
        {"classe": letter, "pontos": floor, "fator": "1"}
        for letter, floor in zip("ABCDE", (*floors, 0), strict=True)
    ]
    credito = {"classes": classes, "teto_novo": cap, "teto_restricao": "E", "pontos": points}
    return credit_settings(Settings(Path("x"), prevention={"credito": credito})).card


@pytest.mark.parametrize("floors", [(80, 65, 50, 35), (99, 98, 97, 96), (100, 99, 40, 39), (4, 3, 2, 1)])
def test_the_classes_that_nobody_comes_to(floors: tuple[int, ...]) -> None:
    card = card_with(floors, "E")
    totals = sums(card, set(FACTORS)) | sums(card, set(FACTORS) - {AGE})
    reached = {next(grade.letter for grade in card.grades if total >= grade.floor) for total in totals}
    assert unreached(card) == [letter for letter in "ABCD" if letter not in reached]


def test_a_class_may_be_for_new_customers_alone() -> None:
    """10 of the 30 points that count for them are 33 of 100, which no others add up to."""
    nothing, missing = {"pontos": 0}, {"quando": "sem-dados", "pontos": 0}
    points: dict[str, object] = {code: [nothing, missing] for code in FACTORS}
    points["pontualidade"] = [{"ate": 0, "pontos": 50}, nothing, missing]
    points["maior_atraso"] = [{"ate": 0, "pontos": 20}, nothing, missing]
    said = {"nenhuma": 30, "resolvida": 10, "desconhecida": 5, "ativa": 0}
    points["restricoes"] = [{"quando": word, "pontos": each} for word, each in said.items()]
    floors = (90, 34, 33, 17)
    assert unreached(card_with(floors, "A", **points)) == []
    assert unreached(card_with(floors, "D", **points)) == ["C"]


def test_who_can_be_reached_is_asked_of_the_ledger(tmp_path: Path) -> None:
    world = World(tmp_path, customers={"Ana": "documento telefone"})
    steps = [("D+1", ["email", "carta"]), ("D+15", ["whatsapp", "email"])]
    degraus = [{"dias": int(label[2:]), "canal": channels, "modelo": "firme"} for label, channels in steps]
    text = f"{COMPANY_TOML}[regua]\ndegraus = {as_toml(degraus)}"
    before = world.ledger.read_bytes()
    found = looked(tmp_path, text, world.ledger)
    assert places(found, "aviso") == ["regua degraus (D+1)"]
    assert world.ledger.read_bytes() == before


def test_a_fine_for_consumers_is_wrong_where_there_are_some(tmp_path: Path) -> None:
    text = f'{COMPANY_TOML}[encargos]\nmulta = "5"'
    assert places(looked(tmp_path, text), "erro") == []
    assert places(looked(tmp_path, text, ledger_in(tmp_path, "sem.db", customers=1)), "erro") == []
    (only,) = looked(tmp_path, text, World(tmp_path).ledger).findings
    assert (only.key, only.gravity) == ("multa", "erro")
    assert only.remedy == 'para quem tem CPF, escreva em [encargos.consumo]: multa = "2"'
    for surely in ('[encargos.consumo]\nmulta = "3"', '[encargos]\nrelacao = "consumo"\nmulta = "3"'):
        assert len(looked(tmp_path, f"{COMPANY_TOML}{surely}").wrong) == 1
    assert not looked(tmp_path, f'{COMPANY_TOML}[encargos]\nrelacao = "empresarial"\nmulta = "5"').findings


def test_the_models_of_the_steps_exist(tmp_path: Path) -> None:
    text = f'{COMPANY_TOML}[regua]\ndegraus = [{{ dias = 1, canal = "email", modelo = "minha" }}]'
    ledger = ledger_in(tmp_path)
    assert places(looked(tmp_path, text, ledger), "erro") == ["regua degraus (D+1)"]
    (tmp_path / "modelos").mkdir()
    (tmp_path / "modelos" / "minha.j2").write_text("x")
    assert looked(tmp_path, text, ledger).wrong == ()


def test_without_a_file_the_defaults_are_looked_at(tmp_path: Path) -> None:
    found = check(tmp_path / "livro.db")
    assert found.wrong == () and "padrões" in found.notes[0]
    with pytest.raises(ConfigError, match="não existe"):
        check(tmp_path / "livro.db", tmp_path / "nada.toml")


def test_a_policy_with_an_error_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "nova.toml"
    file.write_text('[acordo]\npoucas = 1\nmuitas = "x"')
    with pytest.raises(ConfigError, match=r"tem erros: acordo\.poucas: 1 não serve \(e mais 1\)"):
        sound(NOWHERE, file)
    file.write_text("")
    assert sound(NOWHERE, file).path == file
