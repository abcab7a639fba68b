"""`importar`: files of invoices, of customers and of payments."""

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cobranca_cli.cli.frame import Arg, Choice, Opt, Run, Section, command
from cobranca_cli.cli.moment import moment_of, settings_of
from cobranca_cli.cli.progress import progress
from cobranca_cli.errors import EXIT_DATA, NOTHING_WRITTEN, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cobranca_cli.importing.layout import Wishes
    from cobranca_cli.importing.profiles import Profile
    from cobranca_cli.importing.rejects import RejectsFile
    from cobranca_cli.services.import_result import ImportResult
    from cobranca_cli.views.report import Report

imports = Section("importar", "Traz faturas, clientes e pagamentos de arquivos CSV.")

SHOWN_PROBLEMS = 50

_MODES = Choice("legal", "capital")
_FILES = Arg("ARQ", "Arquivo CSV; pode ser mais de um.")
_ENCODING = Choice("utf-8", "cp1252", "latin-1", "cp850", "mac-roman")
_SIMULATE = Opt("--simular", "Lê e confere tudo, mas não grava.")
_MAP = Opt("--mapear", "Diz a que campo corresponde uma coluna; pode repetir.", metavar='"COLUNA=CAMPO"')
_IGNORE = Opt("--ignorar-colunas", "Deixa de fora as colunas que não conhece.")
_REJECTS = Opt(
    "--rejeitados", "Grava as linhas boas e põe as ruins neste arquivo, com o motivo.", metavar="ARQ"
)
_DECIMAL = Opt("--decimal", "O que separa os centavos.", Choice("virgula", "ponto"), default="descoberto")
_DAYS = Opt("--datas", "A ordem das datas.", Choice("dd/mm/aaaa", "mm/dd/aaaa"), default="dd/mm/aaaa")
_CODE = Opt(
    "--codificacao",
    "Codificação do arquivo, se a descoberta não servir.",
    _ENCODING,
    default="descoberta",
)


def _profiles(typed: str) -> list[str]:
    from cobranca_cli.importing.profiles import BUILT_IN

    return [name for name in BUILT_IN if name.startswith(typed)]


@command(imports, "faturas", writes=True)
def invoices(
    run: Run,
    arquivos: Annotated[list[Path], _FILES],
    simular: Annotated[bool, _SIMULATE] = False,
    perfil: Annotated[
        str | None,
        Opt(
            "--perfil",
            "De que sistema veio: omie, conta-azul, tiny, granatum, nibo, quickbooks, ou um perfil seu.",
            metavar="NOME",
            complete=_profiles,
        ),
    ] = None,
    mapear: Annotated[list[str] | None, _MAP] = None,
    ignorar_colunas: Annotated[bool, _IGNORE] = False,
    rejeitados: Annotated[Path | None, _REJECTS] = None,
    decimal: Annotated[str | None, _DECIMAL] = None,
    datas: Annotated[str | None, _DAYS] = None,
    codificacao: Annotated[str | None, _CODE] = None,
) -> int | None:
    """Importa faturas de um CSV: da sua planilha ou da exportação do seu sistema.

    Cada arquivo entra inteiro ou não entra. Importar de novo o mesmo arquivo não muda nada. Colunas
    necessárias: numero, cliente, vencimento e valor; o documento (CPF/CNPJ) ou o codigo_cliente dizem quem
    é o cliente. Também: parcela, emissao, descricao, categoria, email, telefone, endereco, cidade, uf, cep,
    linha_digitavel.

    Exemplos:
      cobranca importar faturas contas.csv --simular
      cobranca importar faturas exportacao.csv --perfil conta-azul
      cobranca importar faturas contas.csv --mapear "Sacado=cliente" --rejeitados ruins.csv
    """
    from cobranca_cli.importing.fields import INVOICE_FIELDS
    from cobranca_cli.services.import_invoices import import_invoices
    from cobranca_cli.services.profiles import profile_named
    from cobranca_cli.views import imports as views

    _one_file_to_reject(arquivos, rejeitados)
    settings = settings_of(run)
    profile = profile_named(perfil, settings) if perfil else None
    wishes = _wishes(INVOICE_FIELDS, mapear, ignorar_colunas, codificacao, profile, decimal, datas)
    results: list[ImportResult] = []
    with _rejects(rejeitados, run) as rejects:
        for file in arquivos:
            with progress(file.name) as tell:
                result = import_invoices(
                    run.ledger_path,
                    file,
                    wishes,
                    moment_of(run),
                    settings.calendar,
                    simulate=simular,
                    settings=settings,
                    rejects=rejects,
                    progress=tell,
                )
            results.append(result)
            _tell(run, result, ("fatura nova", "faturas novas"), simular)
        _keep(run, rejects, simular)
    return _finish(run, results, views.invoices(results, run.today))


@command(imports, "clientes", writes=True)
def customers(
    run: Run,
    arquivos: Annotated[list[Path], _FILES],
    simular: Annotated[bool, _SIMULATE] = False,
    mapear: Annotated[list[str] | None, _MAP] = None,
    ignorar_colunas: Annotated[bool, _IGNORE] = False,
    codificacao: Annotated[str | None, _CODE] = None,
    decimal: Annotated[str | None, _DECIMAL] = None,
    datas: Annotated[str | None, _DAYS] = None,
) -> int | None:
    """Importa o cadastro de clientes de um CSV; quem já existe é atualizado.

    Coluna necessária: cliente. Também: documento, codigo_cliente, email, telefone, endereco, cidade, uf,
    cep, categoria. Para o crédito: fundacao, setor, faturamento (por mês), patrimonio, referencia. Uma
    célula vazia não apaga o que já está cadastrado.

    Exemplos:
      cobranca importar clientes clientes.csv --simular
      cobranca importar clientes clientes.csv --ignorar-colunas
    """
    from cobranca_cli.importing.fields import CUSTOMER_FILE_FIELDS
    from cobranca_cli.services.import_customers import import_customers
    from cobranca_cli.views import imports as views

    wishes = _wishes(CUSTOMER_FILE_FIELDS, mapear, ignorar_colunas, codificacao, None, decimal, datas)
    results: list[ImportResult] = []
    for file in arquivos:
        with progress(file.name) as tell:
            result = import_customers(
                run.ledger_path, file, wishes, moment_of(run), simulate=simular, progress=tell
            )
        results.append(result)
        _tell(run, result, ("cliente novo", "clientes novos"), simular)
    return _finish(run, results, views.customers(results, run.today))


@command(imports, "pagamentos", writes=True)
def payments(
    run: Run,
    arquivos: Annotated[list[Path], _FILES],
    imputar: Annotated[
        str,
        Opt("--imputar", "O que se paga primeiro: os encargos (lei) ou o principal.", _MODES),
    ] = "legal",
    simular: Annotated[bool, _SIMULATE] = False,
    mapear: Annotated[list[str] | None, _MAP] = None,
    ignorar_colunas: Annotated[bool, _IGNORE] = False,
    rejeitados: Annotated[Path | None, _REJECTS] = None,
    decimal: Annotated[str | None, _DECIMAL] = None,
    datas: Annotated[str | None, _DAYS] = None,
    codificacao: Annotated[str | None, _CODE] = None,
) -> int | None:
    """Importa pagamentos recebidos de um CSV e distribui cada um como 'cobranca pagamento registrar'.

    Colunas necessárias: data, valor e a fatura (com a parcela, se houver) ou o cliente: documento,
    codigo_cliente ou cliente. Também: forma e chave. Os pagamentos entram na ordem das datas. Cada arquivo
    entra inteiro ou não entra. Importar de novo não muda nada: a chave diz quais são os mesmos e, sem ela,
    o que está na linha; dois iguais no mesmo arquivo são dois pagamentos.

    Exemplos:
      cobranca importar pagamentos recebidos.csv --simular
      cobranca importar pagamentos extrato.csv --mapear "Identificador=chave" --ignorar-colunas
      cobranca importar pagamentos recebidos.csv --imputar capital --rejeitados ruins.csv
    """
    from cobranca_cli.importing.fields import PAYMENT_FIELDS
    from cobranca_cli.services.import_payments import PaymentImport, import_payments
    from cobranca_cli.views import imports as views

    _one_file_to_reject(arquivos, rejeitados)
    settings, moment = settings_of(run), moment_of(run)
    wishes = _wishes(PAYMENT_FIELDS, mapear, ignorar_colunas, codificacao, None, decimal, datas)
    results: list[PaymentImport] = []
    with _rejects(rejeitados, run) as rejects:
        for file in arquivos:
            with progress(file.name) as tell:
                result = import_payments(
                    run.ledger_path,
                    file,
                    wishes,
                    moment,
                    settings,
                    mode=imputar,
                    simulate=simular,
                    rejects=rejects,
                    progress=tell,
                )
            results.append(result)
            _tell(run, result, ("pagamento novo", "pagamentos novos"), simular)
        _keep(run, rejects, simular)
    return _finish(run, results, views.payments(results, run.today))


def _one_file_to_reject(files: list[Path], rejects: Path | None) -> None:
    if rejects and len(files) > 1:
        raise UsageError("--rejeitados vale para um arquivo de cada vez", hint="importe os arquivos um a um")


def _keep(run: Run, rejects: "RejectsFile | None", simulate: bool) -> None:
    if rejects and not simulate:
        rejects.keep()
        if rejects.rows:
            run.note(f"As linhas ruins estão em {rejects.path}; corrija e importe esse arquivo.")


def _wishes(
    allowed: tuple[str, ...],
    mapped: list[str] | None,
    ignore_unknown: bool,
    encoding: str | None,
    profile: "Profile | None" = None,
    decimal: str | None = None,
    days: str | None = None,
) -> "Wishes":
    from cobranca_cli.domain.days import DayOrder
    from cobranca_cli.domain.money import Decimals
    from cobranca_cli.importing.layout import Wishes, parse_mapping

    mapping: dict[str, str] = {}
    for text in mapped or ():
        pair = parse_mapping(text, allowed, with_profile=profile is not None)
        if isinstance(pair, str):
            raise UsageError(pair)
        mapping[pair[0]] = pair[1]
    return Wishes(
        profile=profile,
        mapping=mapping,
        ignore_unknown=ignore_unknown,
        decimals=Decimals(decimal) if decimal else None,
        days=DayOrder(days) if days else None,
        encoding=encoding,
    )


@contextmanager
def _rejects(path: Path | None, run: Run) -> "Iterator[RejectsFile | None]":
    if path is None:
        yield None
        return
    from cobranca_cli.importing.rejects import RejectsFile

    with RejectsFile(path, run.overwrite) as rejects:
        yield rejects


def _tell(run: Run, result: "ImportResult", noun: tuple[str, str], simulate: bool) -> None:
    """Say how the file was read and what became of it; keep the ledger's state up to date."""
    from cobranca_cli.views.imports import outcome, preview, would_enter

    for notice in result.notices:
        run.warn(notice)
    for sentence in preview(result):
        run.note(sentence)
    for problem in result.problems.kept[:SHOWN_PROBLEMS]:
        run.note(problem.text())
    if result.problems.total > SHOWN_PROBLEMS:
        run.note(
            f"… e mais {result.problems.total - SHOWN_PROBLEMS}; ao todo, {result.problems.total} problemas"
        )
    if result.written and result.changes:
        earlier = f"{run.ledger_state.rstrip('.')}; " if run.ledger_state else "Gravado: "
        run.wrote(f"{earlier}{outcome(result, noun)}.")
    elif simulate and not result.problems.total:
        run.note(f"Simulação: {would_enter(result, noun)}.")
    elif result.written:
        run.note(f"{outcome(result, noun)[0].upper()}{outcome(result, noun)[1:]}.")


def _finish(run: Run, results: "Sequence[ImportResult]", report: "Report") -> int | None:
    """Show the counts and end with the state of the ledger."""
    from cobranca_cli.views.imports import summary

    refused = any(result.refused for result in results)
    if run.format != "tabela":
        run.emit(report)
    elif not refused:
        run.emit(summary(report))
    run.note(run.ledger_state or NOTHING_WRITTEN)
    return EXIT_DATA if refused else None
