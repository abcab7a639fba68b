"""The user's crontab: whether a line of it runs this program on this ledger, as cron would run it."""

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.brformat import counted
from cobranca_cli.paths import ENV_LEDGER, data_folder
from cobranca_cli.paths import FILE_NAME as LEDGER_NAME
from cobranca_cli.services.doctor_types import MEND, OK, OPTIONAL, Line

_SECONDS = 3
_PATH = "/usr/bin:/bin"
"""Where cron looks for a program when its table does not say."""

_MINE = re.compile(r"(?:^|/)cobranca(?:_cli|\.exe)?$")
_SETTING = re.compile(r"\s*([A-Za-z_]\w*)\s*=\s*(.*?)\s*$")
_WHEN = re.compile(r"\s*(?:@\w+|(?:\S+\s+){4}\S+)\s+(.*)$")
_AGAIN = "troque a linha, com crontab -e, pela que mostra: cobranca backup --agendar"


class _Job(NamedTuple):
    """A line that runs the program: what it starts, and on which ledger."""

    program: str
    ledger: Path
    path: str


def cron_line(ledger: Path) -> Line:
    """The state of the crontab; a machine without one is no trouble."""
    jobs = list(_jobs(_crontab()))
    for job in jobs:
        if wrong := _wrong(job):
            return Line("agenda", "cron", MEND, wrong, _AGAIN)
    ours = [job for job in jobs if os.path.realpath(job.ledger) == os.path.realpath(ledger)]
    if ours:
        return Line("agenda", "cron", OK, counted(len(ours), "linha do programa", "linhas do programa"))
    found = "nenhuma linha do programa"
    if jobs:
        lines = counted(len(jobs), "linha", "linhas")
        found = f"{lines} de outro livro ({jobs[0].ledger}); nenhuma deste"
    return Line("agenda", "cron", OPTIONAL, found, "cobranca cron mostrar e cobranca backup --agendar")


def _wrong(job: _Job) -> str | None:
    if not job.ledger.exists():
        return f"uma linha é de um livro que não existe: {job.ledger}"
    if Path(job.program).is_absolute():
        found = os.access(job.program, os.X_OK)
        return None if found else f"uma linha chama um programa que não existe: {job.program}"
    if "/" in job.program or shutil.which(job.program, path=job.path):
        return None
    return f"o cron não acha o programa {job.program}: a linha tem de trazer o caminho inteiro"


def _jobs(lines: Sequence[str]) -> Iterator[_Job]:
    said: dict[str, str] = {}
    for line in lines:
        if line.lstrip().startswith("#"):
            continue
        if setting := _SETTING.fullmatch(line):
            said[setting[1]] = setting[2].strip("'\"")
        elif (when := _WHEN.match(line)) and (job := _job(when[1].replace(r"\%", "%"), said)):
            yield job


def _job(command: str, said: Mapping[str, str]) -> _Job | None:
    try:
        words = shlex.split(command)
    except ValueError:
        words = command.split()
    place = next((place for place, word in enumerate(words) if _MINE.search(word)), None)
    if place is None:
        return None
    # `python -m cobranca_cli` starts Python.
    started = place - 2 if place > 1 and words[place - 1] == "-m" else place
    return _Job(words[started], _ledger(words, said), said.get("PATH", _PATH))


def _ledger(words: Sequence[str], said: Mapping[str, str]) -> Path:
    """As the program would find it there; cron starts in the user's own folder."""
    typed = said.get(ENV_LEDGER, "")
    for place, word in enumerate(words):
        name, equals, value = word.partition("=")
        if name in ("--livro", ENV_LEDGER):
            typed = value if equals else next(iter(words[place + 1 :]), "")
    return Path.home() / Path(typed).expanduser() if typed else data_folder() / LEDGER_NAME


def _crontab() -> list[str]:
    program = shutil.which("crontab")
    if program is None:
        return []
    try:
        done = subprocess.run(  # noqa: S603
            [program, "-l"], capture_output=True, timeout=_SECONDS, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.SubprocessError):
        return []
    return done.stdout.decode("utf-8", "replace").splitlines() if done.returncode == 0 else []
