"""`restaurar`: a copy in the ledger's place, and sending released afterwards."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cobranca_cli import clock
from cobranca_cli.cli import ask
from cobranca_cli.cli.frame import Arg, Opt, Run, Section, command
from cobranca_cli.cli.moment import moment_of
from cobranca_cli.errors import NOTHING_WRITTEN, UNCERTAIN, UsageError

if TYPE_CHECKING:
    from cobranca_cli.services.restore import Candidate

restoring = Section()


@command(restoring, "restaurar", writes=True)
def restore(
    run: Run,
    arq: Annotated[Path | None, Arg("ARQ", "A cópia, .db ou .db.age.")] = None,
    chave: Annotated[
        Path | None, Opt("--chave", "O arquivo da chave secreta, para uma cópia cifrada.", metavar="ARQ")
    ] = None,
    mesmo_assim: Annotated[
        bool, Opt("--mesmo-assim", "Aceita uma cópia cujo histórico não confere, se não há outra.")
    ] = False,
    liberar_envios: Annotated[
        bool, Opt("--liberar-envios", "Depois de restaurar: a régua volta a escrever cartas.")
    ] = False,
) -> None:
    """Põe uma cópia no lugar do livro, depois de conferir a cópia inteira e de mostrar o que muda.

    O livro de antes não se perde: fica ao lado, com a data no nome. Como o livro restaurado não sabe o que
    foi enviado depois da cópia, 'cobranca regua executar' e 'cobranca fidelidade agradecer' ficam parados
    até 'cobranca restaurar --liberar-envios'. Fora do terminal, é preciso --sim.

    Uma cópia que não confere é recusada. Se não há outra, --mesmo-assim a põe no lugar, desde que ainda se
    leia: 'cobranca verificar' continua a dizer o que não confere.

    Exemplos:
      cobranca restaurar copias/livro-2026-11-28-0915.db
      cobranca restaurar livro-2026-11-28-0915.db.age --chave /media/pendrive/chave.txt --sim
      cobranca restaurar --liberar-envios
    """
    if (arq is None) != liberar_envios:
        raise UsageError("diga a cópia a restaurar, ou --liberar-envios, um dos dois")
    if arq is None:
        _release(run)
        return
    from cobranca_cli.services.restore import candidate

    with candidate(run.ledger_path, arq, chave, moment_of(run), anyway=mesmo_assim) as chosen:
        _show(run, chosen)
        if ask.confirm(run, f"Trocar o livro {run.ledger_path} por esta cópia?"):
            _put(run, chosen)
        else:
            run.note(NOTHING_WRITTEN)


def _show(run: Run, chosen: "Candidate") -> None:
    from cobranca_cli.services.restore import last_day
    from cobranca_cli.views.restore import coming_back, comparison, consequence

    now = chosen.present.found
    days = last_day(chosen.found), last_day(now) if now else None
    # A reader that went away does not take back what was asked for.
    with suppress(BrokenPipeError):
        run.emit(comparison(chosen, run.today, days, for_people=run.format == "tabela"))
    if chosen.wrong:
        run.warn(
            f"a cópia não confere ({chosen.wrong}); veja tudo com 'cobranca verificar --livro {chosen.copy}'"
        )
    run.warn(consequence(chosen))
    if said := coming_back(chosen):
        run.warn(said)


def _put(run: Run, chosen: "Candidate") -> None:
    from cobranca_cli.services.restore import check_in_place, put_in_place
    from cobranca_cli.views.restore import advice, erase_again, restored

    # Cut short in here, only a look at the ledger tells which of the two it is.
    run.wrote(UNCERTAIN)
    done = put_in_place(chosen, moment_of(run), clock.now_hour_minute())
    state = f"Gravado: {restored(done)}."
    run.wrote(state)
    for notice in check_in_place(done):
        run.warn(notice)
    run.note(state)
    for said in (*advice(done), *erase_again(chosen)):
        run.note(said)


def _release(run: Run) -> None:
    from cobranca_cli.services.freeze import release

    found = release(run.ledger_path, moment_of(run))
    if found is None:
        run.note(f"Os envios não estavam parados. {NOTHING_WRITTEN}")
        return
    state = "Gravado: os envios estão liberados; a régua volta a escrever cartas."
    run.wrote(state)
    run.note(state)
