"""Undo right after the act: today's reports and those of all past days are byte for byte what they were.

Undone on a later day, the reports of the days before that one stay as they were after the act. Real files,
the real commands, each kind.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from tests.services.payment_story import RAM
from typer.testing import CliRunner, Result

from cobranca_cli.cli.app import build_app

TODAY, LATER = "2026-11-23", "2026-11-25"
DAYS = ("2026-10-02", "2026-10-20", "2026-11-20", TODAY)
REPORTS = (
    "aging --por fatura --formato csv",
    "vencidos --formato csv",
    "extrato Ana",
    "extrato Bia",
    "hoje",
    "regua planejar",
    "indicadores",
)
COMPANY = (
    '[empresa]\nnome = "Loja Sol"\ndocumento = "11222333000181"\nendereco = "Rua A, 1"\n'
    'telefone = "1933334444"\n'
)
BASE = (
    "numero;cliente;documento;email;emissao;vencimento;valor\n"
    "A1;Ana Souza;529.982.247-25;ana@x.example;01/09/2026;01/10/2026;1.000,00\n"
    "A2;Ana Souza;529.982.247-25;ana@x.example;05/09/2026;05/11/2026;300,00\n"
    "A3;Ana Souza;529.982.247-25;ana@x.example;;18/11/2026;250,00\n"
    "B1;Bia Lima;11.222.333/0001-81;bia@x.example;;10/12/2026;800,00\n"
    "B2;Bia Lima;11.222.333/0001-81;bia@x.example;01/10/2026;16/11/2026;90,00\n"
)
MORE = (
    "numero;cliente;documento;email;emissao;vencimento;valor\n"
    "C1;Ana Souza;529.982.247-25;ana@x.example;02/09/2026;02/10/2026;70,00\n"
    "C2;Caio Reis;390.533.447-05;caio@x.example;;15/11/2026;60,00\n"
)
PAID = (
    "data;valor;fatura;cliente;chave\n"
    "20/10/2026;400,00;A1;;pix-1\n"
    "18/10/2026;50,00;B1;;\n"
    "19/11/2026;2.000,00;;Ana Souza;\n"
)
ACTS = {
    "importacao faturas": ["importar faturas mais.csv"],
    "importacao pagamentos": ["importar pagamentos pagos.csv"],
    "pagamento": ["pagamento registrar --fatura B1 --valor 120 --data 20/10/2026"],
    "acordo": ["acordo firmar Ana --parcelas 3 --sistema sem-juros --primeiro-vencimento 10/12/2026"],
    "regua": ["regua executar"],
}


class Desk:
    """One folder with a ledger, and the program in this process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.runner, self.program = CliRunner(), build_app()
        (folder / "cobranca.toml").write_text(COMPANY, encoding="utf-8")
        for name, content in (("base.csv", BASE), ("mais.csv", MORE), ("pagos.csv", PAID)):
            (folder / name).write_text(content, encoding="utf-8")

    def run(self, line: str, today: str = TODAY) -> Result:
        import shlex

        words = [*shlex.split(line), "--livro", str(self.folder / "livro.db"), "--hoje", today]
        return self.runner.invoke(self.program, words)

    def does(self, line: str, today: str = TODAY) -> str:
        result = self.run(line, today)
        assert result.exit_code == 0, (line, result.stderr)
        return result.stderr

    def reports(self, days: tuple[str, ...] = DAYS, today: str = TODAY) -> dict[tuple[str, str], str]:
        return {(line, day): self.run(f"{line} --em {day}", today).stdout for line in REPORTS for day in days}


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A ledger with a month of history: invoices of 1 October, a payment, a run of the ladder."""
    with TemporaryDirectory(dir=RAM) as folder:
        one = Desk(Path(folder))
        monkeypatch.chdir(folder)
        one.does("iniciar", "2026-10-01")
        one.does("importar faturas base.csv", "2026-10-01")
        one.does("regua executar", "2026-10-05")
        one.does("pagamento registrar --fatura A1 --valor 100", "2026-10-10")
        yield one


def differing(before: dict[tuple[str, str], str], after: dict[tuple[str, str], str]) -> list[tuple[str, str]]:
    return [key for key, text in before.items() if text != after[key]]


@pytest.mark.parametrize("kind", ACTS)
def test_undone_at_once_it_never_was(kind: str, desk: Desk) -> None:
    before = desk.reports()
    for line in ACTS[kind]:
        desk.does(line)
    assert differing(before, desk.reports()), "the act must change a report"
    word = kind.split()[0]
    assert "Gravado: " in desk.does(f"desfazer {word} --sim")
    assert differing(before, desk.reports()) == []
    assert "já foi desfeit" in desk.does(f"desfazer {word} --sim")
    # And again: what was done can be done anew, and is undone as well.
    done = [desk.run(line) for line in ACTS[kind]]
    assert [each.exit_code for each in done] == [0], done[0].stderr
    assert differing(before, desk.reports())
    desk.does(f"desfazer {word} --sim")
    assert differing(before, desk.reports()) == []


def test_a_breach_undone_at_once_never_was(desk: Desk) -> None:
    desk.does(ACTS["acordo"][0], "2026-11-20")
    before = desk.reports()
    desk.does("acordo romper 1 --motivo atraso")
    assert differing(before, desk.reports())
    assert "retomado" in desk.does("desfazer acordo --sim")
    assert differing(before, desk.reports()) == []
    assert "já foi desfeito" in desk.does("desfazer acordo --sim")


@pytest.mark.parametrize("kind", [each for each in ACTS if each != "pagamento"])
def test_undone_later_past_days_stay_as_they_were_known(kind: str, desk: Desk) -> None:
    """Of a payment see `tests/services/test_undo.py`: what day it was recorded on, a clock says."""
    for line in ACTS[kind]:
        desk.does(line)
    known = desk.reports(today=LATER)
    desk.does(f"desfazer {kind.split()[0]} --sim", LATER)
    assert differing(known, desk.reports(today=LATER)) == []
    today = {(line, LATER): desk.run(f"{line} --em {LATER}", LATER).stdout for line in REPORTS}
    assert any(text != desk.run(f"{line} --em {TODAY}", LATER).stdout for (line, _), text in today.items())


def test_the_letters_of_a_run_that_was_undone_are_listed_as_withdrawn(desk: Desk) -> None:
    desk.does("regua executar")
    first = desk.run("carta listar --formato csv").stdout.splitlines()
    desk.does("desfazer regua --motivo 'sem papel' --sim")
    after = desk.run("carta listar --formato csv").stdout.splitlines()
    assert [line.endswith(";23/11/2026") for line in after[1:]] == [False, True]
    assert [line + "23/11/2026" for line in first[2:]] == after[2:]
    history = desk.run("contato listar --formato json").stdout
    assert '"situacao": "retirada"' in history and "sem papel" in history
    assert "retirada" not in desk.run("contato listar --em 2026-11-20").stdout
    refused = desk.run("contato registrar Bia --canal email --resultado devolvido --carta 2")
    assert refused.exit_code == 3 and "E-RETIRADA" in refused.stderr


def says(desk: Desk) -> Callable[[str], str]:
    def run(line: str) -> str:
        result = desk.run(line)
        assert result.exit_code == 3, result.stdout
        assert result.stderr.endswith("Nada foi gravado.\n")
        return result.stderr

    return run


def test_what_is_built_on_it_is_undone_first(desk: Desk) -> None:
    refused = says(desk)
    assert "cobranca desfazer regua 1" in refused("desfazer importacao 1 --sim")
    desk.does("regua executar")
    assert "cobranca desfazer regua 2" in refused("desfazer regua 1 --sim")
    desk.does("importar faturas mais.csv")
    desk.does("pagamento registrar --fatura C1 --valor 10")
    assert "cobranca desfazer pagamento 2" in refused("desfazer importacao --sim")
    desk.does("desfazer pagamento --sim")
    desk.does("desfazer importacao --sim")
    desk.does(ACTS["acordo"][0])
    desk.does("pagamento registrar --fatura ACORDO-1/1 --valor 10")
    told = refused("desfazer acordo --sim")
    assert "E-PAGA" in told and "cobranca desfazer pagamento 4" in told and "romper ACORDO-1" in told


def test_without_a_word_it_shows_and_does_nothing(desk: Desk) -> None:
    shown = desk.run("desfazer --formato csv --csv-padrao iso")
    assert shown.exit_code == 0
    assert [line.split(",")[:2] for line in shown.stdout.splitlines()[1:]] == [
        ["pagamento", "1"],
        ["regua", "1"],
        ["importacao", "1"],
    ]
    assert shown.stderr.endswith("Nada foi gravado.\n")
    assert desk.run("desfazer --sim").exit_code == 2
    assert desk.run("desfazer pagamento").exit_code == 2
    rehearsed = desk.run("desfazer pagamento --simular")
    assert (rehearsed.exit_code, rehearsed.stderr.splitlines()[-1]) == (0, "Nada foi gravado.")
