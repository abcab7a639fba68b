"""`backup`: a copy of the ledger, its line for cron, and a pair of keys to encrypt it with."""

from pathlib import Path
from typing import Annotated

from cobranca_cli import clock
from cobranca_cli.cli.frame import Arg, Opt, Run, Section, command
from cobranca_cli.cli.moment import moment_of, settings_of
from cobranca_cli.cli.talk import say
from cobranca_cli.errors import EXIT_CHECK, EXIT_OK, UsageError

copies = Section()

_CRON_HEAD = "# cron: rode 'crontab -e' e cole a linha; o resultado e a marca chegam pelo e-mail da máquina"
_TIME = "12:15"
_WINDOWS_HEAD = "REM Windows: cole no Prompt de Comando"


@command(copies, "backup", writes=True)
def backup(
    run: Run,
    destino: Annotated[
        Path | None, Arg("DESTINO", "Uma pasta, ou o nome da cópia. Sem ele, a pasta de [backup].")
    ] = None,
    agendar: Annotated[bool, Opt("--agendar", "Mostra o que colar no agendador; não copia nada.")] = False,
    horario: Annotated[
        str | None,
        Opt("--horario", "Hora de --agendar, no relógio da máquina.", metavar="HH:MM", default=_TIME),
    ] = None,
    criar_chave: Annotated[
        bool, Opt("--criar-chave", "Mostra um par de chaves novo para cifrar cópias; não copia nada.")
    ] = False,
) -> int | None:
    """Copia o livro inteiro, confere a cópia e só então a põe no lugar; as antigas demais são apagadas.

    A cópia sai certa mesmo com outro comando gravando. Sem DESTINO ela vai para a pasta copias, ao lado do
    livro, com a data e a hora no nome; ficam todas as de hoje, a última de cada um dos 7 dias, das 4 semanas
    e dos 12 meses ([backup] de cobranca.toml). Um arquivo que já existe só é trocado com --sobrescrever. Com
    destinatario em [backup], a cópia sai cifrada (age). Um livro que não confere é copiado com outro nome,
    nenhuma cópia antiga é apagada, e o código é 7. Para voltar a uma cópia: cobranca restaurar.

    Exemplos:
      cobranca backup
      cobranca backup /media/pendrive
      cobranca backup copia.db --sobrescrever
      cobranca backup --agendar
      cobranca backup --criar-chave > /media/pendrive/chave.txt
    """
    if agendar and criar_chave:
        raise UsageError("diga --agendar ou --criar-chave, não os dois")
    if horario is not None and not agendar:
        raise UsageError("--horario só vale com --agendar; nenhuma cópia foi feita")
    if agendar:
        _schedule(run, destino, horario or _TIME)
    elif criar_chave:
        _new_key(run)
    else:
        return _copy(run, destino)
    return None


def _copy(run: Run, target: Path | None) -> int | None:
    from cobranca_cli.services.backup import Wanted, make_backup
    from cobranca_cli.views.backup import backup as view
    from cobranca_cli.views.backup import doubt, mark, said

    wanted = Wanted(target, run.overwrite)
    made = make_backup(run.ledger_path, settings_of(run), moment_of(run), clock.now_hour_minute(), wanted)
    state = f"{said(made)}."
    run.wrote(state)
    run.ends_with = EXIT_CHECK if made.wrong else EXIT_OK
    run.emit(view(made, run.today, for_people=run.format == "tabela"))
    if not made.sealed:
        run.warn("a cópia não está cifrada: quem a abrir lê tudo; veja destinatario em [backup]")
    if made.unnoted:
        run.warn(f"a cópia está pronta, mas não ficou anotada no livro: {made.unnoted}")
    if made.wrong:
        run.warn(doubt(made))
        run.note(state)
        run.note("Veja o que há, e o que fazer: cobranca verificar")
        return EXIT_CHECK
    run.note(state)
    if kept := mark(made):
        run.note(kept)
    return None


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
    text = f"# chave das cópias do cobranca; a pública é {public}\n{secret}\n"
    if run.output:
        from cobranca_cli.output.atomic import replacing

        with replacing(run.output, overwrite=run.overwrite) as file:
            file.write(text.encode())
        run.note(f"A chave secreta está em {run.output}.")
    else:
        print(text, end="")
    run.note("Em [backup] de cobranca.toml, escreva a linha:")
    say(f'destinatario = "{public}"', whole=True)
    run.note("Guarde a chave secreta fora desta máquina, em dois lugares: sem ela, ninguém abre as cópias.")
