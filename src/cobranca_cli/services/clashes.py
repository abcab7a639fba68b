"""Rows of an invoice file whose key is taken: what a duplicate or a conflict is told as."""

import sqlite3

from cobranca_cli.brformat import currency_br, date_br
from cobranca_cli.importing.layout import Layout
from cobranca_cli.importing.problems import RowProblem
from cobranca_cli.ledger.loading import Clash
from cobranca_cli.ledger.queries.customers import customer_label
from cobranca_cli.ledger.queries.persons import erased_on


def clash_problem(
    connection: sqlite3.Connection, file: str, layout: Layout, clash: Clash, *, of_a_system: bool
) -> RowProblem:
    """The problem of the row: E-DUPLICADA within the file, else E-CONFLITO with the ledger."""
    if clash.first_line is not None:
        code, name, value = "E-DUPLICADA", "numero", clash.number
        message = _duplicate(clash, of_a_system)
    else:
        name = clash.differences[0].field
        code, value = "E-CONFLITO", _shown(connection, name, clash.differences[0].file)
        message = _conflict(connection, clash)
    position = layout.positions.get(name)
    if name == "numero" and position is None and layout.number_columns:
        position = layout.number_columns[0]
    column = None if position is None else position + 1
    return RowProblem(file, clash.line, column, name, value, code, message)


def _duplicate(clash: Clash, of_a_system: bool) -> str:
    first = f"já está na linha {clash.first_line} deste arquivo"
    if of_a_system and clash.differences:
        return (
            f"{first} com outros dados: se são parcelas da mesma nota, exporte a coluna da parcela"
            ' e diga qual é com --mapear "Coluna=parcela"; se não, use --rejeitados'
        )
    return f"a mesma fatura {first}; se é repetição, deixe uma só; se são duas, dê um número a cada uma"


def _conflict(connection: sqlite3.Connection, clash: Clash) -> str:
    first, *others = clash.differences
    owner = next((each.ledger for each in clash.differences if each.field == "cliente"), None)
    if isinstance(owner, int) and (erased := erased_on(connection, owner)):
        return (
            f"a fatura {clash.number} é de quem foi apagado do livro em {date_br(erased)}; nada foi mudado."
            " O que havia dessa pessoa não volta: tire a linha do arquivo"
        )
    message = f"o livro tem {_shown(connection, first.field, first.ledger)} na fatura {clash.number}"
    for other in others:
        there, here = (_shown(connection, other.field, value) for value in (other.ledger, other.file))
        message += f"; e {other.field} {there}, aqui {here}"
    return f"{message}; nada foi mudado. {_way_out(first.field)}"


def _way_out(field: str) -> str:
    if field == "cliente":
        return "Se é a mesma pessoa, complete o cadastro com 'cobranca clientes editar'"
    return "Se o arquivo está certo, cancele a fatura e importe-a com outro número"


def _shown(connection: sqlite3.Connection, name: str, value: object) -> str:
    if name == "valor" and isinstance(value, int):
        return currency_br(value)
    if name == "cliente" and isinstance(value, int):
        return customer_label(connection, value)
    return date_br(value) if isinstance(value, str) else "nada"
