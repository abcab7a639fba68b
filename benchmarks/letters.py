"""Letters as text, page, paper and e-mail, and as a folder of files (G11).

`python -m benchmarks.letters KIND COUNT FOLDER` makes that many in a child, start included.
"""

import sys
from collections.abc import Iterator
from copy import deepcopy
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.data import TODAY
from benchmarks.measure import in_turns
from benchmarks.product import Product
from benchmarks.table import Goal, Lines, heading

RATES = {"text": 10_000, "text and page": 7_000, "PDF one by one": 60, "PDF on all processors": 100}
"""Goals of quality/performance.md: letters a second."""

MODEL = "amigavel"


def measure(product: Product, paper: int, many: int, rounds: int) -> None:
    """`paper` letters as PDF, `many` in the quick forms; each child starts Python and reads the templates."""
    counts = {
        "nothing": 1,
        "text": many,
        "text and page": many,
        "PDF one by one": paper,
        "PDF on all processors": paper,
        "PDF, all in one file": paper,
        "e-mail": many,
        "files of e-mails": many,
    }
    folders = iter(range(1_000))
    jobs = {
        name: (
            lambda name=name, count=count: product.helper(
                "letters", name, str(count), str(product.work / f"cartas-{next(folders)}")
            )
        )
        for name, count in counts.items()
    }
    heading(f"Letters: {many:,} as text, page and e-mail, {paper:,} as PDF with a QR code; start included")
    lines = Lines(in_turns(jobs, rounds), judge=many >= 20_000)
    for name, count in counts.items():
        goal = Goal("G11", count / RATES[name], "seconds") if name in RATES else None
        lines.line(name, None, goal, f"{name} ({count:,})")


def main(words: list[str]) -> None:
    """Make the letters, and keep none."""
    kind, count, folder = words
    work = {
        "nothing": _texts,
        "text": _texts,
        "text and page": _pages,
        "PDF one by one": _papers,
        "PDF on all processors": _papers_at_once,
        "PDF, all in one file": _one_paper,
        "e-mail": _mails,
        "files of e-mails": _files,
    }
    made = work[kind](int(count), Path(folder))
    assert made == int(count), made


def _data() -> Iterator[dict[str, Any]]:
    """The specimen of a consumer, each with another number and Pix code; one in eight has five titles."""
    from cobranca_cli.rendering.sample import CONSUMER

    data = deepcopy(CONSUMER)
    title = data["titulos"][0]
    number = 0
    while True:
        number += 1
        titles = [
            {**title, "fatura": f"{number}/{place + 1}"} for place in range(5 if number % 8 == 0 else 1)
        ]
        code = f"{CONSUMER['pix']['copia_e_cola'][:-8]}{number:08}"
        yield {
            **data,
            "carta": {**data["carta"], "modelo": MODEL, "numero": f"{number:06}"},
            "titulos": titles,
            "quantidade": len(titles),
            "vencidas": len(titles),
            "pix": {**data["pix"], "copia_e_cola": code, "qr": ""},
        }


def _rendered(count: int, layouts: tuple[str, ...]) -> Iterator[tuple[dict[str, Any], Any]]:
    from cobranca_cli.errors import TemplateError
    from cobranca_cli.rendering.engine import Engine
    from cobranca_cli.resources import folder

    kept: list[dict[str, Any]] = []

    def jobs() -> Iterator[tuple[str, dict[str, Any]]]:
        for data in islice(_data(), count):
            kept.append(data)
            yield MODEL, data

    with Engine(None, folder("templates")) as engine:
        for letter in engine.letters(jobs(), layouts):
            assert not isinstance(letter, TemplateError), letter
            yield kept.pop(0), letter


def _letters(count: int, *, page: bool = False) -> Iterator[Any]:
    from cobranca_cli.views.letter import Letter

    layouts = ("carta.txt", "carta.html") if page else ("carta.txt",)
    for number, (data, made) in enumerate(_rendered(count, layouts), start=1):
        name = f"{data['cliente']['nome']} {number}"
        sender = (data["empresa"]["nome"], "financeiro@boaletra.com.br")
        texts = (*made.texts, None)
        yield Letter(
            number, number, name, MODEL, "email", f"c{number}@exemplo.com.br", sender, TODAY,
            made.words._asdict(), data, texts[0], texts[1],
        )  # fmt: skip


def _texts(count: int, _: Path) -> int:
    return sum(bool(made.texts) for _, made in _rendered(count, ("carta.txt",)))


def _pages(count: int, _: Path) -> int:
    return sum(len(made.texts) == 2 for _, made in _rendered(count, ("carta.txt", "carta.html")))


def _papers(count: int, _: Path) -> int:
    from cobranca_cli.output.letter_pdf import Press

    press = Press()
    return sum(bool(press.pdf(letter)[0]) for letter in _letters(count))


def _papers_at_once(count: int, _: Path) -> int:
    from cobranca_cli.output.letter_pdf import letter_pdfs

    return sum(made is not None for _, made in letter_pdfs(_letters(count)))


def _one_paper(count: int, _: Path) -> int:
    from cobranca_cli.output.letter_pdf import Press

    letters = list(_letters(count))
    assert Press().joined(letters, "Cartas")[0]
    return len(letters)


def _mails(count: int, _: Path) -> int:
    from cobranca_cli.output.letter_eml import eml_bytes

    return sum(bool(eml_bytes(letter)) for letter in _letters(count, page=True))


def _files(count: int, folder: Path) -> int:
    from cobranca_cli.output.letter_files import write_letters

    return sum(len(written.paths) == 3 for written in write_letters(_letters(count, page=True), folder))


if __name__ == "__main__":
    main(sys.argv[1:])
