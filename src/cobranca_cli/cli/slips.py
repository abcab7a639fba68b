"""`faturas boleto|pix`: what the bank issued for an invoice to be paid by."""

from typing import TYPE_CHECKING, Annotated

from cobranca_cli.cli.adjustments import invoices
from cobranca_cli.cli.frame import Arg, Opt, Run, command
from cobranca_cli.cli.moment import moment_of, settings_of
from cobranca_cli.errors import UsageError

if TYPE_CHECKING:
    from cobranca_cli.services.slips import Slip

__all__ = ["invoices"]

_INVOICE = Arg("FATURA", "NUMERO ou NUMERO/PARCELA.")


@command(invoices, "boleto", formats=(), writes=True)
def boleto(
    run: Run,
    fatura: Annotated[str, _INVOICE],
    linha: Annotated[list[str] | None, Arg("LINHA", "A linha digitável ou o código de barras.")] = None,
    aceitar_diferenca: Annotated[
        bool, Opt("--aceitar-diferenca", "O valor é outro, ou o boleto é de mais de uma fatura.")
    ] = False,
    remover: Annotated[bool, Opt("--remover", "A fatura fica sem boleto.")] = False,
) -> None:
    """Guarda a linha digitável do boleto que o banco emitiu para uma fatura; ela vai nas cartas.

    Todos os dígitos verificadores são conferidos, e o valor é comparado com o da fatura. Serve a linha (com
    pontos e espaços ou sem) ou o código de barras. A linha nova fica no lugar da que houver.

    Exemplos:
      cobranca faturas boleto NF-1001 00190.00009 01238.798977 77700.168188 1 16560000123456
      cobranca faturas boleto NF-1001 --remover
    """
    from cobranca_cli.services.slips import register_boleto, remove

    typed = _typed(linha, remover, "a linha digitável do boleto")
    if typed is None:
        _tell(run, remove(run.ledger_path, moment_of(run), fatura, "boleto"))
    else:
        done = register_boleto(
            run.ledger_path, moment_of(run), fatura, typed, accept_difference=aceitar_diferenca
        )
        _tell(run, done)


@command(invoices, "pix", formats=(), writes=True)
def pix(
    run: Run,
    fatura: Annotated[str, _INVOICE],
    codigo: Annotated[list[str] | None, Arg("CODIGO", "O Pix copia e cola, entre aspas simples.")] = None,
    remover: Annotated[bool, Opt("--remover", "A fatura fica sem código do banco.")] = False,
) -> None:
    """Guarda o código Pix que o banco emitiu para uma fatura; ele vai nas cartas.

    É para o código dinâmico, em que o próprio banco calcula multa e juros. Sem ele, a carta traz um código
    estático, feito com a chave Pix da empresa e o valor exato.

    Exemplos:
      cobranca faturas pix NF-1001 '00020101021226770014BR.GOV.BCB.PIX2555...6304EEAB'
      cobranca faturas pix NF-1001 --remover
    """
    from cobranca_cli.services.slips import register_pix, remove

    typed = _typed(codigo, remover, "o código Pix copia e cola")
    if typed is None:
        _tell(run, remove(run.ledger_path, moment_of(run), fatura, "pix"))
    else:
        _tell(run, register_pix(run.ledger_path, settings_of(run), moment_of(run), fatura, typed))


def _typed(words: list[str] | None, removes: bool, what: str) -> str | None:
    """The code as one text; None to remove. The shell has cut it at its blanks, if it was not quoted."""
    if bool(words) == removes:
        raise UsageError(
            f"use --remover ou dê {what}, não os dois" if removes else f"falta {what}, ou --remover",
            hint="copie do banco e cole depois do número da fatura",
        )
    return " ".join(words) if words else None


def _tell(run: Run, slip: "Slip") -> None:
    from cobranca_cli.views.slips import said

    sentence = said(slip)
    state = f"Gravado: {sentence}." if slip.changed else "Nada foi gravado."
    run.wrote(state)
    for each in (*slip.notices, *slip.doubts):
        run.warn(each)
    if not slip.changed:
        run.note(f"{sentence[:1].upper()}{sentence[1:]}.")
    run.note(state)
