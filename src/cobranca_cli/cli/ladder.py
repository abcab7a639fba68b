"""`regua`: the ladder, its plan of a day, its execution, and what waits for the owner."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cobranca_cli.cli.frame import DATA, Arg, Opt, Run, Section, command
from cobranca_cli.cli.moment import moment_of, settings_of

if TYPE_CHECKING:
    from cobranca_cli.services.run_ladder import Ran

ladder = Section("regua", "Mostra, planeja e executa a régua de cobrança.")

FOLDER = "cartas"
SCRIPTS = "roteiros"
_NUMBER = Arg("ID", "O número da decisão, como em 'cobranca regua pendentes'.")
_AUTHOR = Opt("--autor", "Quem decidiu.", metavar="NOME")
_TO = Opt("--pasta", "Onde gravar as cartas.", metavar="PASTA", default="a pasta cartas, ao lado do livro")


@command(ladder, "mostrar", formats=(*DATA, "xlsx"))
def show(run: Run) -> None:
    """Mostra os degraus da régua, como estão em cobranca.toml.

    Exemplos:
      cobranca regua mostrar
    """
    from cobranca_cli.services.known_models import checked_ladder
    from cobranca_cli.views.ladder import ladder as view

    settings = settings_of(run)
    found = checked_ladder(run.ledger_path, settings)
    notes = (
        "a régua está desligada: ligada = false em [regua]" if not found.on else "",
        "" if "regua" in settings.prevention else f"{settings.path} não tem [regua]: vale a régua padrão",
    )
    run.emit(view(found.policy.ladder, run.today, tuple(filter(None, notes))))


@command(ladder, "planejar", report=True, formats=(*DATA, "xlsx"))
def plan(run: Run) -> None:
    """Mostra o que a régua pede em um dia: quem procurar, por onde, por quê, e quem não, e por quê.

    Cada cliente tem no máximo uma ação, no degrau mais alto, com todas as suas faturas. Nada é gravado. Em
    um dia passado, conta o que se sabia naquele dia; em um dia futuro, o que se sabe hoje.

    Exemplos:
      cobranca regua planejar
      cobranca regua planejar --em 30/11/2026 --formato json
    """
    from cobranca_cli.services.plan import plan as service
    from cobranca_cli.views.ladder import planned

    found = service(run.ledger_path, settings_of(run), moment_of(run), run.as_of)
    run.emit(planned(found))


@command(ladder, "executar", report=True, formats=(*DATA, "xlsx"), writes=True)
def execute(
    run: Run,
    simular: Annotated[bool, Opt("--simular", "Faz tudo menos gravar.")] = False,
    pasta: Annotated[Path | None, _TO] = None,
) -> None:
    """Executa a régua de hoje: escreve as cartas, registra o que foi feito e deixa as suas tarefas à espera.

    Uma fatura nunca passa duas vezes pelo mesmo degrau. Rodar de novo no mesmo dia não repete nada, e um dia
    perdido é recuperado com o degrau certo. As cartas ficam em uma pasta por dia, prontas para enviar; o
    texto de cada uma e a sua marca (SHA-256) ficam no livro, como prova. Nada é enviado por este programa.

    Exemplos:
      cobranca regua executar --simular
      cobranca regua executar
      cobranca regua executar --pasta ~/cartas
    """
    from cobranca_cli.config_ladder import ladder_settings
    from cobranca_cli.services.run_ladder import run_ladder
    from cobranca_cli.views.ladder import executed, said

    settings = settings_of(run)
    ran = run_ladder(run.ledger_path, settings, moment_of(run), run.as_of, rehearse=simular)
    state = f"Gravado: {said(ran)}." if ran.recorded else "Nada foi gravado."
    run.wrote(state.replace(".", "; para os arquivos que faltarem, rode de novo.") if ran.recorded else state)
    for notice in ran.notices:
        run.warn(notice)
    files = _files(run, ran, pasta) if ran.recorded else {}
    run.wrote(state)
    if not (ran.recorded or simular):
        _again(run, ran, pasta)
    run.emit(executed(ran, [files.get(place) for place in range(len(ran.lines))]))
    run.note(state)
    if ran.recorded and any(each.line.action in ("enviar", "ligar") for each in ran.lines):
        window = ladder_settings(settings).policy.window
        run.note(f"Envie e ligue das {window.opens} às {window.closes}, a janela de contato.")
    if ran.recorded and any(each.line.action == "decidir" for each in ran.lines):
        run.note("Há decisões à sua espera: cobranca regua pendentes")


def _files(run: Run, ran: "Ran", folder: Path | None) -> dict[int, str]:
    """The main file of each line, by its place, after writing them all."""
    from cobranca_cli.cli.letter_output import put_letters, put_scripts

    target = (folder or run.ledger_path.parent / FOLDER) / ran.as_of.isoformat()
    letters = {each.letter: place for place, each in enumerate(ran.lines) if each.letter}
    files = {letters[number]: name for number, name in put_letters(run, list(letters), target)}
    # A script goes by the number under which the call waits.
    calls = {each.action: place for place, each in enumerate(ran.lines) if each.script and each.action}
    scripts = {number: script for number in calls if (script := ran.lines[calls[number]].script)}
    found = put_scripts(run, scripts, ran.as_of, target)
    if files:
        run.note(f"Cartas em {target}.")
    if found:
        run.note(f"Roteiros das ligações em {target / SCRIPTS}.")
    return files | {calls[number]: name for number, name in found.items()}


def _again(run: Run, ran: "Ran", folder: Path | None) -> None:
    """Today's letters, should an earlier run have recorded them and been stopped before their files."""
    from cobranca_cli.cli.letter_output import put_letters
    from cobranca_cli.services.letter_list import written_on

    ids = written_on(run.ledger_path, settings_of(run), moment_of(run), ran.as_of)
    target = (folder or run.ledger_path.parent / FOLDER) / ran.as_of.isoformat()
    if ids:
        for _ in put_letters(run, ids, target, existing="keep"):
            pass
        run.note(f"A régua de hoje já foi executada; as cartas estão em {target}.")


@command(ladder, "pendentes", report=True, formats=(*DATA, "xlsx"))
def waiting(run: Run) -> None:
    """Lista o que a régua deixou para você: ligações a fazer e decisões a tomar.

    Uma ligação sai da lista quando é registrada com 'cobranca contato registrar'; uma decisão, quando é
    aprovada ou recusada; e as duas, quando as faturas são pagas.

    Exemplos:
      cobranca regua pendentes
    """
    from cobranca_cli.services.waiting import waiting as service
    from cobranca_cli.views.waiting import listing

    found = service(run.ledger_path, settings_of(run), moment_of(run), run.as_of)
    run.emit(listing(found))


@command(ladder, "aprovar", formats=(), writes=True)
def approve(
    run: Run,
    id: Annotated[int, _NUMBER],
    motivo: Annotated[str | None, Opt("--motivo", "Por quê; fica no histórico.", metavar="TEXTO")] = None,
    autor: Annotated[str | None, _AUTHOR] = None,
    pasta: Annotated[Path | None, _TO] = None,
) -> None:
    """Aprova uma decisão da régua; se o degrau tem carta, ela é escrita agora.

    Exemplos:
      cobranca regua aprovar 12
      cobranca regua aprovar 12 --autor "Ana" --motivo "três promessas quebradas"
    """
    from cobranca_cli.services.decisions import APPROVED

    _decide(run, id, APPROVED, (motivo, autor), pasta)


@command(ladder, "recusar", formats=(), writes=True)
def refuse(
    run: Run,
    id: Annotated[int, _NUMBER],
    motivo: Annotated[str | None, Opt("--motivo", "Por quê; fica no histórico.", metavar="TEXTO")] = None,
    autor: Annotated[str | None, _AUTHOR] = None,
) -> None:
    """Recusa uma decisão da régua: a fatura não passa mais por esse degrau.

    Exemplos:
      cobranca regua recusar 12 --motivo "vou conversar pessoalmente"
    """
    from cobranca_cli.services.decisions import REFUSED

    _decide(run, id, REFUSED, (motivo, autor), None)


def _decide(
    run: Run, action: int, verdict: str, why: tuple[str | None, str | None], folder: Path | None
) -> None:
    from cobranca_cli.cli.letter_output import put_letters
    from cobranca_cli.services.decisions import decide

    done = decide(run.ledger_path, settings_of(run), moment_of(run), action, verdict, *why)
    step = done.action.step
    state = f"Gravado: decisão {action} {verdict} ({step}, {done.customer.name})."
    run.wrote(state)
    for notice in done.notices:
        run.warn(notice)
    if done.letter:
        target = (folder or run.ledger_path.parent / FOLDER) / run.today.isoformat()
        for _, name in put_letters(run, [done.letter.id], target):
            run.note(f"Carta {done.letter.id:06} em {name}.")
    run.note(state)
    if done.then:
        run.note(done.then)
    if verdict == "aprovada" and not done.letter:
        run.note("A régua não faz este passo por você; a prova de tudo está em 'cobranca contato listar',")
        run.note("'cobranca carta listar' e 'cobranca memoria FATURA', e os prazos em 'cobranca prazos'.")
