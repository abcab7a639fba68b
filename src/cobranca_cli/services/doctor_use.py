"""The clock, and the owner's own letters and policy."""

import os
from collections.abc import Iterator
from pathlib import Path
from shlex import quote

from cobranca_cli import clock
from cobranca_cli.brformat import counted, date_br
from cobranca_cli.config import FILE_NAME, Settings, load_settings
from cobranca_cli.errors import CobrancaError
from cobranca_cli.ledger.health import NEWEST_FORMAT, Health, side_files
from cobranca_cli.local_time import ZONE
from cobranca_cli.services.doctor_types import MEND, OK, OPTIONAL, Asked, Line
from cobranca_cli.services.known_models import OWN_TEMPLATES


def clock_lines(asked: Asked, health: Health | None) -> Iterator[Line]:
    """Whether today can be today, and whether the time zone is known."""
    day = date_br(asked.today.isoformat())
    last = health.last_event if health else None
    if last and asked.instant < last:
        found = (
            f"{day}; o livro já tem registro de {date_br(clock.day_of_text(last).isoformat())}, que é depois"
        )
        yield Line("relógio", "hoje", MEND, found, "acerte o relógio do computador")
    elif asked.today != clock.day_of_text(asked.instant):
        yield Line("relógio", "hoje", OK, f"{day}, dito em --hoje ou em COBRANCA_HOJE")
    else:
        yield Line("relógio", "hoje", OK, day)
    if clock.zone_known():
        yield Line("relógio", "fuso", OK, ZONE)
    else:
        yield Line("relógio", "fuso", OPTIONAL, "sem a tabela de fusos: uso o de hoje", "pip install tzdata")


def letter_line(ledger: Path) -> Line:
    """The owner's own copies of the letters."""
    folder = ledger.parent / OWN_TEMPLATES
    try:
        own = sorted(each.name for each in folder.iterdir() if each.is_file()) if folder.is_dir() else []
    except OSError:
        return Line(
            "modelos", "cartas", MEND, f"{folder} não pode ser lida", f"chmod u+rwx {quote(str(folder))}"
        )
    if not own:
        return Line("modelos", "cartas", OK, "os do programa")
    from cobranca_cli.services.letter_models import check

    try:
        found = check(ledger)
    except CobrancaError as error:
        return Line("modelos", "cartas", MEND, error.message, "cobranca carta verificar")
    refused = [flaw for flaw in found.flaws if flaw.refused]
    if refused:
        said = f"{refused[0].place}: {refused[0].message}"
        return Line("modelos", "cartas", MEND, said, "cobranca carta verificar")
    return Line("modelos", "cartas", OK, counted(len(own), "cópia sua", "cópias suas"))


def policy_lines(ledger: Path, health: Health | None) -> Iterator[Line]:
    """The owner's settings, and the company that letters name.

    The check reads what the customers have, if opening the ledger for it changes nothing.
    """
    try:
        settings = load_settings(ledger)
    except CobrancaError as error:
        yield Line("política", FILE_NAME, MEND, error.message, "cobranca politica verificar")
        return
    if not settings.path.exists():
        yield Line("política", FILE_NAME, OK, "não há: valem os padrões")
        return
    yield _policy(ledger, health)
    yield _company(settings)


def _policy(ledger: Path, health: Health | None) -> Line:
    if health is None or not _opens_untouched(ledger, health):
        return Line("política", FILE_NAME, OK, "pode ser lido")
    from cobranca_cli.services.policy_check import check

    found = check(ledger)
    if found.wrong:
        said = counted(len(found.wrong), "erro", "erros")
        return Line("política", FILE_NAME, MEND, said, "cobranca politica verificar")
    if found.findings:
        said = counted(len(found.findings), "aviso", "avisos")
        return Line("política", FILE_NAME, OPTIONAL, said, "cobranca politica verificar")
    return Line("política", FILE_NAME, OK, "sem erros nem avisos")


def _opens_untouched(ledger: Path, health: Health) -> bool:
    """Whether an ordinary opening neither upgrades, nor converts, nor rolls back, nor tightens anything."""
    private = os.name == "nt" or not ledger.stat().st_mode & 0o077
    current = health.format == NEWEST_FORMAT and health.journal == "delete"
    return private and current and not side_files(ledger)


def _company(settings: Settings) -> Line:
    company = settings.company
    names = {"nome": company.nome, "documento": company.documento, "endereco": company.endereco}
    missing = [name for name, value in names.items() if not value]
    if missing:
        found = f"falta para as cartas: {', '.join(missing)}"
        return Line("política", "empresa", OPTIONAL, found, f"preencha [empresa] em {settings.path}")
    return Line("política", "empresa", OK, "completa para as cartas")
