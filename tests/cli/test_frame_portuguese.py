"""No English in any help page, nor in any answer to a wrong call; and each wrong call ends as it should."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import typer
from tests.cli.frame_program import build
from typer.main import get_command
from typer.testing import Result

from cobranca_cli.cli import app as real

Frame = Callable[..., Result]

ENGLISH = re.compile(
    r"\b(Usage|Options?|Arguments?|Commands?|Error|Missing|Invalid|Show this|message|exit|default:|required|"
    r"env var|No such|Did you mean|Try|for help|Got unexpected|extra argument|requires an|does not take|"
    r"Aborted|value|not a valid|is not|should be|Choose from|Possible|deprecated|dynamic|"
    r"file|path|str|int|bool|range)\b",
    re.IGNORECASE,
)
# Names typed as they are, not words of a sentence.
NAMES = re.compile(r"--help|--version|\$PROFILE|~/\S+|vencidos\.csv")


def english_in(text: str) -> list[str]:
    return ENGLISH.findall(NAMES.sub("", text))


def pages(group: Any, words: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command and group, as the words that lead to it."""
    yield words, group
    context = typer.Context(group)
    for name in getattr(group, "entries", {}):
        yield from pages(group.get_command(context, name), (*words, name))


SMALL = list(pages(get_command(build())))
REAL = list(pages(get_command(real.build_app())))


def ids(found: list[tuple[tuple[str, ...], Any]]) -> list[str]:
    return [" ".join(words) or "cobranca" for words, _ in found]


@pytest.mark.parametrize(("words", "command"), SMALL, ids=ids(SMALL))
@pytest.mark.parametrize("ask", ["--ajuda", "--help", "-h"])
def test_help_is_portuguese_on_stdout(frame: Frame, words: tuple[str, ...], command: Any, ask: str) -> None:
    result = frame(*words, ask)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(f"Uso: {' '.join(('cobranca', *words))} [OPÇÕES]")
    assert "Mostra esta ajuda e sai." in result.stdout
    assert english_in(result.stdout) == []


@pytest.mark.parametrize(("words", "command"), REAL, ids=ids(REAL))
def test_every_command_of_the_program_has_portuguese_help_and_examples(
    words: tuple[str, ...], command: Any
) -> None:
    page = command.get_help(command.make_context("cobranca", [], resilient_parsing=True))
    assert english_in(page) == []
    if not hasattr(command, "entries"):
        *_, examples = page.partition("\nExemplos:\n")
        assert re.search(rf"^  cobranca {' '.join(words)}\b", examples, re.MULTILINE), page


def test_the_guard_sees_english() -> None:
    assert english_in("Error: Missing argument 'ARQ'.") != []
    assert english_in("Uso: cobranca [OPÇÕES] --help") == []


WRONG = [
    (("relatoo",), "o comando 'relatoo' não existe em 'cobranca'", "você quis dizer relato?"),
    (("listar",), "o comando 'listar' não existe", "'cobranca faturas listar' ou 'cobranca clientes listar'"),
    (("xyzw",), "o comando 'xyzw' não existe", "veja 'cobranca --ajuda'"),
    (("faturas",), "falta dizer o que fazer em 'cobranca faturas'", "complete com listar"),
    (("faturas", "lista"), "o comando 'lista' não existe em 'cobranca faturas'", "você quis dizer listar?"),
    (("relato", "--fromato", "csv"), "a opção --fromato não existe em 'cobranca relato'", "--formato?"),
    (("relato", "-formato", "csv"), "a opção -formato não existe em 'cobranca relato'", "--formato?"),
    (("relato", "-x"), "a opção -x não existe", "veja 'cobranca relato --ajuda'"),
    (("--formato", "csv", "relato"), "a opção --formato não existe em 'cobranca'", "vem depois do nome"),
    (
        ("faturas", "--em", "hoje", "listar"),
        "a opção --em não existe em 'cobranca faturas'",
        "vem depois do nome",
    ),
    (("relato", "--formato"), "a opção --formato precisa de um valor", "veja 'cobranca relato --ajuda'"),
    (("relato", "--todos=1"), "a opção --todos não leva valor", "veja 'cobranca relato --ajuda'"),
    (("relato", "--formato", "pdf"), 'não tem o formato "pdf"', "tabela, csv, json, jsonl ou xlsx"),
    (("faturas", "listar", "--saida", "a.xlsx"), 'não tem o formato "xlsx"', "tabela, csv, json ou jsonl"),
    (("relato", "A", "B", "C"), "\"B C\" está a mais em 'cobranca relato'", "veja 'cobranca relato --ajuda'"),
    (("gravar",), "falta o argumento ARQ", "veja 'cobranca gravar --ajuda'"),
    (("relato", "--por", "mes"), 'para --por: "mes" não é uma das opções; use cliente ou faixa', "--ajuda'"),
    (("relato", "--em", "31/02/2026"), '--em: "31/02/2026" não existe no calendário; use DD/MM/AAAA', ""),
    (("relato", "--hoje", "amanhã"), 'valor inválido para --hoje: "amanhã" não é uma data', ""),
    (("--hoje", "x", "relato"), 'valor inválido para --hoje: "x" não é uma data', ""),
    (("relato", "--de", "1/2/26"), '--de: "1/2/26" traz o ano com dois dígitos', ""),
    (("relato", "--valor", "1.234"), '--valor: "1.234" tem duas leituras, 1234,00 ou 1,234', ""),
    (("relato", "--parcelas", "0"), "--parcelas: o número precisa ser maior que zero", ""),
    (("relato", "--livro", ""), "--livro: o caminho está vazio", ""),
    (("relato", "--csv-padrao", "us"), '--csv-padrao: "us" não é uma das opções; use excel ou iso', ""),
    (("autocompletar", "tcsh"), 'SHELL: "tcsh" não é uma das opções', ""),
    (("cron", "mostrar", "--horario", "25:00"), '--horario: "25:00" não é um horário', ""),
]


@pytest.mark.parametrize(("words", "message", "hint"), WRONG, ids=[" ".join(w) for w, *_ in WRONG])
def test_a_wrong_call(frame: Frame, words: tuple[str, ...], message: str, hint: str) -> None:
    result = frame(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    error, help_line = result.stderr.splitlines()[-3 if words[0] == "gravar" else -2 :][:2]
    assert error.startswith("erro [E-USO]: ") and message in error
    assert help_line.startswith("dica: ") and hint in help_line
    assert english_in(result.stderr) == []


def test_a_wrong_call_of_a_writing_command_tells_the_state_of_the_ledger(frame: Frame) -> None:
    assert frame("gravar", "--nada", "x").stderr.endswith("\nNada foi gravado.\n")
    assert "gravado" not in frame("relato", "--nada").stderr


def test_help_keeps_brackets_and_the_examples_as_typed(frame: Frame) -> None:
    page = frame("relato", "--ajuda").stdout
    assert "[entre colchetes]" in page
    examples = "\nExemplos:\n  cobranca relato --por faixa   --em ontem\n  cobranca relato SILVA\n"
    assert page.endswith(examples)
    assert "-h, --ajuda, --help" in page
    assert "[ambiente: COBRANCA_LIVRO]" in page and "[padrão: cliente]" in page


def test_commands_are_found_in_any_case_and_with_accents(frame: Frame) -> None:
    assert frame("RELATO").exit_code == 0
    assert frame("fáturas", "listar").exit_code == 0


def test_a_group_alone_shows_its_help_on_stderr_before_the_error(frame: Frame) -> None:
    result = frame("faturas")
    assert result.stderr.startswith("Uso: cobranca faturas [OPÇÕES] COMANDO")
    assert "listar  Lista as faturas." in result.stderr
