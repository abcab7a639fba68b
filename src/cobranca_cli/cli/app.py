"""The program's commands, in the order in which the help lists them."""

from cobranca_cli.cli import (
    contacts,
    customers,
    deadlines,
    demo,
    documents,
    holds,
    imports,
    indices,
    ladder,
    letter_commands,
    payments,
    promises,
    reports,
    schedule,
    setup,
    shell,
    slips,
    terms,
    worklist,
)
from cobranca_cli.cli.frame import Run, Section, root_section


def _show_day(run: Run) -> int | None:
    from cobranca_cli.cli import day

    return day.show(run)


def build_app() -> Section:
    """The whole program; cheap, for nothing is built before it is called."""
    app = root_section(_show_day)
    for section in (
        setup.setup,
        demo.demo,
        imports.imports,
        reports.reports,
        documents.documents,
        deadlines.deadlines,
        slips.invoices,
        payments.payments,
        worklist.worklist,
        ladder.ladder,
        letter_commands.letters,
        contacts.contacts,
        promises.promises,
        holds.holds,
        customers.customers,
        terms.terms,
        indices.indices,
        schedule.schedule,
        shell.commands,
    ):
        app.add(section)
    return app
