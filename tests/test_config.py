"""`cobranca.toml`: what it may say, and what is said when it says something else."""

from datetime import date
from pathlib import Path

import pytest

from cobranca_cli.config import load_settings, parse_settings
from cobranca_cli.errors import ConfigError

PATH = Path("cobranca.toml")


def test_a_missing_file_means_the_defaults(tmp_path: Path) -> None:
    settings = load_settings(tmp_path / "livro.db")
    assert settings.charges == {}
    assert settings.company.nome == ""
    assert settings.profiles == {}


def test_what_is_written_is_read() -> None:
    settings = parse_settings(
        b"""
        [empresa]
        nome = "Sol Ltda"
        documento = "11.222.333/0001-81"
        telefone = "(19) 98765-4321"
        [encargos]
        multa = "0,5"
        [calendario]
        feriados = ["07-09", "2026-01-25"]
        [importacao.perfil.loja]
        pular_linhas = 2
        [importacao.perfil.loja.colunas]
        "Nome do Sacado" = "cliente"
        """,
        PATH,
    )
    assert settings.company.documento == "11222333000181"
    assert settings.company.telefone == "19987654321"
    assert settings.charges == {"multa": "0.5"}
    assert not settings.calendar.is_business_day(date(2027, 7, 9))
    assert not settings.calendar.is_business_day(date(2026, 1, 25))
    assert settings.calendar.is_business_day(date(2027, 1, 25))
    assert settings.profiles["loja"]["colunas"] == {"Nome do Sacado": "cliente"}


@pytest.mark.parametrize(
    ("text", "named", "hint"),
    [
        ("[empresa]\nnmoe = 'x'", "empresa.nmoe", "nome"),
        ("[empressa]\nnome = 'x'", "empressa", "empresa"),
        ("[encargos]\nmulta = 2", "encargos.multa = 2", ""),
        ("[encargos]\nmulta = '200000'", "encargos.multa", ""),
        ("[encargos]\njuros_metodo = 'X'", "encargos.juros_metodo", ""),
        ("[encargos]\ntolerancia_quitacao = '1,01'", "encargos.tolerancia_quitacao", ""),
        ("[encargos]\ncarencia_dias = '3'", "encargos.carencia_dias", ""),
        ("[encargos]\ndesconto = 'percentual_ate'", "desconto_faixas", ""),
        ("[encargos]\njuros_metodo = 'valor_fixo_dia'", "juros_valor_dia", ""),
        ("[encargos.consumo]\nmulta = '2%'", "multa = '2%'", ""),
        ("[encargos.consumo]\nmult = '2'", "mult", ""),
        ("[empresa]\ndocumento = '11.222.333/0001-82'", "empresa.documento", ""),
        ("[calendario]\nferiados = ['31-02']", "31-02", ""),
        ("[calendario]\nferiados = ['02-30']", "02-30", ""),
        ("[calendario]\nferiados = '07-09'", "calendario.feriados", ""),
        ("[importacao.perfil.x]\npular_linhas = 99", "importacao.perfil.x.pular_linhas", ""),
        ("[importacao.perfil.x]\ncolunas = 'a'", "importacao.perfil.x.colunas", ""),
        ("empresa = 1", "empresa", "[empresa]"),
        ("[empresa]\nnome = Sol", ":2:", "aspas"),
    ],
)
def test_a_mistake_is_named_with_its_place_and_remedy(text: str, named: str, hint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_settings(text.encode(), PATH)
    assert "cobranca.toml" in caught.value.message
    assert named in caught.value.message
    assert hint in (caught.value.hint or "")
