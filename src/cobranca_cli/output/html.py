"""A document as one HTML file: nothing outside it is loaded, nothing in it runs, and it prints on A4.

The layout is `document.html`, which escapes every value; the policy in its head allows the one style
sheet by its hash, and nothing else.
"""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from cobranca_cli.output.shown import shown
from cobranca_cli.views.document import Document

LAYOUT = Path(__file__).with_name("document.html")
STYLE = Path(__file__).with_name("document.css")


def html_text(document: Document, *, show_data: bool) -> str:
    """The whole file; the same document gives the same text."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    layout = environment.from_string(LAYOUT.read_text(encoding="utf-8"))
    style = STYLE.read_text(encoding="utf-8").strip()
    digest = b64encode(sha256(style.encode()).digest()).decode("ascii")
    text = layout.render(
        page=shown(document, show_data=show_data),
        style=Markup(style),  # noqa: S704 - our own file
        style_hash=Markup(digest),  # noqa: S704
    )
    return f"{text}\n"
