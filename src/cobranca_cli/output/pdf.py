"""A document on A4 paper, as PDF, by typst.

The data reaches the layout (`document.typ`) as JSON, never as source, so nothing in it can be code. The file
is PDF/A-2a and PDF/UA-1 (kept for long, and read aloud), with its fonts inside, and the same document gives
the same bytes.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from cobranca_cli.errors import UsageError
from cobranca_cli.output.safety import printable
from cobranca_cli.output.shown import Page, shown
from cobranca_cli.views.document import Document, Parties

STANDARDS = ["a-2a", "ua-1"]
LAYOUT = Path(__file__).with_name("document.typ")
NO_GLYPH = (
    "Algum caractere dos textos não tem desenho nas fontes deste computador e saiu como um quadrado no PDF;"
    " confira antes de enviar."
)


def pdf_bytes(document: Document, *, show_data: bool) -> tuple[bytes, tuple[str, ...]]:
    """The PDF, and what the person who made it should know before sending it.

    Raises UsageError without the package `typst`.
    """
    typst = typst_package()
    day = document.as_of
    page = shown(document, show_data=show_data)
    inputs: dict[str, Any] = {
        "input": LAYOUT.read_bytes(),
        "sys_inputs": {"documento": json.dumps(_page_data(page, document), ensure_ascii=False)},
        "format": "pdf",
        "timestamp": datetime(day.year, day.month, day.day, tzinfo=UTC),
    }
    # The fonts in the package hold the alphabets of Europe. Only what they lack makes the fonts of the
    # computer come in, and what these lack too is refused by the standards.
    for more in (
        {"ignore_system_fonts": True, "pdf_standards": STANDARDS},
        {"pdf_standards": STANDARDS},
    ):
        try:
            return typst.compile(**inputs, **more), ()
        except typst.TypstError:
            continue
    return typst.compile(**inputs), (NO_GLYPH,)


def typst_package() -> ModuleType:
    """The package `typst`. Raises UsageError that says how to install it."""
    try:
        import typst
    except ImportError:
        raise UsageError(
            "para gerar PDF falta o pacote typst",
            hint="instale com pip install 'cobranca-cli[pdf]', ou grave em HTML e imprima pelo navegador",
        ) from None
    return typst


def _page_data(page: Page, document: Document) -> dict[str, Any]:
    """What the layout reads: the fields of the page, its author and its footer."""
    creditors = (block.creditor.name for block in document.blocks if isinstance(block, Parties))
    return {
        **_plain(page),
        "author": printable(next(creditors, "")),
        "footer": " · ".join(filter(None, (page.title, page.subtitle))),
    }


def _plain(value: Any) -> Any:
    if hasattr(value, "_asdict"):
        return {name: _plain(each) for name, each in value._asdict().items()}
    return [_plain(each) for each in value] if isinstance(value, tuple) else value
