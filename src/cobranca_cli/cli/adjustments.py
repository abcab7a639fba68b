"""`faturas abonar|abater|descontar|baixar|despesa`: what changes a debt without money coming in."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, cast

from cobranca_cli.cli import parsers
from cobranca_cli.cli.frame import Arg, Choice, Opt, Run, command
from cobranca_cli.cli.invoices import invoices
from cobranca_cli.cli.moment import moment_of, settings_of
from cobranca_cli.errors import UsageError

if TYPE_CHECKING:
    from decimal import Decimal

__all__ = ["invoices"]

_INVOICE = Arg("FATURA", "NUMERO ou NUMERO/PARCELA.")
_REASON = Opt("--motivo", "Por quê; fica no histórico.", metavar="TEXTO")
_DAY = Opt("--data", "O dia em que vale.", metavar="DATA", default="o dia de hoje")
_AUTHOR = Opt("--autor", "Quem decidiu.", metavar="NOME", default="o usuário do computador")
_AMOUNT = Opt("--valor", "Quanto.", parsers.positive_money, metavar="VALOR")
_PERCENT = Opt("--percentual", "Quanto, em % do valor da fatura.", parsers.percent, metavar="PCT")


@command(invoices, "abonar", formats=(), writes=True)
def waive(
    run: Run,
    fatura: Annotated[str, _INVOICE],
    motivo: Annotated[str, _REASON],
    multa: Annotated[bool, Opt("--multa", "Só a multa (junta-se às outras opções).")] = False,
    juros: Annotated[bool, Opt("--juros", "Só os juros.")] = False,
    correcao: Annotated[bool, Opt("--correcao", "Só a correção.")] = False,
    despesas: Annotated[bool, Opt("--despesas", "Só as despesas.")] = False,
    valor: Annotated[
        int | None,
        Opt("--valor", "Até este valor.", parsers.positive_money, metavar="VALOR", default="tudo"),
    ] = None,
    data: Annotated[date | None, _DAY] = None,
    autor: Annotated[str | None, _AUTHOR] = None,
) -> None:
    """Dispensa encargos de uma fatura: a multa, os juros, ou tudo o que passou do principal até o dia.

    Os juros dos dias seguintes continuam a contar enquanto houver principal em aberto.

    Exemplos:
      cobranca faturas abonar NF-1001 --motivo "primeiro atraso"
      cobranca faturas abonar NF-1001 --multa --motivo "boleto chegou tarde"
    """
    asked = {"fine": multa, "interest": juros, "correction": correcao, "expenses": despesas}
    chosen = tuple(name for name, wanted in asked.items() if wanted) or tuple(asked)
    _adjust(run, "abono", fatura, motivo, valor, None, data, autor, chosen)


@command(invoices, "abater", formats=(), writes=True)
def abate(
    run: Run,
    fatura: Annotated[str, _INVOICE],
    motivo: Annotated[str, _REASON],
    valor: Annotated[int | None, _AMOUNT] = None,
    percentual: Annotated[object, _PERCENT] = None,
    data: Annotated[date | None, _DAY] = None,
    autor: Annotated[str | None, _AUTHOR] = None,
) -> None:
    """Abate parte do principal de uma fatura, sem condição: devolução, mercadoria com defeito.

    Exemplos:
      cobranca faturas abater NF-1001 --valor 120,00 --motivo "duas caixas devolvidas"
    """
    _adjust(run, "abatimento", fatura, motivo, valor, percentual, data, autor)


@command(invoices, "descontar", formats=(), writes=True)
def discount(
    run: Run,
    fatura: Annotated[str, _INVOICE],
    motivo: Annotated[str, _REASON],
    valor: Annotated[int | None, _AMOUNT] = None,
    percentual: Annotated[object, _PERCENT] = None,
    data: Annotated[date | None, _DAY] = None,
    autor: Annotated[str | None, _AUTHOR] = None,
) -> None:
    """Dá um desconto no principal de uma fatura.

    O desconto por pagamento antecipado que estiver em cobranca.toml é dado sozinho, no pagamento.

    Exemplos:
      cobranca faturas descontar NF-1001 --percentual 5 --motivo "combinado por telefone"
    """
    _adjust(run, "desconto", fatura, motivo, valor, percentual, data, autor)


@command(invoices, "baixar", formats=(), writes=True)
def write_off(
    run: Run,
    fatura: Annotated[str, _INVOICE],
    por: Annotated[str, Opt("--por", "A razão da baixa.", Choice("perda"))],
    motivo: Annotated[str, _REASON],
    data: Annotated[date | None, _DAY] = None,
    autor: Annotated[str | None, _AUTHOR] = None,
) -> None:
    """Baixa por perda tudo o que resta de uma fatura.

    A dívida não deixa de existir: um pagamento registrado depois na fatura conta como recuperação da perda.

    Exemplos:
      cobranca faturas baixar NF-1001 --por perda --motivo "cliente fechou as portas"
    """
    _adjust(run, por, fatura, motivo, None, None, data, autor)


@command(invoices, "despesa", formats=(), writes=True)
def expense(
    run: Run,
    fatura: Annotated[str, _INVOICE],
    valor: Annotated[int, Opt("--valor", "Quanto.", parsers.positive_money, metavar="VALOR")],
    motivo: Annotated[str, _REASON],
    data: Annotated[date | None, _DAY] = None,
    autor: Annotated[str | None, _AUTHOR] = None,
) -> None:
    """Soma à fatura uma despesa que o contrato ou a lei deixa cobrar: custas de cartório, por exemplo.

    Exemplos:
      cobranca faturas despesa NF-1001 --valor 87,40 --motivo "custas do protesto"
    """
    _adjust(run, "despesa", fatura, motivo, valor, None, data, autor)


def _adjust(
    run: Run,
    kind: str,
    invoice: str,
    reason: str,
    amount: int | None,
    percent: object,
    day: date | None,
    author: str | None,
    components: tuple[str, ...] = (),
) -> None:
    from cobranca_cli.services.adjustments import Wish, adjust
    from cobranca_cli.views.adjustments import said

    if kind in ("abatimento", "desconto") and (amount is None) == (percent is None):
        wrong = "use --valor ou --percentual, não os dois" if amount else "diga quanto"
        raise UsageError(wrong, hint="por exemplo --valor 120,00, ou --percentual 5")
    points = cast("Decimal | None", percent)
    wish = Wish(kind, invoice, reason, amount, points, components, author or _user(), day)
    done = adjust(run.ledger_path, settings_of(run), moment_of(run), wish)
    state = f"Gravado: {said(done)}."
    run.wrote(state)
    for notice in done.notices:
        run.warn(notice)
    run.note(state)


def _user() -> str | None:
    """Who is logged in; a waiver has an author."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return None
