"""`acordo quitar`, `romper`, `retomar`, `cancelar`: how an agreement ends, and what takes that back."""

from datetime import date
from typing import Annotated

from cobranca_cli.cli.agreements import TABLES, WHICH, agreements
from cobranca_cli.cli.frame import Choice, Opt, Run, command
from cobranca_cli.cli.moment import moment_of, settings_of

_REASON = Opt("--motivo", "Por quê; fica no histórico.", metavar="TEXTO")


@command(agreements, "quitar", formats=TABLES, writes=True)
def pay_off(
    run: Run,
    id: Annotated[str, WHICH],
    data: Annotated[
        date | None, Opt("--data", "O dia em que entrou.", metavar="DATA", default="o dia de hoje")
    ] = None,
    parcela: Annotated[
        list[int] | None,
        Opt("--parcela", "Só esta parcela; pode repetir.", metavar="N", default="todas as que faltam"),
    ] = None,
    forma: Annotated[
        str | None,
        Opt(
            "--forma", "Como entrou.", Choice("pix", "boleto", "transferencia", "dinheiro", "cartao", "outro")
        ),
    ] = None,
    chave: Annotated[
        str | None,
        Opt("--chave", "Identifica o pagamento: repetir a chave não registra de novo.", metavar="TEXTO"),
    ] = None,
    simular: Annotated[bool, Opt("--simular", "Mostra quanto quita e não grava nada.")] = False,
) -> None:
    """Registra a quitação antecipada de um acordo, ou de parcelas dele, sem os juros que ainda não correram.

    O abatimento dos juros futuros é direito do consumidor (CDC, art. 52, § 2º) e vale aqui para todos.
    Um pagamento comum de uma parcela antes do dia, por 'cobranca pagamento registrar', não os abate.

    Exemplos:
      cobranca acordo quitar 1 --simular
      cobranca acordo quitar 1 --forma pix
      cobranca acordo quitar 1 --parcela 6 --parcela 5
    """
    from cobranca_cli.services.agreement_payoff import pay_off as service
    from cobranca_cli.services.agreement_payoff import quote
    from cobranca_cli.views.agreements import payoff, settled_without_payment
    from cobranca_cli.views.payments import registered, said

    if simular:
        run.emit(payoff(quote(run.ledger_path, settings_of(run), moment_of(run), id, data, parcela or ())))
        return
    done = service(run.ledger_path, settings_of(run), moment_of(run), id, data, parcela or (), forma, chave)
    number = done.quote.seen.signed.number
    if done.payment is None:
        state = f"Gravado: {settled_without_payment(done.quote)}."
        run.wrote(state)
        run.emit(payoff(done.quote)._replace(notes=()))
        run.note(state)
        return
    state = f"Gravado: quitação antecipada do {number}; {said(done.payment, 'pagamento')}."
    if done.payment.known:
        state = "Nada foi gravado."
    run.wrote(state)
    run.emit(registered(done.payment, "Quitação antecipada, pagamento"))
    run.note(state)


@command(agreements, "romper", formats=TABLES, writes=True)
def break_(
    run: Run,
    id: Annotated[str, WHICH],
    motivo: Annotated[
        str | None,
        Opt(
            "--motivo",
            "Por quê; fica no histórico.",
            metavar="TEXTO",
            default="as parcelas vencidas",
        ),
    ] = None,
    clausula: Annotated[
        str | None,
        Opt(
            "--clausula",
            "O que se cobra.",
            Choice("original", "parcelas", "proporcional"),
            default="o que o termo escolheu",
        ),
    ] = None,
    autor: Annotated[str | None, Opt("--autor", "Quem decidiu.", metavar="NOME")] = None,
    simular: Annotated[bool, Opt("--simular", "Mostra os três resultados e não grava nada.")] = False,
) -> None:
    """Rompe um acordo: encerra as parcelas e faz valer de novo as faturas, menos o que foi pago.

    Mostra lado a lado o que se deve pelas três cláusulas e aplica a que o termo escolheu. Foi engano? Desfaça
    com 'cobranca acordo retomar'.

    Exemplos:
      cobranca acordo romper 1 --simular
      cobranca acordo romper 1 --motivo "duas parcelas vencidas, avisado em 10/11"
    """
    from cobranca_cli.services.agreement_break import break_agreement
    from cobranca_cli.services.agreement_break import readings as look
    from cobranca_cli.views.agreements import broken, readings

    if simular:
        run.emit(readings(look(run.ledger_path, settings_of(run), moment_of(run), id), clausula))
        return
    done = break_agreement(
        run.ledger_path, settings_of(run), moment_of(run), id, motivo, clause=clausula, author=autor
    )
    state = f"Gravado: {broken(done)}."
    run.wrote(state)
    run.emit(readings(done.readings._replace(notices=done.notices), done.clause))
    run.note(state)


@command(agreements, "retomar", formats=(), writes=True)
def resume(
    run: Run,
    id: Annotated[str, WHICH],
    motivo: Annotated[str, _REASON],
    engano: Annotated[
        bool, Opt("--engano", "O rompimento nunca devia ter havido: não conta nem nos dias anteriores.")
    ] = False,
) -> None:
    """Desfaz o rompimento de um acordo: as parcelas voltam a valer, e as faturas voltam a ficar suspensas.

    O que foi pago desde o rompimento vai para onde iria sem ele. Os relatórios de dias anteriores não mudam,
    a não ser com --engano.

    Exemplos:
      cobranca acordo retomar 1 --motivo "o cliente pagou as atrasadas e combinamos seguir"
    """
    from cobranca_cli.services.agreement_break import resume as service
    from cobranca_cli.views.agreements import resumed

    done = service(run.ledger_path, settings_of(run), moment_of(run), id, motivo, mistaken=engano)
    _tell(run, resumed(done, "retomado"), done.notices)


@command(agreements, "cancelar", formats=(), writes=True)
def cancel(
    run: Run,
    id: Annotated[str, WHICH],
    motivo: Annotated[str, _REASON],
    data: Annotated[
        date | None, Opt("--data", "O dia do cancelamento.", metavar="DATA", default="o dia de hoje")
    ] = None,
) -> None:
    """Cancela um acordo que não devia ter sido registrado, e que não recebeu nada.

    As faturas voltam como eram, e a confissão da dívida deixa de contar. Um acordo que recebeu dinheiro se
    rompe; um registrado errado, com a entrada paga, pede antes o estorno dela.

    Exemplos:
      cobranca acordo cancelar 1 --motivo "o cliente não assinou"
    """
    from cobranca_cli.services.agreement_break import cancel as service
    from cobranca_cli.views.agreements import resumed

    done = service(run.ledger_path, settings_of(run), moment_of(run), id, motivo, data)
    _tell(run, resumed(done, "cancelado"), done.notices)


def _tell(run: Run, sentence: str, notices: tuple[str, ...]) -> None:
    state = f"Gravado: {sentence}."
    run.wrote(state)
    for notice in notices:
        run.warn(notice)
    run.note(state)
