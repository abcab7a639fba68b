"""`pagamento`: register, take back, list, use credit."""

from datetime import date
from typing import Annotated

from cobranca_cli.cli import parsers
from cobranca_cli.cli.frame import DATA, Arg, Choice, Opt, Run, Section, command
from cobranca_cli.cli.moment import moment_of, settings_of
from cobranca_cli.errors import UsageError

payments = Section("pagamento", "Registra, estorna e lista pagamentos.")

_FORMS = Choice("pix", "boleto", "transferencia", "dinheiro", "cartao", "outro")
_MODES = Choice("legal", "capital")
_DAY = "DATA"
_INVOICES = Opt("--fatura", "A fatura que o cliente disse que paga; pode repetir.", metavar="FATURA")


@command(payments, "registrar", formats=(*DATA, "xlsx"), writes=True)
def register(
    run: Run,
    valor: Annotated[int, Opt("--valor", "Quanto entrou.", parsers.positive_money, metavar="VALOR")],
    data: Annotated[
        date | None, Opt("--data", "O dia em que entrou.", metavar=_DAY, default="o dia de hoje")
    ] = None,
    fatura: Annotated[list[str] | None, _INVOICES] = None,
    cliente: Annotated[
        str | None, Opt("--cliente", "Quem pagou, se não disse o quê.", metavar="CLIENTE")
    ] = None,
    forma: Annotated[str | None, Opt("--forma", "Como entrou.", _FORMS)] = None,
    imputar: Annotated[
        str, Opt("--imputar", "O que se paga primeiro: os encargos (lei) ou o principal.", _MODES)
    ] = "legal",
    chave: Annotated[
        str | None,
        Opt("--chave", "Identifica o pagamento: repetir a chave não registra de novo.", metavar="TEXTO"),
    ] = None,
) -> None:
    """Registra um pagamento e mostra para onde foi cada centavo.

    Sem indicação do cliente, quita as faturas vencidas da mais antiga para a mais nova; em cada uma, as
    despesas, os juros, a multa e a correção antes do principal (Código Civil, arts. 352 a 355). Com --imputar
    capital, o principal vem primeiro, e os encargos que sobrarem ficam em aberto, sem render juros. O que
    passar das faturas indicadas vai para as outras vencidas, e o que passar da dívida fica como crédito.

    Exemplos:
      cobranca pagamento registrar --fatura NF-1001 --valor 500,00
      cobranca pagamento registrar --cliente "Padaria Sol" --valor 1.200,00 --data 20/11/2026 --forma pix
      cobranca pagamento registrar --fatura NF-1001/2 --valor 980,00 --imputar capital --chave E123
    """
    from cobranca_cli.services.payments import Order
    from cobranca_cli.services.payments import register as service
    from cobranca_cli.views.payments import registered, said

    if bool(fatura) == bool(cliente):
        raise UsageError(
            "use --fatura ou --cliente, não os dois"
            if fatura
            else "diga de que fatura é o pagamento, ou de que cliente",
            hint="--fatura NUMERO (pode repetir) se o cliente disse o que paga; senão --cliente NOME",
        )
    order = Order(valor, data, tuple(fatura or ()), cliente, imputar, forma, chave)
    found = service(run.ledger_path, settings_of(run), moment_of(run), order)
    state = "Nada foi gravado." if found.known else f"Gravado: {said(found, 'pagamento')}."
    run.wrote(state)
    run.emit(registered(found))
    run.note(state)


@command(payments, "usar-credito", formats=(*DATA, "xlsx"), writes=True)
def use_credit(
    run: Run,
    cliente: Annotated[str, Arg("CLIENTE", "Nome ou parte dele, código, CPF/CNPJ.")],
    fatura: Annotated[list[str] | None, _INVOICES] = None,
    valor: Annotated[
        int | None,
        Opt("--valor", "Quanto usar.", parsers.positive_money, metavar="VALOR", default="todo o crédito"),
    ] = None,
    data: Annotated[
        date | None, Opt("--data", "O dia do uso.", metavar=_DAY, default="o dia de hoje")
    ] = None,
) -> None:
    """Paga faturas com o crédito que o cliente tem.

    Sem --fatura, vai para as vencidas, da mais antiga para a mais nova.

    Exemplos:
      cobranca pagamento usar-credito "Padaria Sol"
      cobranca pagamento usar-credito "Padaria Sol" --fatura NF-1002 --valor 50,00
    """
    from cobranca_cli.services.payments import use_credit as service
    from cobranca_cli.views.payments import registered, said

    found = service(
        run.ledger_path, settings_of(run), moment_of(run), cliente, valor, tuple(fatura or ()), data
    )
    state = f"Gravado: {said(found, 'uso de crédito')}."
    run.wrote(state)
    run.emit(registered(found, "Uso de crédito"))
    run.note(state)


@command(payments, "estornar", formats=(), writes=True)
def reverse(
    run: Run,
    id: Annotated[int, Arg("ID", "O número do lançamento, como em 'cobranca pagamento listar'.")],
    motivo: Annotated[str, Opt("--motivo", "Por que foi estornado; fica no histórico.", metavar="TEXTO")],
    data: Annotated[
        date | None, Opt("--data", "O dia do estorno.", metavar=_DAY, default="o dia de hoje")
    ] = None,
    engano: Annotated[
        bool, Opt("--engano", "Foi erro de registro: não conta nem nos dias anteriores.")
    ] = False,
) -> None:
    """Estorna um pagamento, ou outro lançamento: um cheque devolvido, um registro errado.

    O pagamento não é apagado. Do dia do estorno em diante ele não conta, e os pagamentos depois dele são
    distribuídos de novo, como se ele nunca tivesse existido. Os relatórios de dias anteriores não mudam,
    porque até ali o dinheiro tinha entrado. Se nunca entrou, ou entrou de outro jeito e será registrado de
    novo, use --engano: o pagamento deixa de contar desde o seu próprio dia.

    Exemplos:
      cobranca pagamento estornar 12 --motivo "cheque devolvido"
      cobranca pagamento estornar 12 --engano --motivo "registrei na fatura errada"
    """
    from cobranca_cli.services.payments import reverse as service
    from cobranca_cli.views.payments import reversed_sentence

    if engano and data:
        raise UsageError(
            "--engano já diz o dia do estorno: o do próprio pagamento", hint="deixe --data de fora"
        )
    done = service(run.ledger_path, settings_of(run), moment_of(run), id, motivo, data, mistaken=engano)
    state = f"Gravado: {reversed_sentence(done)}."
    run.wrote(state)
    for notice in done.notices:
        run.warn(notice)
    run.note(state)


@command(payments, "listar", report=True, formats=(*DATA, "xlsx"))
def listing(
    run: Run,
    cliente: Annotated[
        str | None,
        Opt("--cliente", "Só deste cliente: nome ou parte dele, código, CPF/CNPJ.", metavar="CLIENTE"),
    ] = None,
    de: Annotated[date | None, Opt("--de", "A partir deste dia.", metavar=_DAY)] = None,
    ate: Annotated[date | None, Opt("--ate", "Até este dia.", metavar=_DAY)] = None,
) -> None:
    """Lista os pagamentos e os usos de crédito, com o que foi para cada fatura.

    Exemplos:
      cobranca pagamento listar
      cobranca pagamento listar --cliente "Padaria Sol" --de 01/11/2026
    """
    from cobranca_cli.services.payment_list import list_payments
    from cobranca_cli.views.payments import listing as view

    found = list_payments(run.ledger_path, settings_of(run), moment_of(run), run.as_of, cliente, de, ate)
    run.emit(view(list(found.payments), run.as_of, found.notices))
