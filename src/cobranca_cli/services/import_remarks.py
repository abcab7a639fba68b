"""What an import of invoices has to say beside its counts, in a person's words."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cobranca_cli.brformat import counted, currency_br, thousands_br
from cobranca_cli.importing.erp_rows import SETTLED, ErpRows
from cobranca_cli.ledger.customers import CustomerBook

from .import_received import ReceivedPayments
from .import_slips import ImportedSlips

_BY_HAND = "'cobranca pagamento registrar --fatura FATURA --valor VALOR --data DATA'"


@dataclass(slots=True)
class StillOpen:
    """Titles of which a file says that they were paid, in whole or in part, and not when: names, cents."""

    names: list[str] = field(default_factory=list)
    cents: int = 0

    def add(self, name: str, cents: int) -> None:
        """Take up one more."""
        self.names.append(name)
        self.cents += cents


@dataclass(slots=True)
class Unrecorded:
    """What the ledger does not know of what a system received."""

    settled: StillOpen = field(default_factory=StillOpen)
    in_part: StillOpen = field(default_factory=StillOpen)
    different: StillOpen = field(default_factory=StillOpen)
    by_balance: int = 0
    """Known titles whose amount is the balance of an earlier import."""


_TOLD = {
    "once": "pagas em parte, com atraso: {}; a exportação só traz o último dia: se houve recebimentos antes"
    " dele, os encargos calculados aqui ficam a mais; confira com 'cobranca memoria FATURA'",
    "reversed": "recebidas no arquivo, com o pagamento estornado no livro: {}; continua estornado",
    "unequal": "com menos em aberto no arquivo do que no livro: {}; o dinheiro já está todo registrado, e a"
    " diferença é um desconto ou foi para os encargos: veja com 'cobranca memoria FATURA' e, se for o caso,"
    " use 'cobranca faturas descontar' ou 'abonar'",
    "repeated": "em mais de uma linha do arquivo, sem que se saiba qual vale: {}; nada foi registrado: se são"
    ' parcelas, exporte a coluna da parcela e diga qual é com --mapear "Coluna=parcela"',
    "cancelled": "recebidas no arquivo e canceladas no livro: {}; nada foi mudado",
    "lost": f"recebidas no arquivo e baixadas por perda no livro: {{}}; registre com {_BY_HAND}",
}
"""What is said of titles that `ReceivedPayments` lists under a name."""


def of_payments(received: ReceivedPayments) -> list[str]:
    """What became of what the file says was received."""
    done = received.done
    remarks = []
    if done.payments:
        remarks.append(
            f"pagamentos que a exportação diz recebidos: {thousands_br(done.payments)}, somando"
            f" {currency_br(done.cents)}"
        )
    if done.again:
        remarks.append(
            f"lançamentos de dias posteriores que foram distribuídos de novo: {thousands_br(done.again)}"
        )
    for name, text in _TOLD.items():
        if names := getattr(received, name):
            remarks.append(text.format(some(names)))
    return remarks


def of_rows(erp: ErpRows, unrecorded: Unrecorded, day_heading: str | None) -> list[str]:
    """What was paid without the file saying when, and what else is unusual in a system's export."""
    remarks = []
    missing = _missing_day(erp, day_heading)
    if erp.partly_paid:
        remarks.append(
            f"faturas pagas em parte: {thousands_br(erp.partly_paid)}; entraram pelo que ainda está em"
            f" aberto, porque {missing}"
        )
    if aside := erp.skipped[SETTLED]:
        verb = "ficou" if aside == 1 else "ficaram"
        remarks.append(f"{counted(aside, 'quitada', 'quitadas')} {verb} de fora, porque {missing}")
    for still, what in (
        (unrecorded.in_part, "pagas em parte desde a última importação"),
        (unrecorded.settled, "quitadas no arquivo e ainda abertas no livro"),
    ):
        if still.names:
            remarks.append(
                f"{what}: {some(still.names)}, somando {currency_br(still.cents)}; registre cada pagamento"
                f" com {_BY_HAND}"
            )
    if unrecorded.different.names:
        remarks.append(
            f"quitadas no arquivo e abertas no livro com outros dados: {some(unrecorded.different.names)};"
            " nada foi mudado: confira o valor, o vencimento e o cliente e, se são as mesmas, registre o"
            f" pagamento com {_BY_HAND}"
        )
    if unrecorded.by_balance:
        remarks.append(
            f"faturas que entraram antes pelo saldo: {thousands_br(unrecorded.by_balance)}; o valor delas"
            " no livro continua a ser esse saldo, e o que já tinha sido recebido não vira pagamento"
        )
    if erp.made_numbers:
        remarks.append(
            f"linhas sem número de fatura: {thousands_br(erp.made_numbers)};"
            " cada uma ganhou um número fixo, feito da descrição, do cliente e do vencimento"
        )
    return remarks


def of_slips(slips: ImportedSlips) -> list[str]:
    """What boletos said that the invoices do not."""
    remarks = []
    if slips.changed:
        remarks.append(
            f"faturas que já tinham outro boleto: {thousands_br(slips.changed)}; vale o do arquivo"
        )
    if slips.other_amount:
        remarks.append(
            f"boletos com valor diferente do da fatura, que não entraram: {some(slips.other_amount)}; confira"
            " e, se estão certos, use 'cobranca faturas boleto FATURA LINHA --aceitar-diferenca'"
        )
    if slips.other_day:
        remarks.append(f"boletos que vencem em outro dia que a fatura: {some(slips.other_day)}")
    return remarks


def of_customers(book: CustomerBook) -> list[str]:
    """What was found out about customers."""
    remarks = []
    if book.completed:
        remarks.append(f"dados de cadastro que faltavam e foram completados: {thousands_br(book.completed)}")
    if book.namesakes:
        remarks.append(
            f"clientes novos com o nome de outro já cadastrado: {thousands_br(book.namesakes)};"
            " veja com 'cobranca clientes listar' se são a mesma pessoa"
        )
    if book.other_name:
        remarks.append(
            f"clientes com outro nome no cadastro: {thousands_br(book.other_name)};"
            " ficou o do cadastro, porque quem decide é o documento ou o código"
        )
    return remarks


def some(names: Sequence[str], shown: int = 10) -> str:
    """The first names and how many more there are."""
    more = f" e mais {thousands_br(len(names) - shown)}" if len(names) > shown else ""
    return ", ".join(names[:shown]) + more


def _missing_day(erp: ErpRows, day_heading: str | None) -> str:
    if erp.day_heading:
        return f"a coluna “{erp.day_heading}” está vazia"
    include = f": inclua nela a coluna “{day_heading}”" if day_heading else ""
    return f"a exportação não traz a data do pagamento{include}"
