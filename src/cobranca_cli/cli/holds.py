"""`pausa`: what restrains the ladder, for a time or for good; and `faturas contestar`."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

from cobranca_cli.cli.frame import DATA, Arg, Choice, Opt, Run, Section, command
from cobranca_cli.cli.invoices import invoices
from cobranca_cli.cli.moment import moment_of, settings_of
from cobranca_cli.errors import UsageError

if TYPE_CHECKING:
    from cobranca_cli.services.holds import Wanted

holds = Section("pausa", "Pausa a cobrança, registra contestações e exceções da régua.")

# In the words of the domain, which is loaded only when a command runs.
_DISPUTE = "contestacao"
_FOR_GOOD = Choice("falecimento", "insolvencia", "superendividamento", "nunca")
_CHANNELS = Choice("telefone", "email", "whatsapp", "sms", "carta", "presencial")
_Customer = Annotated[str, Arg("CLIENTE", "Nome ou parte dele, código, CPF/CNPJ.")]
_Reason = Annotated[str, Opt("--motivo", "Por quê; fica no histórico.", metavar="TEXTO")]
_Author = Annotated[str | None, Opt("--autor", "Quem decidiu.", metavar="NOME")]
_CHARGES = Opt(
    "--encargos",
    "Se os juros param enquanto durar a contestação.",
    Choice("congelar", "correr"),
    default="o que diz cobranca.toml",
)
_UNTIL = Opt("--ate", "O último dia, inclusive.", metavar="DATA")


@command(holds, "registrar", formats=(), writes=True)
def register(
    run: Run,
    motivo: _Reason,
    cliente: Annotated[str | None, Arg("CLIENTE", "Nome ou parte dele, código, CPF/CNPJ.")] = None,
    fatura: Annotated[
        list[str] | None, Opt("--fatura", "Só esta fatura; pode repetir.", metavar="FATURA")
    ] = None,
    ate: Annotated[date | None, _UNTIL] = None,
    contestacao: Annotated[bool, Opt("--contestacao", "O cliente contesta a dívida.")] = False,
    encargos: Annotated[str | None, _CHARGES] = None,
    definitiva: Annotated[
        str | None, Opt("--definitiva", "Para de vez, sem último dia; do cliente inteiro.", _FOR_GOOD)
    ] = None,
    autor: _Author = None,
) -> None:
    """Pausa a régua para um cliente ou uma fatura até um dia; depois ela volta sozinha.

    Na contestação, nada é enviado sobre o que se discute e, se a política ou --encargos disser, os juros
    param: do dia seguinte ao registro até o fim. Com --definitiva a régua para de vez: falecimento, falência
    ou recuperação judicial (insolvencia), superendividamento, ou nunca, por decisão sua.

    Exemplos:
      cobranca pausa registrar "Padaria Sol" --ate 10/12/2026 --motivo "reforma, paga em dezembro"
      cobranca pausa registrar --fatura NF-1001 --ate 10/12/2026 --contestacao --motivo "veio quebrado"
      cobranca pausa registrar "João Lima" --definitiva falecimento --motivo "a filha avisou"
    """
    _refuse_register(cliente, fatura, ate, contestacao, definitiva)
    if encargos and not contestacao:
        raise UsageError("--encargos só vale em uma contestação", hint="acrescente --contestacao")
    kind = definitiva or (_DISPUTE if contestacao else "pausa")
    from cobranca_cli.services.holds import Wanted

    wanted = Wanted(kind, motivo, cliente, tuple(fatura or ()), ate, author=autor)
    _register(run, _as_dispute(run, wanted, encargos) if contestacao else wanted)


def _refuse_register(
    customer: str | None, invoices: list[str] | None, until: date | None, dispute: bool, for_good: str | None
) -> None:
    if bool(customer) == bool(invoices):
        raise UsageError(
            "diga um cliente ou uma fatura, não os dois"
            if customer
            else "diga de que cliente ou de que fatura",
            hint="CLIENTE para tudo o que ele deve, ou --fatura NUMERO",
        )
    if for_good:
        if until or dispute or invoices:
            raise UsageError(
                "--definitiva é do cliente inteiro e não tem último dia",
                hint="deixe de fora --ate, --contestacao e --fatura",
            )
    elif until is None and not dispute:
        raise UsageError("diga até que dia vai a pausa", hint="--ate DATA; para sempre, veja --definitiva")


def _as_dispute(run: Run, wanted: "Wanted", charges: str | None) -> "Wanted":
    """What the owner's policy says of disputes, unless it was said here."""
    from cobranca_cli.config_ladder import ladder_settings

    policy = ladder_settings(settings_of(run))
    freezes = policy.freezes if charges is None else charges == "congelar"
    until = wanted.until or run.today + timedelta(days=policy.dispute_days)
    return wanted._replace(until=until, freezes=freezes)


def _register(run: Run, wanted: "Wanted") -> None:
    from cobranca_cli.services.holds import register as service
    from cobranca_cli.views.holds import advice, registered

    held = service(run.ledger_path, moment_of(run), wanted)
    state = f"Gravado: {registered(held)}." if held.new else "Nada foi gravado."
    run.wrote(state)
    for notice in held.notices:
        run.warn(notice)
    for said in advice(held):
        run.note(said)
    run.note(state)


@command(invoices, "contestar", formats=(), writes=True)
def dispute(
    run: Run,
    faturas: Annotated[list[str], Arg("FATURA", "NUMERO ou NUMERO/PARCELA; pode ser mais de uma.")],
    motivo: _Reason,
    ate: Annotated[
        date | None, Opt("--ate", "O último dia, inclusive.", metavar="DATA", default="o de cobranca.toml")
    ] = None,
    encargos: Annotated[str | None, _CHARGES] = None,
    autor: _Author = None,
) -> None:
    """Registra que o cliente contesta uma fatura: a cobrança dela para até um dia.

    O mesmo que 'cobranca pausa registrar --fatura … --contestacao'. Decidida a contestação, encerre-a com
    'cobranca pausa encerrar'.

    Exemplos:
      cobranca faturas contestar NF-1001 --motivo "diz que não recebeu"
      cobranca faturas contestar NF-1001/2 --motivo "preço errado" --ate 10/12/2026 --encargos congelar
    """
    from cobranca_cli.services.holds import Wanted

    wanted = Wanted(_DISPUTE, motivo, None, tuple(faturas), ate, author=autor)
    _register(run, _as_dispute(run, wanted, encargos))


@command(holds, "canal", formats=(), writes=True)
def channel(
    run: Run,
    cliente: _Customer,
    canal: Annotated[str, Opt("--canal", "Que canal o cliente não quer.", _CHANNELS)],
    motivo: _Reason,
    autor: _Author = None,
) -> None:
    """Registra que o cliente não quer ser procurado por um canal; os outros continuam.

    Exemplos:
      cobranca pausa canal "Padaria Sol" --canal whatsapp --motivo "pediu por e-mail"
    """
    _exception(run, "canal", cliente, canal, motivo, autor)


@command(holds, "degrau", formats=(), writes=True)
def step(
    run: Run,
    cliente: _Customer,
    degrau: Annotated[str, Opt("--degrau", "Que degrau não vale para ele.", metavar="DEGRAU")],
    motivo: _Reason,
    autor: _Author = None,
) -> None:
    """Deixa um degrau da régua de fora para um cliente; os degraus estão em 'cobranca regua mostrar'.

    Exemplos:
      cobranca pausa degrau "Padaria Sol" --degrau D-1 --motivo "paga em dia, acha demais"
    """
    _exception(run, "degrau", cliente, degrau, motivo, autor)


@command(holds, "segmento", formats=(), writes=True)
def segment(
    run: Run,
    cliente: _Customer,
    segmento: Annotated[str, Opt("--segmento", "Em que segmento ele fica.", metavar="NOME")],
    motivo: _Reason,
    autor: _Author = None,
) -> None:
    """Põe um cliente em um segmento à mão: novo, bom-pagador, atraso-repetido, alto-valor ou outro da régua.

    Exemplos:
      cobranca pausa segmento "Padaria Sol" --segmento alto-valor --motivo "maior cliente da rua"
    """
    _exception(run, "segmento", cliente, segmento, motivo, autor)


def _exception(run: Run, kind: str, customer: str, typed: str, reason: str, author: str | None) -> None:
    from cobranca_cli.services.holds import Wanted, exception_value

    value = exception_value(settings_of(run), kind, typed)
    _register(run, Wanted(kind, reason, customer, value=value, author=author))


@command(holds, "encerrar", formats=(), writes=True)
def end(
    run: Run,
    id: Annotated[int, Arg("ID", "O número, de 'cobranca pausa listar'.")],
    motivo: Annotated[str | None, Opt("--motivo", "Por quê; fica no histórico.", metavar="TEXTO")] = None,
    procedente: Annotated[bool, Opt("--procedente", "A contestação tinha razão.")] = False,
    improcedente: Annotated[bool, Opt("--improcedente", "A contestação não tinha razão.")] = False,
) -> None:
    """Encerra uma pausa, uma contestação ou uma exceção: a régua volta hoje.

    De uma contestação, diga como foi decidida; o programa diz o que fazer em seguida. Com os encargos
    congelados, os juros voltam a correr no dia seguinte.

    Exemplos:
      cobranca pausa encerrar 3
      cobranca pausa encerrar 4 --procedente --motivo "a entrega veio incompleta"
    """
    from cobranca_cli.services.holds import end as service
    from cobranca_cli.views.holds import after, ended

    if procedente and improcedente:
        raise UsageError("diga --procedente ou --improcedente, não os dois")
    result = "procedente" if procedente else "improcedente" if improcedente else None
    done = service(run.ledger_path, moment_of(run), id, motivo, result)
    state = f"Gravado: {ended(done)}."
    run.wrote(state)
    for notice in done.notices:
        run.warn(notice)
    for said in after(done):
        run.note(said)
    run.note(state)


@command(holds, "listar", report=True, formats=(*DATA, "xlsx"))
def listing(
    run: Run,
    cliente: Annotated[
        str | None, Arg("CLIENTE", "Nome ou parte dele, código, CPF/CNPJ. Sem ele, de todos.")
    ] = None,
    todas: Annotated[bool, Opt("--todas", "Também as que já terminaram.")] = False,
) -> None:
    """Lista o que segura a régua: pausas, contestações, o que parou de vez e as exceções de cada cliente.

    Exemplos:
      cobranca pausa listar
      cobranca pausa listar "Padaria Sol" --todas
      cobranca pausa listar --em 31/10/2026
    """
    from cobranca_cli.services.hold_list import list_holds
    from cobranca_cli.views.holds import listing as view

    found = list_holds(run.ledger_path, settings_of(run), moment_of(run), run.as_of, cliente, past=todas)
    run.emit(view(found))
