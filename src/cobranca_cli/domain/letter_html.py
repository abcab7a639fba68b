"""A letter as a page of HTML: what a person reads on it, and what it would fetch from elsewhere.

A page that loads something tells whoever is asked that it was opened, when and where; a letter does not.
"""

import re
from html.parser import HTMLParser

_UNREAD = ("head", "style", "script", "title", "template")
_ENDS_LINE = frozenset(
    ("p", "br", "div", "tr", "table", "li", "ul", "ol", "h1", "h2", "h3", "h4", "section", "header", "footer")
)
_LOADING = {"src", "srcset", "background", "data", "poster", "action", "formaction"}
_ADDRESS = re.compile(r"url\(\s*['\"]?(?!data:|#)([^)'\"]+)|@import\s+([^;]+)", re.IGNORECASE)
_FORBIDDEN = frozenset(("script", "iframe", "object", "embed", "link", "base", "form"))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.outside: list[str] = []
        self._hidden = 0
        self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look(tag, attrs)
        self._style = tag == "style"
        self._hidden += tag in _UNREAD
        if tag in _ENDS_LINE:
            self.text.append("\n" if tag in ("br", "tr", "li") else "\n\n")
        elif tag in ("td", "th"):
            self.text.append(" ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self._style = False
        self._hidden -= tag in _UNREAD and self._hidden > 0
        if tag in _ENDS_LINE and tag != "br":
            self.text.append("\n\n" if tag in ("p", "div", "table") else "\n")

    def handle_data(self, data: str) -> None:
        if self._style:
            self._look_at_style(data)
        if not self._hidden:
            self.text.append(data)

    def _look(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _FORBIDDEN:
            self.outside.append(f"<{tag}>")
        for name, value in attrs:
            where = (value or "").strip()
            if name.startswith("on"):
                self.outside.append(f"{name}=")
            elif name in _LOADING and not where.startswith(("data:", "cid:", "#")):
                self.outside.append(f"{name}={where[:60]}")
            elif name == "href" and where.lower().startswith(("javascript:", "data:", "vbscript:")):
                self.outside.append(f"href={where[:60]}")
            elif name == "style":
                self._look_at_style(where)

    def _look_at_style(self, text: str) -> None:
        self.outside += [f"url({(found[1] or found[2]).strip()[:60]})" for found in _ADDRESS.finditer(text)]


def read_page(page: str) -> tuple[str, tuple[str, ...]]:
    """The text a person reads, a blank line between paragraphs, and what the page would load or run."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    text = re.sub(r"[ \t]+", " ", "".join(reader.text).replace("\u00a0", " "))
    return re.sub(r"\s*\n\s*\n\s*", "\n\n", text).strip(), tuple(dict.fromkeys(reader.outside))
