"""`prazos`: the dates that cost money; and under `faturas`, the facts that move them."""

from datetime import date
from typing import Annotated

from cobranca_cli.cli import parsers
from cobranca_cli.cli.frame import DATA, Arg, Choice, Opt, Run, Section, command
from cobranca_cli.cli.invoices import invoices
from cobranca_cli.cli.moment import moment_of, settings_of

deadlines = Section()

# In the words of the domain, which is loaded only when a command runs.
_KINDS = Choice(
    "protesto", "reconhecimento", "citacao", "acao", "garantia", "insolvencia", "duplicata", "entrega",
    "negativacao",
)  # fmt: skip
_STATES = {
    "prescritas": ("prescrito",),
    "prescrevendo": ("prescreve_30", "prescreve_90", "prescreve_180"),
    "no-prazo": ("no_prazo",),
    "a-vencer": ("a_vencer",),
    "todas": None,
}


@command(deadlines, "prazos", report=True, formats=(*DATA, "xlsx"))
def terms(
    run: Run,
    cliente: Annotated[
        str | None,
        Opt("--cliente", "Só deste cliente: nome ou parte dele, código, CPF/CNPJ.", metavar="CLIENTE"),
    ] = None,
    ate_dias: Annotated[
        int | None, Opt("--ate-dias", "Só as que têm um prazo acabando em até N dias.", metavar="N")
    ] = None,
    situacao: Annotated[
        str, Opt("--situacao", "Quais faturas; prescrevendo: em até 180 dias.", Choice(*_STATES))
    ] = "todas",
) -> None:
    """Lista os prazos de cada fatura em aberto, o que acaba antes primeiro.

    Prescrição: 5 anos do vencimento (Código Civil, art. 206), interrompida uma vez por protesto,
    reconhecimento da dívida ou citação. Execução: 3 anos, só de duplicata ou nota promissória. Protesto sem
    custo: 1 ano. Negativação: 5 anos. Perda fiscal: desde quando a perda pode ser deduzida por empresa do
    lucro real. Um prazo que já passou tem dias negativos. O que aconteceu com a fatura se registra com
    'cobranca faturas fato'.

    Exemplos:
      cobranca prazos
      cobranca prazos --ate-dias 90
      cobranca prazos --situacao prescritas --saida prescritas.xlsx
    """
    from cobranca_cli.services.deadlines import Wanted, list_deadlines
    from cobranca_cli.views.deadlines import deadlines as view

    states = _STATES[situacao]
    wanted = Wanted(cliente, ate_dias, frozenset(states) if states else None)
    run.emit(view(list_deadlines(run.ledger_path, settings_of(run), moment_of(run), run.as_of, wanted)))


@command(invoices, "fato", formats=(), writes=True)
def fact(
    run: Run,
    faturas: Annotated[list[str], Arg("FATURA", "NUMERO ou NUMERO/PARCELA; pode ser mais de uma.")],
    tipo: Annotated[str, Opt("--tipo", "O que aconteceu.", _KINDS)],
    data: Annotated[date, Opt("--data", "O dia em que aconteceu.", metavar="DATA")],
    nota: Annotated[
        str | None, Opt("--nota", "Número do protesto, do processo, onde está a prova.", metavar="TEXTO")
    ] = None,
) -> None:
    """Registra um fato que muda os prazos de uma fatura; veja-os com 'cobranca prazos'.

    Interrompem a prescrição, uma vez só: protesto, reconhecimento (o cliente confessou a dívida, pediu prazo
    ou pagou uma parte; um pagamento registrado não interrompe sozinho, quem decide registrar é você) e
    citacao. Os outros: acao (cobrança na Justiça), garantia (garantia real), insolvencia (declarada pelo
    juiz) e duplicata (duplicata ou nota promissória, que se executa por 3 anos). Não mudam prazo, mas contam
    para a régua e para as cartas: entrega (o comprovante está guardado) e negativacao (o nome foi incluído).

    Exemplos:
      cobranca faturas fato NF-1001 --tipo protesto --data 02/05/2026 --nota "protocolo 2026/118"
      cobranca faturas fato NF-1001/1 NF-1001/2 --tipo reconhecimento --data ontem
    """
    from cobranca_cli.domain.deadlines import Fact
    from cobranca_cli.services.deadlines import record_facts
    from cobranca_cli.views.deadlines import effect, recorded

    done = record_facts(run.ledger_path, moment_of(run), faturas, Fact(tipo, data), nota)
    new = [recorded(change) for change in done.made if change.changed]
    if new:
        run.wrote(f"Gravado: {'; '.join(new)}.")
    for said in (*done.notices, *filter(None, map(effect, done.made))):
        run.note(said)
    known = [recorded(change) for change in done.made if not change.changed]
    if known:
        run.note(f"Já estava registrado: {'; '.join(known)}.")
    run.note(run.ledger_state or "Nada foi gravado.")


@command(invoices, "fato-retirar", formats=(), writes=True)
def withdraw(
    run: Run,
    numero: Annotated[int, Arg("ID", "O número do fato, de 'cobranca faturas fatos'.", parsers.positive)],
    data: Annotated[
        date | None,
        Opt(
            "--data",
            "O dia em que a ação, a garantia, a insolvência ou a negativação acabou.",
            metavar="DATA",
            default="nunca foi verdade",
        ),
    ] = None,
    motivo: Annotated[str | None, Opt("--motivo", "Por que; fica no livro.", metavar="TEXTO")] = None,
) -> None:
    """Retira um fato registrado por engano, ou encerra um que acabou.

    Sem --data, o fato deixa de contar em qualquer data, como se nunca tivesse sido registrado. Com --data,
    conta até a véspera. Nada é apagado: a retirada também fica no livro.

    Exemplos:
      cobranca faturas fato-retirar 3 --motivo "era de outra fatura"
      cobranca faturas fato-retirar 5 --data 10/11/2026 --motivo "desistência da ação"
    """
    from cobranca_cli.services.deadlines import withdraw_fact
    from cobranca_cli.views.deadlines import effect, withdrawn

    done = withdraw_fact(run.ledger_path, moment_of(run), numero, data, motivo)
    state = f"Gravado: {withdrawn(done.made[0])}."
    run.wrote(state)
    for said in (*done.notices, *filter(None, map(effect, done.made))):
        run.note(said)
    run.note(state)


@command(invoices, "fatos", report=True)
def facts(
    run: Run, fatura: Annotated[str | None, Arg("FATURA", "NUMERO ou NUMERO/PARCELA; sem ela, todas.")] = None
) -> None:
    """Lista os fatos registrados de uma fatura, ou de todas.

    Exemplos:
      cobranca faturas fatos
      cobranca faturas fatos NF-1001
    """
    from cobranca_cli.services.deadlines import list_facts
    from cobranca_cli.views.deadlines import facts as view

    run.emit(view(list_facts(run.ledger_path, settings_of(run), moment_of(run), run.as_of, fatura)))
