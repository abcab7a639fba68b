"""The copies: where they go, for whom they are encrypted, and how old the last one is."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from shlex import quote

from cobranca_cli import clock
from cobranca_cli.brformat import date_br
from cobranca_cli.config import FILE_NAME, load_settings
from cobranca_cli.config_backup import FOLDER, BackupSettings, backup_settings
from cobranca_cli.domain.copies import PATIENCE_DAYS
from cobranca_cli.errors import CobrancaError
from cobranca_cli.ledger.health import Health
from cobranca_cli.services.doctor_types import MEND, OK, OPTIONAL, Asked, Line

_TOPIC = "cópias"
_ELSEWHERE = f"diga outra em pasta, na seção [backup] de {FILE_NAME}"


def extras_needed(ledger: Path) -> tuple[str, ...]:
    """The extras without which the copies that the settings ask for cannot be made."""
    try:
        return ("cifrado",) if backup_settings(load_settings(ledger)).recipient else ()
    except CobrancaError:
        return ()


def place_lines(ledger: Path) -> Iterator[Line]:
    """Whether the next copy can be written where, and for whom, the settings say."""
    try:
        settings = load_settings(ledger)
    except CobrancaError:
        # The line of the settings says so.
        return
    try:
        rules = backup_settings(settings)
    except CobrancaError as error:
        yield Line(_TOPIC, "[backup]", MEND, error.message, f"corrija {settings.path}")
        return
    yield _place(ledger, rules)
    if rules.recipient:
        yield _recipient(rules.recipient)


def _place(ledger: Path, rules: BackupSettings) -> Line:
    folder = (ledger.parent / rules.folder).absolute()
    shown = quote(str(folder))
    try:
        there, file = folder.is_dir(), folder.exists()
    except OSError:
        return Line(_TOPIC, "pasta", MEND, f"{folder} não pode ser vista", _ELSEWHERE)
    if not there:
        if file:
            return Line(_TOPIC, "pasta", MEND, f"{folder} não é uma pasta", _ELSEWHERE)
        if rules.folder == Path(FOLDER):
            return Line(_TOPIC, "pasta", OK, f"{folder}, que a primeira cópia cria")
        return Line(
            _TOPIC, "pasta", MEND, f"{folder} não existe", f"ligue o disco, ou crie-a: mkdir -m 700 {shown}"
        )
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return Line(_TOPIC, "pasta", MEND, f"{folder} não aceita gravação", f"chmod u+rwx {shown}")
    size = ledger.stat().st_size if ledger.is_file() else 0
    if shutil.disk_usage(folder).free < 2 * size:
        return Line(_TOPIC, "pasta", MEND, f"não cabe mais uma cópia em {folder}", "libere espaço no disco")
    return Line(_TOPIC, "pasta", OK, str(folder))


def _recipient(key: str) -> Line:
    from cobranca_cli.services.age_files import recipient

    try:
        recipient(key)
    except CobrancaError as error:
        remedy = error.hint or f"{sys.executable} -m pip install 'cobranca-cli[cifrado]'"
        return Line(_TOPIC, "destinatario", MEND, error.message, remedy)
    return Line(_TOPIC, "destinatario", OK, "uma chave que serve")


def copy_lines(asked: Asked, health: Health) -> Iterator[Line]:
    """How old the last copy is, and whether a restored ledger still waits for its owner."""
    today = clock.day_of_text(asked.instant)
    last, first = health.last_copy, health.first_event
    age = (today - clock.day_of_text(last)).days if last else None
    if age is not None and age <= PATIENCE_DAYS:
        yield Line("cópias", "a última", OK, f"de {date_br(clock.day_of_text(last or '').isoformat())}")
    elif age is not None:
        yield Line("cópias", "a última", MEND, f"há {age} dias", "cobranca backup")
    elif first and (today - clock.day_of_text(first)).days >= 1:
        yield Line("cópias", "a última", MEND, "nenhuma ainda", "cobranca backup")
    else:
        yield Line("cópias", "a última", OPTIONAL, "nenhuma ainda: o livro é de hoje", "cobranca backup")
    if health.frozen:
        yield Line(
            "envios", "automáticos", MEND, "parados desde que o livro foi restaurado",
            "confira o que já foi enviado e libere: cobranca restaurar --liberar-envios",
        )  # fmt: skip
