"""A page is read as a person reads it, and loads nothing."""

import pytest

from cobranca_cli.domain.letter_html import read_page

PAGE = """<!DOCTYPE html><html><head><title>Fatura</title><style>p { color: red }</style></head><body>
<h1>Valor   atualizado</h1><p>Olá, D&#39;Itália &amp; Filhos.<br>R$&nbsp;5,00</p>
<table><tr><th>Fatura</th><td>1001</td></tr><tr><td>1002</td></tr></table>
<img src="data:image/png;base64,AA==">
<a href="mailto:a@b.example">escreva</a></body></html>"""


def test_what_a_person_reads() -> None:
    text, outside = read_page(PAGE)
    assert text == "Valor atualizado\n\nOlá, D'Itália & Filhos.\nR$ 5,00\n\nFatura 1001\n\n1002\n\nescreva"
    assert outside == ()


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ('<img src="https://exemplo.example/a.png">', "src=https://exemplo.example/a.png"),
        ('<img src="//exemplo.example/a.png">', "src=//exemplo.example/a.png"),
        ('<img src="logo.png"/>', "src=logo.png"),
        ("<script>alert(1)</script>", "<script>"),
        ('<link rel="stylesheet" href="a.css">', "<link>"),
        ('<p onclick="x()">a</p>', "onclick="),
        ('<a href="javascript:x()">a</a>', "href=javascript:x()"),
        ("<style>p { background: url(http://a.example/b.png) }</style>", "url(http://a.example/b.png)"),
        ("<style>@import 'a.css';</style>", "url('a.css')"),
        ("<p style=\"background:url('a.png')\">a</p>", "url(a.png)"),
        ("<form action='x'></form>", "<form>"),
    ],
)
def test_what_a_page_would_load_or_run(markup: str, found: str) -> None:
    assert found in read_page(f"<body>{markup}<p>fim</p></body>")[1]


@pytest.mark.parametrize(
    "markup", ["<img src='cid:qr'>", "<p style='color:red'>a</p>", "<a href='tel:+5531'>a</a>"]
)
def test_what_harms_nobody(markup: str) -> None:
    assert read_page(markup)[1] == ()
