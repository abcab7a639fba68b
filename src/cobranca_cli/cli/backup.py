"""`backup`: a copy of the ledger, its line for cron, and a pair of keys to encrypt it with."""

from pathlib import Path
from typing import Annotated

from cobranca_cli import clock
from cobranca_cli.cli.frame import Arg, Opt, Run, Section, command
from cobranca_cli.cli.moment import moment_of, settings_of
from cobranca_cli.errors import UsageError

copies = Section()

_CRON_HEAD = "# cron: rode 'crontab -e' e cole a linha"
_WINDOWS_HEAD = "REM Windows: cole no Prompt de Comando"


@command(copies, "backup", writes=True)
def backup(
    run: Run,
    destino: Annotated[
        Path | None, Arg("DESTINO", "Uma pasta, ou o nome da cópia. Sem ele, a pasta de [backup].")
    ] = None,
    agendar: Annotated[bool, Opt("--agendar", "Mostra o que colar no agendador; não copia nada.")] = False,
    horario: Annotated[
        str, Opt("--horario", "Hora de --agendar, no relógio da máquina.", metavar="HH:MM")
    ] = "12:15",
    criar_chave: Annotated[
        bool, Opt("--criar-chave", "Mostra um par de chaves novo para cifrar cópias; não copia nada.")
    ] = False,
) -> None:
    """Copia o livro inteiro, confere a cópia e só então a põe no lugar; as antigas demais são apagadas.

    A cópia sai certa mesmo com outro comando gravando. Sem DESTINO ela vai para a pasta copias, ao lado do
    livro, com a data e a hora no nome; ficam todas as de hoje, a última de cada um dos 7 dias, das 4 semanas
    e dos 12 meses ([backup] de cobranca.toml). Um arquivo que já existe só é trocado com --sobrescrever. Com
    destinatario em [backup], a cópia sai cifrada (age). Para voltar a uma cópia: cobranca restaurar.

    Exemplos:
      cobranca backup
      cobranca backup /media/pendrive
      cobranca backup copia.db --sobrescrever
      cobranca backup --agendar
      cobranca backup --criar-chave > /media/pendrive/chave.txt
    """
    if agendar and criar_chave:
        raise UsageError("diga --agendar ou --criar-chave, não os dois")
    if agendar:
        _schedule(run, destino, horario)
    elif criar_chave:
        _new_key(run)
    else:
        _copy(run, destino)


def _copy(run: Run, target: Path | None) -> None:
    from cobranca_cli.services.backup import Wanted, make_backup
    from cobranca_cli.views.backup import backup as view
    from cobranca_cli.views.backup import mark, said

    wanted = Wanted(target, run.overwrite)
    made = make_backup(run.ledger_path, settings_of(run), moment_of(run), clock.now_hour_minute(), wanted)
    state = f"Gravado: {said(made)}."
    run.wrote(state)
    run.emit(view(made, run.today, for_people=run.format == "tabela"))
    if not made.sealed:
        run.warn("a cópia não está cifrada: quem a abrir lê tudo; veja destinatario em [backup]")
    if made.unnoted:
        run.warn(f"a cópia está pronta, mas não ficou anotada no livro: {made.unnoted}")
    run.note(state)
    if kept := mark(made):
        run.note(kept)


def _schedule(run: Run, target: Path | None, time: str) -> None:
    from cobranca_cli.cli.schedule import clock_time, cron_line, program, windows_line

    hour, minute = clock_time(time)
    words = [*program(), "backup", *([str(target.absolute())] if target else [])]
    words += ["--livro", str(run.ledger_path.absolute())]
    print(_CRON_HEAD, cron_line(words, hour, minute), "", sep="\n")
    print(_WINDOWS_HEAD, windows_line(words, hour, minute, "Cobranca backup"), sep="\n")


def _new_key(run: Run) -> None:
    from cobranca_cli.services.age_files import new_pair

    public, secret = new_pair()
    print(f"# chave das cópias do cobranca; a pública é {public}", secret, sep="\n")
    run.note(f'Em [backup] de cobranca.toml, escreva: destinatario = "{public}"')
    run.note("Guarde a chave secreta fora desta máquina, em dois lugares: sem ela, ninguém abre as cópias.")
