"""E-mails of letters, read back by the standard library: the headers meant, one recipient, all parts."""

import re
from base64 import b64encode
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.output.letters import COMPANY, CUSTOMER, DAY, letter

from cobranca_cli.errors import DataError
from cobranca_cli.output import qr
from cobranca_cli.output.letter_eml import eml_bytes, reads_as
from cobranca_cli.output.letter_mime import header_text
from cobranca_cli.output.safety import printable
from cobranca_cli.views.letter import Letter

HEADERS = [
    "From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "X-Unsent", "Content-Language",
    "Content-Type",
]  # fmt: skip
TEXT_HEADERS = [*HEADERS, "Content-Transfer-Encoding"]
PICTURE = qr.png_bytes("pix")
HTML = f'<p>Olá</p><img alt="x" src="data:image/png;base64,{b64encode(PICTURE).decode()}" width="138">'


def read(made: Letter, pdf: bytes | None = None) -> EmailMessage:
    content = eml_bytes(made, pdf)
    assert content == eml_bytes(made, pdf)
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, content.split(b"\r\n"))) <= 998
    head = content.partition(b"\r\n\r\n")[0]
    assert max(map(len, head.split(b"\r\n"))) <= 100 and head.isascii()
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert not [part.defects for part in message.walk() if part.defects]
    return message


def named(name: str, subject: str = "Aviso", **more: object) -> Letter:
    return letter(1, words={"assunto": subject}, customer_name=name, **more)


def boxes(message: EmailMessage, header: str) -> list[tuple[str, str]]:
    return [(box.display_name, box.addr_spec) for box in message[header].addresses]


def content_of(part: EmailMessage | None) -> str:
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_a_plain_letter() -> None:
    made = letter(2)
    message = read(made)
    assert message.keys() == TEXT_HEADERS
    assert message["Subject"] == made.words["assunto"]
    assert boxes(message, "From") == [("Papelaria Aurora Ltda.", COMPANY["email"])]
    assert boxes(message, "To") == [(CUSTOMER["nome"], "jose@exemplo.com.br")]
    assert message["Date"].datetime.isoformat() == f"{DAY.isoformat()}T12:00:00-03:00"
    assert message["X-Unsent"] == "1" and message["Content-Language"] == "pt-BR"
    assert re.fullmatch(r"<[0-9a-f]{32}@aurora\.exemplo\.br>", message["Message-ID"])
    assert content_of(message) == made.text


def test_the_message_id_follows_text_recipient_and_day_only() -> None:
    made = letter(2)
    ids = [
        read(each)["Message-ID"]
        for each in (
            made,
            made._replace(id=99, html="<p>outra página</p>"),
            made._replace(text=f"{made.text}."),
            made._replace(recipient="outro@exemplo.com.br"),
            made._replace(day=made.day.replace(day=1)),
        )
    ]
    assert ids[0] == ids[1] and len(set(ids)) == 4


def test_text_and_page_are_alternatives_and_the_picture_is_a_part() -> None:
    single = HTML.replace('"', "'")
    made = letter(1, html=f"{HTML}<br>{single}")
    message = read(made)
    assert message.keys() == HEADERS
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
    ]
    page = content_of(message.get_body(("html",)))
    (picture,) = (part for part in message.walk() if part.get_content_type() == "image/png")
    cid = picture["Content-ID"].strip("<>")
    assert f'src="cid:{cid}"' in page and f"src='cid:{cid}'" in page and "data:" not in page
    assert picture.get_content() == PICTURE
    assert picture.get_content_disposition() == "inline"
    assert content_of(message.get_body(("plain",))) == made.text


def test_a_page_without_pictures_is_a_simple_alternative() -> None:
    message = read(letter(1, html="<p>Olá</p>"))
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


@pytest.mark.parametrize("html", [None, "<p>Olá</p>", HTML])
def test_the_pdf_is_attached_under_a_safe_name(html: str | None) -> None:
    message = read(letter(1, html=html), b"%PDF-1.7 \x00\xff")
    assert message.get_content_type() == "multipart/mixed"
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "000012-jose-antonio-da-conceicao.pdf"
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_content() == b"%PDF-1.7 \x00\xff"


def test_without_an_address_of_the_company_the_mail_program_is_the_sender() -> None:
    message = read(letter(1, sender=("Papelaria", "")))
    assert "From" not in message and message["Message-ID"].endswith("@cobranca.invalid>")


INJECTION = "=?utf-8?q?Oi=0ABcc:_x@y.com?="


@pytest.mark.parametrize(
    "text",
    [
        INJECTION,
        f"Ana {INJECTION} Lima",
        "=?utf-8?b?" + b64encode(b"Oi\nBcc: x@y.com").decode() + "?=",
        "=?=?=?==??=",
        "Oi\x00\x1b[2J\x85\u2028\u202eBcc: x@y.com",
        'Silva, João "Zé" <outro@exemplo.com>; (comentário)',
        "a@b.com, c@d.com:",
        "grupo: a@b.com;",
        "D'Ávila & Filhos",
        "日本語 😀 \ud83d",
        "ã" * 200,
        "x" * 200,
        "  ",
        "",
        "\\",
        '"',
    ],
)
def test_no_name_and_no_subject_makes_a_header_or_a_recipient(text: str) -> None:
    """T17, CVE-2024-6923: the text of a header never becomes another header, on any Python."""
    made = named(text, text, sender=(text, COMPANY["email"]))
    message = read(made)
    shown = " ".join(header_text(text).replace("\ud83d", "?").split())
    assert message.keys() == TEXT_HEADERS
    assert [box[1] for box in boxes(message, "To")] == ["jose@exemplo.com.br"]
    assert [box[1] for box in boxes(message, "From")] == [COMPANY["email"]]
    assert " ".join(message["Subject"].split()) == shown
    # Old Pythons put a blank between the encoded words of a name; mail programs do not.
    assert "".join(boxes(message, "To")[0][0].split()) == "".join(shown.split())
    # Written again, as a mail program does when it sends the draft, nothing comes out of the words either.
    again = message_from_bytes(message.as_bytes(policy=policy.SMTP), policy=policy.default)
    assert again.keys() == TEXT_HEADERS


@pytest.mark.parametrize("text", ["Oi\nBcc: x@y.com", "Oi\r\nBcc: x@y.com", "Oi\r", "\n"])
@pytest.mark.parametrize("place", ["subject", "customer", "company"])
def test_a_line_break_in_a_header_is_refused(text: str, place: str) -> None:
    made = {
        "subject": named("Ana", text),
        "customer": named(text),
        "company": named("Ana", sender=(text, COMPANY["email"])),
    }[place]
    with pytest.raises(DataError) as caught:
        eml_bytes(made)
    assert caught.value.code == "E-EMAIL" and caught.value.exit_code == 3
    assert "quebra de linha" in caught.value.message and "\n" not in caught.value.message


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("o'brien+loja@exemplo.com.br", "o'brien+loja@exemplo.com.br"),
        ("jose@padaria-são-josé.com.br", "jose@xn--padaria-so-jos-yhb5h.com.br"),
        (" Jose@Exemplo.COM ", "Jose@exemplo.com"),
    ],
)
def test_addresses_that_are_good(address: str, expected: str) -> None:
    assert boxes(read(letter(1, recipient=address)), "To")[0][1] == expected


@pytest.mark.parametrize(
    "address",
    [
        "",
        "sem arroba",
        "a@x.com, b@y.com",
        "a@x.com;b@y.com",
        "a@x.com> ORCPT=x",
        "Ana <a@x.com>",
        "a@x.com\r\nBcc: b@y.com",
        "a@x.com\nb",
        "josé@exemplo.com",
        "a@" + "ã" * 80 + ".com",
        "=?utf-8?q?a?=@x.com\x00",
        "a@[127.0.0.1]",
    ],
)
@pytest.mark.parametrize("place", ["recipient", "sender"])
def test_addresses_that_are_refused(address: str, place: str) -> None:
    if place == "sender" and not address:
        return
    made = letter(1, recipient=address) if place == "recipient" else letter(1, sender=("Loja", address))
    with pytest.raises(DataError) as caught:
        eml_bytes(made)
    assert caught.value.code == "E-EMAIL" and printable(caught.value.message) == caught.value.message


@pytest.mark.parametrize(
    "text",
    [
        "x" * 5000,
        "fim de linha com espaço \ncom tabulação\t\n.\n..\nFrom aqui\n--=_a_\n",
        "= =3D =\n" * 3,
        "linha\x0bvertical\x0c\u2028separada\n",
        "",
        "\n\n\n",
        "ção 😀\n" * 100,
        "\x00\x01\x7f",
    ],
)
def test_any_text_comes_out_as_it_went_in(text: str) -> None:
    message = read(letter(1, text=text, html=f"<pre>{text}</pre>"))
    assert content_of(message.get_body(("plain",))) == f"{text.removesuffix(chr(10))}\n"
    assert content_of(message.get_body(("html",))) == f"<pre>{text}</pre>\n"


@pytest.mark.parametrize(
    ("meant", "instead"),
    [
        (b"", b""),
        (b"To: ", b"Bcc: x@y.com\r\nTo: "),
        (b"<jose@", b"<x@y.com>, Ana <jose@"),
        (b"<jose@exemplo.com.br>", b"<x@y.com>"),
        (b"<financeiro@", b"<outro@"),
        (b"Subject: ", b"Subject: Re: "),
        (b"Subject: ", b"\r\nSubject: "),
        (b"X-Unsent: 1\r\n", b""),
        (b"X-Unsent: 1", b"X-Unsent: 1\r\nCc: x@y.com"),
        (b"Date: ", b"X-Outro: "),
    ],
)
def test_a_message_that_is_not_what_was_meant_does_not_pass(meant: bytes, instead: bytes) -> None:
    made = letter(1)
    message = eml_bytes(made).replace(meant, instead, 1) if meant else eml_bytes(made)
    passes = reads_as(
        message, TEXT_HEADERS, str(COMPANY["email"]), "jose@exemplo.com.br", made.words["assunto"]
    )
    assert passes == (not meant)


@given(st.text(max_size=120), st.text(max_size=200))
@example("=?", "?=")
@example("a" * 44 + " " + "é" * 30, "€" * 60)
def test_whatever_the_texts(name: str, subject: str) -> None:
    if set(f"{name}{subject}") & set("\r\n"):
        with pytest.raises(DataError):
            eml_bytes(named(name, subject))
        return
    message = read(named(name, subject))
    assert message.keys() == TEXT_HEADERS and len(message["To"].addresses) == 1
    assert " ".join(message["Subject"].split()) == " ".join(header_text(subject).split())
