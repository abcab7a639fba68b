"""`cron mostrar`: what to paste so that the machine tells every morning what is overdue."""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

from cobranca_cli.cli.frame import Choice, Opt, Run, Section, command
from cobranca_cli.cli.talk import warn
from cobranca_cli.errors import UsageError

schedule = Section("cron", "Mostra como agendar o aviso diário de vencidos.")

_TIME = r"([01]?[0-9]|2[0-3])[:h]([0-5][0-9])"
_TASK_LIMIT = 261
_CRON_HEAD = "# cron: rode 'crontab -e' e cole a linha; o aviso chega pelo e-mail da máquina\n"
_SYSTEMD_HEAD = "# systemd: grave os dois arquivos\n"
_WINDOWS_HEAD = "REM Windows: cole no Prompt de Comando; o resultado fica junto do livro, em CSV\n"


def program() -> list[str]:
    """The program by its full path, as words: what was started, what the shell finds, or this Python."""
    import shutil

    started = Path(sys.argv[0])
    if started.name != "__main__.py":
        if started.is_absolute() and started.exists():
            return [str(started)]
        found = shutil.which(sys.argv[0]) or shutil.which("cobranca")
        if found:
            return [str(Path(found).absolute())]
    return [sys.executable, "-m", "cobranca_cli"]


def clock_time(typed: str) -> tuple[int, int]:
    """Hour and minute of `7:30`, `07:30` or `07h30`. Raises UsageError."""
    found = re.fullmatch(_TIME, typed.strip())
    if not found:
        raise UsageError(f'valor inválido para --horario: "{typed}" não é um horário; use HH:MM, como 07:30')
    return int(found[1]), int(found[2])


def _pasted(words: list[str]) -> list[str]:
    """The words, if a person sees all that he pastes. Raises UsageError."""
    for word in words:
        if not word.isprintable():
            raise UsageError(
                f"o caminho {word} tem caracteres que não se veem, e não dá para colá-lo no agendador",
                hint="mude o nome do arquivo ou da pasta",
            )
    return words


def cron_line(words: list[str], hour: int, minute: int) -> str:
    """The line of a crontab, where `%` would end the command. Raises UsageError for an invisible name."""
    import shlex

    return f"{minute} {hour} * * * {shlex.join(_pasted(words))}".replace("%", r"\%")


def _systemd_word(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"' if re.search(r"[\s\"'\\;]", word) else escaped


def systemd_units(words: list[str], hour: int, minute: int) -> str:
    """The service and the timer, each under the name of its file. Raises UsageError as `cron_line`."""
    return f"""\
# ~/.config/systemd/user/cobranca.service
[Unit]
Description=Faturas vencidas

[Service]
Type=oneshot
ExecStart={" ".join(map(_systemd_word, _pasted(words)))}

# ~/.config/systemd/user/cobranca.timer
[Unit]
Description=Faturas vencidas, todo dia

[Timer]
OnCalendar=*-*-* {hour:02}:{minute:02}:00
Persistent=true

[Install]
WantedBy=timers.target

# Depois de gravar os dois arquivos:
#   systemctl --user daemon-reload && systemctl --user enable --now cobranca.timer
# Para ler o resultado:
#   journalctl --user -u cobranca.service"""


def _windows_word(word: str) -> str:
    return f'\\"{word}\\"' if re.search(r"\s", word) else word


def windows_line(words: list[str], hour: int, minute: int, name: str = "Cobranca vencidos") -> str:
    """The command that registers the task of this name, for the prompt. Raises UsageError as `cron_line`."""
    task = " ".join(map(_windows_word, _pasted(words)))
    if len(task.replace('\\"', '"')) > _TASK_LIMIT:
        warn(f"o Windows aceita até {_TASK_LIMIT} letras em /TR, e aqui há mais; encurte os caminhos")
    return f'schtasks /Create /SC DAILY /ST {hour:02}:{minute:02} /TN "{name}" /TR "{task}"'


@command(schedule, "mostrar", formats=())
def show(
    run: Run,
    horario: Annotated[
        str, Opt("--horario", "Hora do aviso, no relógio da máquina.", metavar="HH:MM")
    ] = "07:30",
    sistema: Annotated[
        str | None,
        Opt("--sistema", "Mostra só um.", Choice("cron", "systemd", "windows"), default="os três"),
    ] = None,
) -> None:
    """Mostra o que colar no agendador do sistema para ver os vencidos toda manhã.

    O comando agendado fica calado nos dias em que não há nada vencido. O caminho do programa e o do livro
    saem por inteiro, porque o agendador não conhece a sua pasta.

    Exemplos:
      cobranca cron mostrar
      cobranca cron mostrar --horario 08:15 --sistema cron
    """
    hour, minute = clock_time(horario)
    ledger = run.ledger_path.absolute()
    words = [*program(), "vencidos", "--quieto-se-vazio", "--livro", str(ledger)]
    if not ledger.exists():
        run.warn(f"o livro {ledger} ainda não existe; crie com: cobranca iniciar")
    print("\n\n".join(_blocks(words, ledger, hour, minute, sistema)))


def _blocks(words: list[str], ledger: Path, hour: int, minute: int, only: str | None) -> list[str]:
    # The Task Scheduler throws away what a program prints, so there the report goes to a file.
    windows = [*words, "--saida", str(ledger.parent / "vencidos.csv"), "--sobrescrever"]
    blocks: dict[str, Callable[[], str]] = {
        "cron": lambda: _CRON_HEAD + cron_line(words, hour, minute),
        "systemd": lambda: _SYSTEMD_HEAD + systemd_units(words, hour, minute),
        "windows": lambda: _WINDOWS_HEAD + windows_line(windows, hour, minute),
    }
    return [block() for name, block in blocks.items() if only in (None, name)]
