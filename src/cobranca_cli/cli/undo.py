"""`desfazer`: take back the last import, payment, agreement or run of the ladder."""

from typing import TYPE_CHECKING, Annotated

from cobranca_cli.cli import parsers
from cobranca_cli.cli.frame import Arg, Choice, Opt, Run, Section, command
from cobranca_cli.cli.moment import moment_of, settings_of
from cobranca_cli.errors import NOTHING_WRITTEN, UsageError

if TYPE_CHECKING:
    from cobranca_cli.services.undo_types import Asked, Found

undoing = Section()

_REASON = "desfeito com 'cobranca desfazer'"
_WHAT = Choice("importacao", "pagamento", "acordo", "regua")


@command(undoing, "desfazer", writes=True)
def undo(
    run: Run,
    tipo: Annotated[str | None, Arg("O_QUE", "importacao, pagamento, acordo ou regua.", _WHAT)] = None,
    id: Annotated[int | None, Arg("ID", "O número. Sem ele, o último.", parsers.positive)] = None,
    motivo: Annotated[str | None, Opt("--motivo", "Por quê; fica no histórico.", metavar="TEXTO")] = None,
    engano: Annotated[bool, Opt("--engano", "Como se nunca tivesse sido, também nos dias passados.")] = False,
    simular: Annotated[bool, Opt("--simular", "Mostra o que seria desfeito e não grava nada.")] = False,
) -> None:
    """Desfaz a última importação, pagamento, acordo ou execução da régua, depois de mostrar o que fará.

    Nada é apagado: o que foi feito fica no livro, com o dia em que deixou de contar. Desfeito no mesmo dia, é
    como se nunca tivesse sido; mais tarde, vale daquele dia em diante e os relatórios de dias passados não
    mudam, a não ser com --engano. O que depende do que se desfaz tem de ser desfeito antes; o comando diz o
    quê. Da régua, só se nada saiu para o cliente: os degraus ficam livres para outra execução.

    Sem O_QUE, mostra o último de cada tipo e pergunta pelo mais recente.

    Exemplos:
      cobranca desfazer
      cobranca desfazer importacao --simular
      cobranca desfazer pagamento 12 --motivo "cliente errado" --sim
      cobranca desfazer regua --sim
    """
    if tipo is None:
        _refuse_nothing_named(run, engano)
        _offer_last(run, motivo, simular)
        return
    from cobranca_cli.services.undo import find
    from cobranca_cli.services.undo_types import Asked
    from cobranca_cli.views.undo import listing

    asked = Asked(tipo, id, engano)
    found = find(run.ledger_path, settings_of(run), moment_of(run), asked)
    run.emit(listing([found] if found else [], run.today, asked=True))
    if found:
        _take_back(run, asked, found, motivo, simular)


def _refuse_nothing_named(run: Run, mistaken: bool) -> None:
    if run.assume_yes or mistaken:
        raise UsageError(
            "diga o que desfazer",
            hint="cobranca desfazer importacao, pagamento, acordo ou regua, com as opções",
        )


def _offer_last(run: Run, reason: str | None, rehearse: bool) -> None:
    """The last of each kind; on a terminal the latest is offered."""
    from cobranca_cli.services.undo import last_of_each
    from cobranca_cli.services.undo_types import Asked
    from cobranca_cli.views.undo import listing

    last = last_of_each(run.ledger_path, settings_of(run), moment_of(run))
    for notice in last.notices:
        run.warn(notice)
    run.emit(listing(last.found, run.today))
    if last.found and run.interactive and not rehearse:
        first = last.found[0]
        _take_back(run, Asked(first.kind, first.id), first, reason, rehearse)
    elif last.found:
        run.note("para desfazer, diga o quê: cobranca desfazer importacao, pagamento, acordo ou regua")
        run.note(NOTHING_WRITTEN)


def _take_back(run: Run, asked: "Asked", found: "Found", reason: str | None, rehearse: bool) -> None:
    """Show what will be done, ask, and do it; the ledger is free while the person reads."""
    from cobranca_cli.cli.ask import confirm
    from cobranca_cli.services.undo import undo as service
    from cobranca_cli.views.undo import afterwards, already, done, will_do

    if found.undone_on:
        run.note(already(found))
        run.note(NOTHING_WRITTEN)
        return
    if found.obstacle:
        raise found.obstacle.error()
    for said in will_do(found, run.today):
        run.note(said)
    if rehearse or not confirm(run, "Desfazer?"):
        run.note(NOTHING_WRITTEN)
        return
    state = f"Gravado: {done(found)}."
    notices = service(run.ledger_path, settings_of(run), moment_of(run), asked, found, reason or _REASON)
    run.wrote(state)
    for notice in notices:
        run.warn(notice)
    for said in afterwards(found):
        run.note(said)
    run.note(state)
