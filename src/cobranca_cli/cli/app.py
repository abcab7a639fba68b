"""The program's commands, in the order in which the help lists them."""

from cobranca_cli.cli import customers, demo, imports, invoices, reports, schedule, setup, shell
from cobranca_cli.cli.frame import Run, Section, root_section
from cobranca_cli.cli.groups import Root


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
        invoices.invoices,
        customers.customers,
        schedule.schedule,
        shell.commands,
    ):
        app.add(section)
    return app


def run_words(words: list[str]) -> int:
    """Run one command line inside this process; its exit code. Errors are shown, never raised."""
    from typer.main import get_command

    root = get_command(build_app())
    assert isinstance(root, Root)
    return root.execute(words)
