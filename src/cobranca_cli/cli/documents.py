"""Documents that a person can send: the working of an invoice."""

from typing import Annotated

from cobranca_cli.cli.frame import DATA, Arg, Run, Section, command
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
