"""Documents that a person can send: the working of an invoice, the statement of a customer, a receipt."""

from datetime import date
from typing import Annotated

from cobranca_cli.cli.frame import DATA, Arg, Opt, Run, Section, command
from cobranca_cli.cli.moment import moment_of, settings_of

documents = Section()

FORMATS = (*DATA, "xlsx", "html", "pdf")


@command(documents, "memoria", report=True, formats=FORMATS)
def working(run: Run, fatura: Annotated[str, Arg("FATURA", "NUMERO ou NUMERO/PARCELA.")]) -> None:
    """Mostra a memória de cálculo de uma fatura: cada passo até o valor de hoje, ou de qualquer dia.

    Cada linha traz a base, a taxa, os dias, o valor e a regra com a sua fonte. Para enviar ao cliente, grave
    em HTML ou PDF (o PDF precisa do pacote adicional: pip install 'cobranca-cli[pdf]').

    Exemplos:
      cobranca memoria NF-1001
      cobranca memoria NF-1001/2 --em 31/10/2026
      cobranca memoria NF-1001 --saida memoria.pdf
    """
    from cobranca_cli.services.working import work_invoice
    from cobranca_cli.views.working import working as view

    found = work_invoice(run.ledger_path, settings_of(run), moment_of(run), run.as_of, fatura)
    run.emit_document(view(found))


@command(documents, "extrato", report=True, formats=FORMATS)
def statement(
    run: Run,
    cliente: Annotated[str, Arg("CLIENTE", "Nome ou parte dele, código, CPF/CNPJ.")],
    de: Annotated[
        date | None,
        Opt("--de", "A partir deste dia, com o saldo anterior.", metavar="DATA", default="o início"),
    ] = None,
) -> None:
    """Mostra o extrato de um cliente: faturas, encargos, pagamentos e o saldo depois de cada um.

    O saldo é o que se deve no dia, com multa, juros e correção, menos o crédito do cliente. O extrato de um
    dia passado é o que o livro sabia naquele dia. Para enviar ao cliente, grave em HTML ou PDF.

    Exemplos:
      cobranca extrato "Padaria Sol"
      cobranca extrato "Padaria Sol" --de 01/10/2026 --em 31/10/2026
      cobranca extrato "Padaria Sol" --saida extrato.pdf
    """
    from cobranca_cli.services.statement import state
    from cobranca_cli.views.statement import statement as view

    run.emit_document(view(state(run.ledger_path, settings_of(run), moment_of(run), run.as_of, cliente, de)))


@command(documents, "recibo", report=True, formats=FORMATS)
def receipt(
    run: Run, id: Annotated[int, Arg("ID", "O número do pagamento, como em 'cobranca pagamento listar'.")]
) -> None:
    """Faz o recibo de um pagamento: de quem, quanto, como, para que faturas, e o que fica quitado.

    O recibo diz a distribuição que vale hoje; se um estorno a mudou, diz em que dia. Um pagamento que foi
    estornado não tem recibo. Do uso de um crédito também se faz recibo.

    Exemplos:
      cobranca recibo 12
      cobranca recibo 12 --saida recibo.pdf
    """
    from cobranca_cli.services.receipt import give
    from cobranca_cli.views.receipt import receipt as view

    run.emit_document(view(give(run.ledger_path, settings_of(run), moment_of(run), run.as_of, id)))
