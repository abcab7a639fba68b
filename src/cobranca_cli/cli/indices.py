"""`indices listar` and `importar indices`: the published months that corrections and the taxa legal need."""

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

from cobranca_cli.cli.frame import DATA, Arg, Choice, Opt, Run, Section, command
from cobranca_cli.cli.imports import SHOWN_PROBLEMS, _finish, imports
from cobranca_cli.cli.moment import moment_of, settings_of
from cobranca_cli.cli.parsers import BadValue
from cobranca_cli.errors import UsageError

if TYPE_CHECKING:
    from cobranca_cli.services.import_indices import IndexImport

indices = Section("indices", "Mostra os índices e as taxas que o programa conhece.")

SERIES = Choice("ipca", "igpm", "inpc", "selic", "taxa-legal")

_MONTH = r"([0-9]{4})-([0-9]{2})|([0-9]{1,2})/([0-9]{4})"


class MonthTyped(NamedTuple):
    """A month as the domain takes it."""

    year: int
    month: int


def month(typed: str, today: date) -> MonthTyped:
    """Year and month of `AAAA-MM` or `MM/AAAA`."""
    found = re.fullmatch(_MONTH, typed.strip())
    year, number = (int(found[1] or found[4]), int(found[2] or found[3])) if found else (0, 0)
    if not 1 <= number <= 12:
        raise BadValue(f'"{typed}" não é um mês; use AAAA-MM ou MM/AAAA')
    return MonthTyped(year, number)


@command(indices, "listar", formats=(*DATA, "xlsx"))
def listing(
    run: Run,
    serie: Annotated[str | None, Opt("--serie", "Só esta série.", SERIES, default="todas")] = None,
    de: Annotated[MonthTyped | None, Opt("--de", "A partir deste mês.", month, metavar="AAAA-MM")] = None,
    ate: Annotated[MonthTyped | None, Opt("--ate", "Até este mês.", month, metavar="AAAA-MM")] = None,
) -> None:
    """Lista os índices e taxas conhecidos, mês a mês, de onde vieram e o que falta.

    O programa traz alguns meses publicados; os outros entram com 'importar indices'. Um mês que falta
    nunca conta como zero: a conta que precisa dele para, e diz o que importar.

    Exemplos:
      cobranca indices listar
      cobranca indices listar --serie taxa-legal --de 2026-01
      cobranca indices listar --serie ipca --formato csv
    """
    from cobranca_cli.services.indices import list_indices
    from cobranca_cli.views.indices import listing as view

    if de and ate and de > ate:
        raise UsageError("--de é depois de --ate", hint="troque os dois meses")
    found = list_indices(run.ledger_path, settings_of(run), moment_of(run), serie, de, ate)
    run.emit(view(found, for_people=run.format == "tabela"))


@command(imports, "indices", writes=True)
def load(
    run: Run,
    arquivo: Annotated[Path, Arg("ARQ", "Arquivo CSV ou JSON do Banco Central.")],
    serie: Annotated[str, Opt("--serie", "De que série é o arquivo.", SERIES)],
    substituir: Annotated[
        bool, Opt("--substituir", "O valor do arquivo passa a valer no lugar do que já havia.")
    ] = False,
    simular: Annotated[bool, Opt("--simular", "Lê e confere tudo, mas não grava.")] = False,
) -> int | None:
    """Importa os meses de um índice, do arquivo que o Banco Central publica.

    O programa não usa a internet. Baixe o arquivo no navegador, trocando NUMERO por 433 (IPCA), 188 (INPC),
    189 (IGP-M), 4390 (Selic) ou 29543 (taxa legal):
    https://api.bcb.gov.br/dados/serie/bcdata.sgs.NUMERO/dados?formato=csv
    Também serve o CSV que a página do SGS exporta. Importar de novo o mesmo arquivo não muda nada; outro
    valor para um mês conhecido só entra com --substituir, e o valor anterior continua no livro.

    Exemplos:
      cobranca importar indices ipca.csv --serie ipca --simular
      cobranca importar indices taxa-legal.json --serie taxa-legal
    """
    from cobranca_cli.services.import_indices import import_indices
    from cobranca_cli.views.indices import imported

    result = import_indices(
        run.ledger_path, arquivo, serie, moment_of(run), replace=substituir, simulate=simular
    )
    _tell(run, result, simular)
    return _finish(run, [result], imported(result, run.today))


def _tell(run: Run, result: "IndexImport", simulate: bool) -> None:
    from cobranca_cli.views.indices import outcome, preview

    for notice in result.notices:
        run.warn(notice)
    for sentence in preview(result):
        run.note(sentence)
    for problem in result.problems.kept[:SHOWN_PROBLEMS]:
        run.note(problem.text())
    if result.problems.total > SHOWN_PROBLEMS:
        rest = result.problems.total - SHOWN_PROBLEMS
        run.note(f"… e mais {rest}; ao todo, {result.problems.total} problemas")
    if result.refused:
        return
    said = outcome(result)
    months = result.new + result.updated
    if simulate:
        would = ("", "entraria ", "entrariam ")[min(months, 2)]
        run.note(f"Simulação: {would}{said}.")
    elif months:
        run.wrote(f"Gravado: {said}.")
    else:
        run.note(f"{said[0].upper()}{said[1:]}.")
