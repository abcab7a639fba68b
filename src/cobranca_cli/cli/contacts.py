"""`contato`: what was said with a customer, what is to be done next, and what was sent to him."""

from datetime import date
from typing import Annotated

from cobranca_cli.cli import parsers
from cobranca_cli.cli.frame import DATA, Arg, Choice, Opt, Run, Section, command
from cobranca_cli.cli.moment import moment_of, settings_of
from cobranca_cli.errors import UsageError

contacts = Section("contato", "Registra, corrige e lista os contatos com os clientes.")

_CUSTOMER = "Nome ou parte dele, código, CPF/CNPJ."
# In the words of the domain, which is loaded only when a command runs.
_CHANNELS = Choice("telefone", "email", "whatsapp", "sms", "carta", "presencial")
_DAY = "DATA"
_LETTERS = "carta"


def _codes() -> tuple[str, ...]:
    from cobranca_cli.domain.outcomes import OUTCOMES

    return tuple(code for code, outcome in OUTCOMES.items() if not outcome.refused)


def _outcome(typed: str, today: date) -> str:
    """The code of an outcome; one that is refused passes, to be refused with its reason."""
    from cobranca_cli.domain.outcomes import outcome_named

    known = outcome_named(typed)
    if known is None:
        from difflib import get_close_matches

        close = get_close_matches(parsers.fold(typed), _codes(), 1)
        meant = f"quis dizer {close[0]}? " if close else ""
        raise parsers.BadValue(
            f'"{typed}" não é um dos resultados; {meant}há: {parsers.either(_codes())};'
            " 'cobranca contato resultados' diz o que é cada um"
        )
    return known.code


def _filter(typed: str, today: date) -> str:
    """The code of an outcome, or the word for the letters."""
    return _LETTERS if parsers.fold(typed.strip()) == _LETTERS else _outcome(typed, today)


def _completed(typed: str) -> list[str]:
    return [code for code in _codes() if code.startswith(typed)]


@command(contacts, "registrar", formats=(), writes=True)
def register(
    run: Run,
    cliente: Annotated[str, Arg("CLIENTE", _CUSTOMER)],
    canal: Annotated[str, Opt("--canal", "Por onde foi.", _CHANNELS)],
    resultado: Annotated[
        str,
        Opt(
            "--resultado",
            "O que resultou; veja 'cobranca contato resultados'.",
            _outcome,
            "RESULTADO",
            complete=_completed,
        ),
    ],
    data: Annotated[
        date | None, Opt("--data", "O dia do contato.", metavar=_DAY, default="o dia de hoje")
    ] = None,
    nota: Annotated[str | None, Opt("--nota", "O que se disse.", metavar="TEXTO")] = None,
    fatura: Annotated[
        list[str] | None, Opt("--fatura", "De que fatura se falou; pode repetir.", metavar="FATURA")
    ] = None,
    retornar: Annotated[
        date | None, Opt("--retornar", "Quando voltar a procurar o cliente.", metavar=_DAY)
    ] = None,
    proxima: Annotated[
        str | None, Opt("--proxima", "O que fazer nesse dia; pede --retornar.", metavar="TEXTO")
    ] = None,
    valor: Annotated[
        int | None,
        Opt("--valor", "Quanto prometeu: registra a promessa junto.", parsers.positive_money, "VALOR"),
    ] = None,
    para_quando: Annotated[
        date | None, Opt("--para-quando", "O dia para o qual prometeu.", metavar=_DAY)
    ] = None,
    carta: Annotated[
        int | None, Opt("--carta", "De que carta se trata (o número dela).", parsers.positive)
    ] = None,
    recebido: Annotated[
        bool, Opt("--recebido", "Foi o cliente que procurou: não conta como contato seu.")
    ] = False,
    autor: Annotated[str | None, Opt("--autor", "Quem fez o contato.", metavar="NOME")] = None,
) -> None:
    """Registra um contato com um cliente: por onde, o que resultou e o que fazer depois.

    Um contato que chegou ao cliente faz a régua esperar o intervalo mínimo; as ligações contam no limite da
    semana. O retorno marcado sai da lista quando houver outro contato com o cliente. Nada se apaga: o que foi
    registrado por engano se desfaz com 'cobranca contato corrigir'.

    Exemplos:
      cobranca contato registrar "Padaria Sol" --canal telefone --resultado nao-atendeu
      cobranca contato registrar padaria --canal whatsapp --resultado ja-pagou --recebido --nota "fez Pix"
      cobranca contato registrar C017 --canal telefone --resultado falou --retornar 27/11/2026
      cobranca contato registrar C017 --canal email --resultado prometeu --valor 500 --para-quando 30/11/2026
    """
    from cobranca_cli.services.contact_checks import Pledge, Telling
    from cobranca_cli.services.contacts import record_contact
    from cobranca_cli.views.contacts import next_step, recorded

    _refuse_halves(resultado, valor, para_quando, proxima, retornar)
    promise = Pledge(valor, para_quando) if valor and para_quando else None
    telling = Telling(
        cliente, canal, resultado, data, tuple(fatura or ()), nota, proxima, retornar, carta, autor, recebido,
        promise,
    )  # fmt: skip
    done = record_contact(run.ledger_path, settings_of(run), moment_of(run), telling)
    state = f"Gravado: {recorded(done)}."
    run.wrote(state)
    for notice in done.notices:
        run.warn(notice)
    run.note(state)
    step = next_step(done)
    if step:
        run.note(f"A seguir: {step}")


def _refuse_halves(
    outcome: str, amount: int | None, until: date | None, action: str | None, back: date | None
) -> None:
    """Raise UsageError for an option without the one it goes with."""
    from cobranca_cli.domain.outcomes import OUTCOMES

    if (amount is None) != (until is None):
        raise UsageError(
            "uma promessa tem um valor e um dia",
            hint="use --valor e --para-quando juntos, ou nenhum dos dois",
        )
    if amount is not None and not OUTCOMES[outcome].promise:
        codes = [code for code in _codes() if OUTCOMES[code].promise]
        raise UsageError(
            f"--valor e --para-quando são de uma promessa, e o resultado é '{outcome}'",
            hint=f"use --resultado {parsers.either(tuple(codes))}, ou deixe-os de fora",
        )
    if action is not None and back is None:
        raise UsageError("diga quando fazer a próxima ação", hint="acrescente --retornar DATA")


@command(contacts, "corrigir", formats=(), writes=True)
def correct(
    run: Run,
    id: Annotated[int, Arg("ID", "O número do contato, de 'cobranca contato listar'.", parsers.positive)],
    motivo: Annotated[str, Opt("--motivo", "Por quê; fica no histórico.", metavar="TEXTO")],
) -> None:
    """Desfaz um contato registrado por engano; se for o caso, registre depois o certo.

    O contato não é apagado: de hoje em diante ele não conta, e na lista aparece como corrigido. Os relatórios
    dos dias anteriores não mudam.

    Exemplos:
      cobranca contato corrigir 12 --motivo "era outro cliente"
    """
    from cobranca_cli.services.contacts import correct_contact
    from cobranca_cli.views.contacts import corrected, promise_left

    done = correct_contact(run.ledger_path, moment_of(run), id, motivo)
    state = f"Gravado: {corrected(done)}."
    run.wrote(state)
    for notice in done.notices:
        run.warn(notice)
    run.note(state)
    left = promise_left(done)
    if left:
        run.note(left)


@command(contacts, "listar", report=True, formats=(*DATA, "xlsx"))
def listing(
    run: Run,
    cliente: Annotated[str | None, Arg("CLIENTE", f"{_CUSTOMER} Sem ele, de todos.")] = None,
    de: Annotated[date | None, Opt("--de", "A partir deste dia.", metavar=_DAY)] = None,
    ate: Annotated[date | None, Opt("--ate", "Até este dia.", metavar=_DAY)] = None,
    canal: Annotated[str | None, Opt("--canal", "Só por este canal.", _CHANNELS)] = None,
    resultado: Annotated[
        str | None,
        Opt(
            "--resultado",
            "Só com este resultado; 'carta' mostra as cartas.",
            _filter,
            "RESULTADO",
            complete=_completed,
        ),
    ] = None,
) -> None:
    """Lista tudo o que foi dito e enviado: os contatos e as cartas, os mais novos por último.

    Uma carta aparece com o número e o começo da marca do texto dela, que é a prova do que foi escrito. Um
    contato corrigido continua na lista, com o dia e o motivo da correção.

    Exemplos:
      cobranca contato listar "Padaria Sol"
      cobranca contato listar --de 01/11/2026 --canal telefone
      cobranca contato listar --resultado carta --saida cartas.xlsx
    """
    from cobranca_cli.services.contact_list import Wanted, list_contacts
    from cobranca_cli.views.contacts import listing as view

    if de and ate and de > ate:
        raise UsageError("--de é depois de --ate", hint="troque um pelo outro")
    wanted = Wanted(cliente, de, ate, canal, resultado)
    found = list_contacts(run.ledger_path, settings_of(run), moment_of(run), run.as_of, wanted)
    run.emit(view(found, for_people=run.format == "tabela"))


@command(contacts, "resultados")
def outcomes(run: Run) -> None:
    """Lista os resultados que um contato pode ter e o que cada um significa para a régua.

    Exemplos:
      cobranca contato resultados
    """
    from cobranca_cli.views.contacts import outcomes as view

    run.emit(view(run.as_of))
