"""The program's commands, in the order in which the help lists them."""

from cobranca_cli.cli import (
    adjustments,
    customers,
    deadlines,
    demo,
    documents,
    imports,
    indices,
    payments,
    reports,
    schedule,
    setup,
    shell,
    terms,
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
        adjustments.invoices,
        payments.payments,
        customers.customers,
        terms.terms,
        indices.indices,
        schedule.schedule,
        shell.commands,
    ):
        app.add(section)
    return app
