"""`cobranca` alone: the day in five lines."""

from cobranca_cli.brformat import counted, currency_br, date_br
from cobranca_cli.cli.frame import Run
from cobranca_cli.cli.moment import moment_of, settings_of


def show(run: Run) -> int | None:
    """What is overdue, what comes due, and the next commands; without a ledger, how to begin or go back."""
    if not run.ledger_path.exists():
        from cobranca_cli.services.copies import lost

        if there_was := lost(run.ledger_path):
            what, way = there_was
            print(f"O livro não está mais em {run.ledger_path}: {what}.")
            print(f"Para voltar a ele:         {way}")
            print("Todos os comandos:         cobranca --ajuda")
            return None
        print("Ainda não há um livro de contas a receber.")
        print(f"Ele ficaria em {run.ledger_path}.")
        print("Para criar o seu:          cobranca iniciar")
        print("Para ver uma demonstração: cobranca demo")
        print("Todos os comandos:         cobranca --ajuda")
        return None
    from cobranca_cli.services.day import SOON_DAYS, day

    found = day(run.ledger_path, settings_of(run), moment_of(run))
    for notice in found.notices:
        run.warn(notice)
    overdue, today, soon = found.overdue, found.due_today, found.due_soon
    print(f"Hoje é {date_br(run.today.isoformat())}.")
    if overdue.invoices:
        who = counted(overdue.customers, "cliente", "clientes")
        print(
            f"Vencido:         {currency_br(overdue.amount)} em"
            f" {counted(overdue.invoices, 'fatura', 'faturas')} de {who}"
        )
    else:
        print("Vencido:         nada")
    print(f"Vence hoje:      {_sum(today.amount, today.invoices)}")
    print(f"Próximos {SOON_DAYS} dias: {_sum(soon.amount, soon.invoices)}")
    print("A seguir:        cobranca hoje · cobranca vencidos · cobranca --ajuda")
    return None


def _sum(amount: int, invoices: int) -> str:
    return f"{currency_br(amount)} em {counted(invoices, 'fatura', 'faturas')}" if invoices else "nada"
