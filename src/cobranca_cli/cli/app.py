"""The program's commands, in the order in which the help lists them; a module is loaded when it is called."""

from importlib import import_module
from typing import Any

from cobranca_cli.cli.frame import Run, Section, root_section

PLACES: dict[str, tuple[str, ...]] = {
    "iniciar": ("setup.setup",),
    "demo": ("demo.demo",),
    "importar": ("imports.imports", "indices"),
    "hoje": ("worklist.worklist",),
    "aging": ("reports.reports",),
    "vencidos": ("reports.reports",),
    "indicadores": ("indicators.portfolio",),
    "memoria": ("documents.documents",),
    "extrato": ("documents.documents",),
    "recibo": ("documents.documents",),
    "prazos": ("deadlines.deadlines",),
    "faturas": ("invoices.invoices", "adjustments", "deadlines", "slips", "holds"),
    "pagamento": ("payments.payments",),
    "regua": ("ladder.ladder",),
    "carta": ("letters.letters", "letter_commands", "letter_models"),
    "contato": ("contacts.contacts",),
    "promessa": ("promises.promises",),
    "pausa": ("holds.holds",),
    "acordo": ("agreements.agreements", "agreement_course", "agreement_letters"),
    "credito": ("credit.credit", "credit_facts", "risk"),
    "politica": ("policy.policy",),
    "clientes": ("customers.customers", "loyalty"),
    "titular": ("persons.persons",),
    "fidelidade": ("loyalty.loyalty",),
    "encargos": ("terms.terms",),
    "indices": ("indices.indices",),
    "backup": ("backup.copies",),
    "restaurar": ("restore.restoring",),
    "desfazer": ("undo.undoing",),
    "doutor": ("doctor.doctor",),
    "verificar": ("verify.verification",),
    "cron": ("schedule.schedule",),
    "autocompletar": ("shell.commands",),
}
"""First word of a command line → module and section, and the other modules that put commands into it."""


def _show_day(run: Run) -> int | None:
    from cobranca_cli.cli import day

    return day.show(run)


def load(word: str) -> Any:
    """The section or the command that answers to the first word."""
    place, *others = PLACES[word]
    module, name = place.split(".")
    section: Section = getattr(import_module(f"cobranca_cli.cli.{module}"), name)
    for other in others:
        import_module(f"cobranca_cli.cli.{other}")
    return section if section.info.name == word else section.entries[word]


def build_app() -> Section:
    """The whole program; cheap, for nothing is loaded before it is called."""
    app = root_section(_show_day)
    app.defer(PLACES, load)
    return app
