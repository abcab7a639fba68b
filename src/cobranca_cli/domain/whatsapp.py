"""The link that opens WhatsApp with a message already written; the person who clicks sends it."""

from urllib.parse import quote

from .contact import format_phone, is_mobile

_SITE = "https://wa.me/55"


def wa_link(phone: str, message: str = "") -> str:
    """The `wa.me` link to a stored phone (national digits, DDD first) with a message, if there is one.

    Everything in the message but letters and digits is percent-encoded as UTF-8, so that the link survives
    an e-mail, a CSV and a shell. ValueError when the phone is not 10 or 11 digits.
    """
    if not (phone.isascii() and phone.isdigit() and len(phone) in (10, 11)):
        raise ValueError("a stored phone has 10 or 11 digits")
    text = quote(message, safe="", errors="replace")
    return f"{_SITE}{phone}?text={text}" if text else f"{_SITE}{phone}"


def landline_warning(phone: str) -> str | None:
    """What to say of a stored phone that is a landline, which only WhatsApp Business takes; else None."""
    if is_mobile(phone):
        return None
    return f"{format_phone(phone)} é telefone fixo: só recebe WhatsApp se for de um WhatsApp Business"
