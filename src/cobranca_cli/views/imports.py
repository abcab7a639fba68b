"""What an import did: the counts as a report, the reading and the remarks as sentences."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from cobranca_cli.brformat import counted, currency_br, date_br, thousands_br
from cobranca_cli.views.report import Column, Figure, Kind, Report

if TYPE_CHECKING:
    from cobranca_cli.importing.problems import RowProblem
    from cobranca_cli.services.import_payments import PaymentImport
    from cobranca_cli.services.import_result import ImportResult, Reading, Sample

_COLUMNS = (
    Column("arquivo", "Arquivo"),
    Column("linha", "Linha", Kind.INTEGER),
    Column("coluna", "Coluna", Kind.INTEGER),
    Column("campo", "Campo"),
    Column("codigo", "Código"),
    Column("mensagem", "Mensagem"),
)
_NEWS = ("new", "new_cents", "new_customers", "payments", "paid_cents", "slips")
_ENCODINGS = {"utf-8": "UTF-8", "cp1252": "Windows-1252", "cp850": "CP850", "mac_roman": "Mac Roman"}
_DELIMITERS = {";": "ponto e vírgula", ",": "vírgula", "\t": "tabulação", "|": "barra vertical"}


def problems_of(results: Sequence["ImportResult"]) -> list["RowProblem"]:
    """The problems of all files, in the order of files and lines."""
    return [problem for result in results for problem in result.problems.kept]


def invoices(results: Sequence["ImportResult"], today: date) -> Report:
    """The counts of an import of invoices."""

    def total(name: str) -> int:
        # Of a refused file nothing is new: nothing of it was written.
        return sum(getattr(result, name) for result in results if not (name in _NEWS and result.refused))

    figures = (
        ("lidas", "Linhas lidas", total("read")),
        ("novas", "Faturas novas", total("new")),
        ("existentes", "Já existiam", total("existing")),
        ("conflitos", "Em conflito", total("conflicts")),
        ("rejeitadas", "Rejeitadas", total("rejected")),
        ("clientes_novos", "Clientes novos", total("new_customers")),
    )
    totals = [Figure(name, label, Kind.INTEGER, value) for name, label, value in figures]
    totals.append(Figure("valor_novo", "Valor das novas", Kind.MONEY, total("new_cents")))
    if any(result.reading and result.reading.profile for result in results):
        totals.append(Figure("pagamentos_novos", "Pagamentos novos", Kind.INTEGER, total("payments")))
        totals.append(Figure("valor_recebido", "Valor recebido", Kind.MONEY, total("paid_cents")))
    if any(result.reading and "linha_digitavel" in result.reading.columns for result in results):
        totals.append(Figure("boletos_novos", "Boletos novos", Kind.INTEGER, total("slips")))
    return _report("importar faturas", "Importação de faturas", results, today, totals)


def payments(results: Sequence["PaymentImport"], today: date) -> Report:
    """The counts of an import of payments."""
    kept = [result for result in results if not result.refused]
    figures = (
        ("lidas", "Linhas lidas", sum(result.read for result in results)),
        ("novos", "Pagamentos novos", sum(result.new for result in kept)),
        ("existentes", "Já existiam", sum(result.existing for result in results)),
        ("conflitos", "Em conflito", sum(result.conflicts for result in results)),
        ("rejeitadas", "Rejeitadas", sum(result.rejected for result in results)),
    )
    amounts = (
        ("valor_novo", "Valor dos novos", sum(result.new_cents for result in kept)),
        ("alocado", "Em faturas", sum(result.allocated for result in kept)),
        ("credito", "Crédito dos clientes", sum(result.credit for result in kept)),
    )
    totals = [Figure(name, label, Kind.INTEGER, value) for name, label, value in figures]
    totals += [Figure(name, label, Kind.MONEY, value) for name, label, value in amounts]
    return _report("importar pagamentos", "Importação de pagamentos", results, today, totals)


def customers(results: Sequence["ImportResult"], today: date) -> Report:
    """The counts of an import of customers."""
    figures = (
        ("lidas", "Linhas lidas", sum(result.read for result in results)),
        ("novos", "Clientes novos", sum(result.new for result in results)),
        ("atualizados", "Atualizados", sum(result.updated for result in results)),
        ("existentes", "Sem mudança", sum(result.existing for result in results)),
        ("rejeitadas", "Rejeitadas", sum(result.rejected for result in results)),
    )
    totals = [Figure(name, label, Kind.INTEGER, value) for name, label, value in figures]
    return _report("importar clientes", "Importação de clientes", results, today, totals)


def _report(
    name: str, title: str, results: Sequence["ImportResult"], today: date, totals: list[Figure]
) -> Report:
    return Report(
        name=name,
        title=title,
        as_of=today,
        columns=_COLUMNS,
        rows=[
            (problem.file, problem.line, problem.column, problem.field, problem.code, problem.message)
            for problem in problems_of(results)
        ],
        totals=tuple(totals),
        empty="Nenhum problema nas linhas.",
    )


def summary(report: Report) -> Report:
    """The counts as a short table for people; counts of zero that say nothing are left out."""
    always = {"lidas", "novas", "novos", "existentes"}
    rows = [
        (figure.label, currency_br(figure.value) if figure.kind is Kind.MONEY else thousands_br(figure.value))
        for figure in report.totals
        if isinstance(figure.value, int) and (figure.value or figure.name in always)
    ]
    columns = (Column("campo", "Resultado"), Column("valor", "Total"))
    return Report(report.name, report.title, report.as_of, columns, rows)


def preview(result: "ImportResult") -> list[str]:
    """How the file was understood, in a person's words; empty when it could not be."""
    reading = result.reading
    if reading is None:
        return []
    sentences = [f"{result.file}: {_how(reading)}"]
    if reading.header_line > 1:
        sentences.append(f"  o cabeçalho está na linha {reading.header_line}; pulei o que vem antes")
    renamed = [
        f"{heading} → {name}" for name, heading in reading.columns.items() if heading.casefold() != name
    ]
    if renamed:
        sentences.append(f"  colunas: {', '.join(renamed)}")
    if reading.ignored:
        sentences.append(f"  colunas deixadas de fora: {', '.join(reading.ignored)}")
    if result.sample:
        sentences.append(f"  {_first(result.sample)}")
    sentences += [f"  {reason}, deixadas de lado: {count}" for reason, count in result.set_aside.items()]
    return sentences + [f"  {remark}" for remark in result.remarks]


def _first(sample: "Sample") -> str:
    amount, day = currency_br(sample.amount), date_br(sample.day)
    if sample.payment:
        what = f", fatura {sample.number}" if sample.number else ""
        return f"o primeiro: {amount} em {day}, de {sample.customer}{what}"
    return f"a primeira: fatura {sample.number}, de {sample.customer}, vencimento {day}, {amount}"


def _how(reading: "Reading") -> str:
    encoding = _ENCODINGS.get(reading.encoding, reading.encoding)
    parts = [f"li em {encoding}", f"separado por {_DELIMITERS.get(reading.delimiter, reading.delimiter)}"]
    if reading.profile:
        parts.append(f"no formato “{reading.profile}”")
    if reading.decimals:
        parts.append(f"centavos com {'vírgula' if reading.decimals == 'virgula' else 'ponto'}")
    parts.append(f"datas como {reading.days}")
    return ", ".join(parts)


def outcome(result: "ImportResult", noun: tuple[str, str]) -> str:
    """What is in the ledger now because of this file, in one sentence."""
    if not result.changes:
        known = counted(
            result.existing, f"{noun[0].split()[0]} já existia", f"{noun[1].split()[0]} já existiam"
        )
        return f"nada de novo em {result.file}: {known}"
    said = [counted(result.new, *noun)] if result.new or result.updated else []
    if result.updated:
        said.append(counted(result.updated, "atualizado", "atualizados"))
    if result.payments:
        said.append(counted(result.payments, "pagamento novo", "pagamentos novos"))
    if result.slips:
        said.append(counted(result.slips, "boleto", "boletos"))
    return f"{' e '.join(said)} de {result.file}"


def would_enter(result: "ImportResult", noun: tuple[str, str]) -> str:
    """The same for a rehearsal."""
    text = outcome(result, noun)
    if not result.changes:
        return text
    return f"{'entraria' if result.changes == 1 else 'entrariam'} {text}"
