"""The options that commands have in common, and the run they make."""

import inspect
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from cobranca_cli import clock
from cobranca_cli.cli import parsers
from cobranca_cli.cli.invocation import Invocation
from cobranca_cli.cli.options import Opt, offering, read
from cobranca_cli.cli.parsers import Choice
from cobranca_cli.cli.run import Run
from cobranca_cli.errors import UsageError
from cobranca_cli.output.target import BINARY

DATA = ("tabela", "csv", "json", "jsonl")
ENV_TODAY = "COBRANCA_HOJE"


def where(
    comum_livro: Annotated[
        str | None, Opt("--livro", "Arquivo do livro [ambiente: COBRANCA_LIVRO].", metavar="ARQ")
    ] = None,
    comum_hoje: Annotated[
        str | None, Opt("--hoje", "O dia a tomar por hoje [ambiente: COBRANCA_HOJE].", metavar="DATA")
    ] = None,
) -> None:
    """The two options that may also stand before the command."""


def root_options(
    raiz_versao: Annotated[bool, Opt("--versao", "Mostra a versão e sai.")] = False,
    raiz_depurar: Annotated[bool, Opt("--depurar", "Mostra o detalhe técnico de um erro.")] = False,
) -> None:
    """Options of the program itself, beside `where`."""


def _for_all(
    comum_sim: Annotated[bool, Opt("--sim", "Responde sim às perguntas.")] = False,
    comum_depurar: Annotated[bool, Opt("--depurar", "Mostra o detalhe técnico de um erro.")] = False,
) -> None:
    """Options of every command, after those that only some have."""


def _for_data(
    comum_formato: Annotated[str | None, Opt("--formato", "", metavar="FORMATO")] = None,
    comum_saida: Annotated[
        Path | None,
        Opt("--saida", "Grava neste arquivo; o final do nome pode dizer o formato.", metavar="ARQ"),
    ] = None,
    comum_sobrescrever: Annotated[
        bool, Opt("--sobrescrever", "Deixa --saida substituir um arquivo.")
    ] = False,
    comum_csv_padrao: Annotated[
        str, Opt("--csv-padrao", "CSV para o Excel em português ou para programas.", Choice("excel", "iso"))
    ] = "excel",
    comum_mostrar_dados: Annotated[
        bool, Opt("--mostrar-dados", "Mostra os dados pessoais por inteiro; fica registrado.")
    ] = False,
) -> None:
    """Options of the commands that print data."""


def _for_report(
    comum_em: Annotated[date | None, Opt("--em", "A data do relatório.", default="o dia de hoje")] = None,
) -> None:
    """Options of the commands that report as of a day."""


def common_parameters(report: bool, formats: tuple[str, ...]) -> list[inspect.Parameter]:
    """The parameters that every command of this kind has, in the order of the help."""
    sources: list[Callable[..., None]] = (
        [_for_report] * report + [_for_data] * bool(formats) + [where, _for_all]
    )
    found = [p for source in sources for p in inspect.signature(source).parameters.values()]
    return [_say_formats(p, formats) if p.name == "comum_formato" else p for p in found]


def _say_formats(parameter: inspect.Parameter, formats: tuple[str, ...]) -> inspect.Parameter:
    item = Opt(
        "--formato",
        f"Formato: {parsers.either(formats)}.",
        metavar="FORMATO",
        default=f"{formats[0]}, ou o final de --saida",
        complete=offering(formats),
    )
    return parameter.replace(annotation=Annotated[str | None, item])


def make_run(call: Invocation, values: dict[str, Any], formats: tuple[str, ...] = ()) -> Run:
    """The run of a command from the common options: after the command, before it, environment, default.

    Raises UsageError.
    """
    today = _today(call.today if values["comum_hoje"] is None else values["comum_hoje"])
    output = _output(values.get("comum_saida"), today)
    em = values.get("comum_em")
    csv = values.get("comum_csv_padrao")
    run = Run(
        today=today,
        as_of=today if em is None else read(parsers.day, em, today, "--em"),
        format=_format(values.get("comum_formato"), output, formats) if formats else DATA[0],
        output=output,
        overwrite=bool(values.get("comum_sobrescrever")),
        csv_iso=csv is not None and read(Choice("excel", "iso"), csv, today, "--csv-padrao") == "iso",
        show_data=bool(values.get("comum_mostrar_dados")),
        command=call.path,
        assume_yes=bool(values.get("comum_sim")),
        ledger_typed=_ledger(values["comum_livro"], call.ledger),
    )
    if call.execute is not None:
        run.execute = call.execute
    return run


def _ledger(after: str | None, before: str | None) -> str | None:
    typed = before if after is None else after
    if typed == "":
        raise UsageError("valor inválido para --livro: o caminho está vazio")
    return typed


def _today(typed: str | None) -> date:
    shown = "--hoje" if typed is not None else ENV_TODAY
    typed = typed if typed is not None else os.environ.get(ENV_TODAY)
    if not typed:
        return clock.today()
    relative = parsers.fold(typed.strip()) in ("hoje", "ontem")
    return read_day(typed, clock.today() if relative else date.min, shown)


def read_day(typed: str, today: date, shown: str) -> date:
    """A day, by the parser of days. Raises UsageError that names `shown`."""
    day = read(parsers.day, typed, today, shown)
    assert isinstance(day, date)
    return day


def _output(typed: str | None, today: date) -> Path | None:
    if typed is None or typed == "-":
        return None
    path = read(parsers.path, typed, today, "--saida")
    assert isinstance(path, Path)
    return path


def _format(typed: str | None, output: Path | None, formats: tuple[str, ...]) -> str:
    """The format asked for, else the one the output's name ends with, else the command's first."""
    ending = output.suffix.lower().lstrip(".") if output else ""
    guess = ending if ending.isalpha() and ending != "txt" else formats[0]
    asked = guess if typed is None else parsers.fold(typed.strip())
    if asked not in formats:
        raise UsageError(
            f'este comando não tem o formato "{asked if typed is None else typed}"',
            hint=f"os formatos deste comando são {parsers.either(formats)}; .txt grava a tabela",
        )
    if asked in BINARY and output is None and sys.stdout is not None and sys.stdout.isatty():
        raise UsageError(
            f"o formato {asked} não aparece na tela", hint=f"grave em um arquivo: --saida nome.{asked}"
        )
    return asked
