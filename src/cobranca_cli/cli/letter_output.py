"""Letters from the ledger to files: what `regua executar`, `carta gerar` and `carta exportar` share."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cobranca_cli.cli.frame import Run
from cobranca_cli.cli.moment import moment_of, settings_of

if TYPE_CHECKING:
    from cobranca_cli.services.letters import Written


def put_letters(
    run: Run, ids: Sequence[int], folder: Path, kinds: Sequence[str] = (), *, existing: str = "refuse"
) -> Iterator[tuple[int, str]]:
    """Write these letters and yield number and main file of each. `kinds` empty: what each channel needs."""
    if not ids:
        return
    from cobranca_cli.output.letter_files import BY_CHANNEL, write_letters
    from cobranca_cli.output.qr import png_data_uri
    from cobranca_cli.services.letter_files import recorded_letters

    letters = recorded_letters(run.ledger_path, settings_of(run), moment_of(run), ids, png_data_uri)
    for written in write_letters(letters, folder, tuple(kinds) or BY_CHANNEL, existing=existing):
        for problem in written.problems:
            run.warn(problem)
        if written.paths:
            yield written.letter, str(written.paths[0])


def paper_of(run: Run, day: date) -> list[int]:
    """The letters of a day that go on paper. Raises DataError when there are none."""
    from cobranca_cli.brformat import date_br
    from cobranca_cli.errors import DataError
    from cobranca_cli.services.letter_list import on_paper

    found = on_paper(run.ledger_path, settings_of(run), moment_of(run), day)
    if not found:
        raise DataError(
            f"nenhuma carta de {date_br(day.isoformat())} vai em papel",
            code="E-NAO-ENCONTRADO",
            hint="veja todas com 'cobranca carta listar'; as outras se exportam pelo número",
        )
    return found


def put_joined(run: Run, ids: Sequence[int], path: Path, *, overwrite: bool) -> None:
    """Write these letters, each once, as one PDF to be printed. Raises UsageError for another ending."""
    from cobranca_cli.brformat import counted
    from cobranca_cli.errors import UsageError
    from cobranca_cli.output.atomic import replacing
    from cobranca_cli.output.letter_pdf import Press
    from cobranca_cli.services.letter_files import recorded_letters

    if path.suffix.lower() != ".pdf":
        raise UsageError("--juntar grava um PDF", hint="dê um nome que termine em .pdf")
    wanted = list(dict.fromkeys(ids))
    letters = list(recorded_letters(run.ledger_path, settings_of(run), moment_of(run), wanted, None))
    title = f"{counted(len(letters), 'carta', 'cartas')} para imprimir"
    content, warnings = Press().joined(letters, title)
    for warning in warnings:
        run.warn(warning)
    with replacing(path, overwrite=overwrite, durable=False) as handle:
        handle.write(content)


def put_scripts(run: Run, scripts: Mapping[int, "Written"], day: date, folder: Path) -> dict[int, str]:
    """Write the scripts of calls, which are nobody's letters, under the numbers given."""
    from cobranca_cli.output.letter_files import write_letters
    from cobranca_cli.services.letter_files import script_letter

    if not scripts:
        return {}
    settings = settings_of(run)
    letters = (
        script_letter(run.ledger_path, settings, day, script, number, None)
        for number, script in scripts.items()
    )
    found = write_letters(letters, folder / "roteiros", ("txt",), existing="replace")
    return {written.letter: str(written.paths[0]) for written in found}
