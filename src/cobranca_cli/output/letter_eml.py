"""A letter as an `.eml` file: it opens as a draft in the mail program, complete; a person sends it.

The plain text and the page are alternatives; pictures inside the page become parts of the message, for mail
programs do not show those written into it. The same letter gives the same bytes.
"""

import re
from base64 import b64decode
from collections.abc import Sequence
from email.parser import BytesHeaderParser
from email.policy import default
from hashlib import sha256

from cobranca_cli.domain.contact import parse_email
from cobranca_cli.domain.problem import Problem
from cobranca_cli.errors import DataError
from cobranca_cli.output.letter_mime import (
    CODE,
    Part,
    address_header,
    binary_part,
    header,
    header_text,
    multipart,
    part_bytes,
    text_part,
)
from cobranca_cli.output.letter_names import letter_stem
from cobranca_cli.output.safety import printable
from cobranca_cli.views.letter import Letter

PICTURE = re.compile(r"""(<img\b[^<>]*?\bsrc=(["']))data:image/(png|jpeg|gif);base64,([A-Za-z0-9+/=]+)(\2)""")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NO_DOMAIN = "cobranca.invalid"


def eml_bytes(letter: Letter, pdf: bytes | None = None) -> bytes:
    """The message to the one recipient of the letter, with `pdf` attached when given.

    The date is noon of the letter's day; the mail program puts its own when the draft is sent.
    Without an address of the company there is no sender: the mail program knows its own.

    Raises:
        DataError: E-EMAIL, no address or not exactly one, a line break in a header, or a message that does
            not read back with exactly the headers that were meant.
    """
    recipient = _address(letter.recipient, letter.customer_name)
    name, own = letter.sender
    own = _address(own, name) if own else ""
    mark = sha256("\0".join((letter.text, recipient, letter.day.isoformat())).encode("utf-8", "replace"))
    key = mark.hexdigest()[:32]
    domain = own.partition("@")[2] or NO_DOMAIN
    subject = letter.words["assunto"]
    headers = (
        *((address_header("From", name, own),) if own else ()),
        address_header("To", letter.customer_name, recipient),
        header("Subject", subject),
        f"Date: {_noon(letter)}",
        f"Message-ID: <{key}@{domain}>",
        "MIME-Version: 1.0",
        "X-Unsent: 1",
        "Content-Language: pt-BR",
    )
    body = _body(letter, pdf, key, domain)
    headers = (*headers, *body.headers)
    message = part_bytes(body._replace(headers=headers))
    if not reads_as(message, [line.partition(":")[0] for line in headers], own, recipient, subject):
        raise _refused(letter.customer_name, "a mensagem montada não se lê como foi escrita")
    return message


def reads_as(message: bytes, names: Sequence[str], sender: str, recipient: str, subject: str) -> bool:
    """Whether another reader finds just these headers in their order, these addresses, this subject."""
    read = BytesHeaderParser(policy=default).parsebytes(message)
    if read.keys() != list(names) or read.defects:
        return False
    from_, to = (
        [box.addr_spec for field in read.get_all(name, []) for box in field.addresses]
        for name in ("From", "To")
    )
    said, meant = (" ".join(text.split()) for text in (read["Subject"], header_text(subject)))
    return from_ == ([sender] if sender else []) and to == [recipient] and said == meant


def _address(text: str, owner: str) -> str:
    """One plain address; a domain with accents in its ASCII form (IDNA)."""
    local, at, domain = text.strip().rpartition("@")
    if at and not domain.isascii():
        try:
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError:
            raise _refused(owner, "o domínio do e-mail não é válido") from None
    found = parse_email(f"{local}{at}{domain}")
    if isinstance(found, Problem):
        raise _refused(owner, found.reason)
    return found


def _refused(owner: str, why: str) -> DataError:
    return DataError(f"e-mail para {printable(owner)}: {why}", code=CODE, hint="corrija o cadastro")


def _noon(letter: Letter) -> str:
    """RFC 5322, in English on every system."""
    day = letter.day
    return f"{WEEKDAYS[day.weekday()]}, {day.day:02} {MONTHS[day.month - 1]} {day.year} 12:00:00 -0300"


def _body(letter: Letter, pdf: bytes | None, key: str, domain: str) -> Part:
    versions = [text_part("plain", letter.text)]
    if letter.html is not None:
        page, pictures = _apart(letter.html, key, domain)
        versions.append(multipart("related", [text_part("html", page), *pictures], f"=_r_{key}"))
    body = multipart("alternative", versions, f"=_a_{key}")
    if pdf is None:
        return body
    name = f"{letter_stem(letter.id, letter.customer_name)}.pdf"
    attached = binary_part("application/pdf", pdf, f'Content-Disposition: attachment; filename="{name}"')
    return multipart("mixed", [body, attached], f"=_m_{key}")


def _apart(html: str, key: str, domain: str) -> tuple[str, list[Part]]:
    """The page without the pictures written into it, and these; an equal picture is there once."""
    names: dict[tuple[str, str], str] = {}

    def named(found: re.Match[str]) -> str:
        before, _, kind, content, after = found.groups()
        name = names.setdefault((kind, content), f"{len(names) + 1}.{key}@{domain}")
        return f"{before}cid:{name}{after}"

    page = PICTURE.sub(named, html)
    return page, [
        binary_part(
            f"image/{kind}", b64decode(content), f"Content-ID: <{name}>", "Content-Disposition: inline"
        )
        for (kind, content), name in names.items()
    ]
