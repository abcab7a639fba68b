"""The link of WhatsApp: what people write in it comes out as they wrote it."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobranca_cli.domain.whatsapp import landline_warning, wa_link


def test_a_message_is_encoded_whole() -> None:
    link = wa_link("11987654321", "Olá, Zé & Cia: R$ 1.234,56 = 100%?\nAté já #1/2 +2")
    assert link == (
        "https://wa.me/5511987654321?text=Ol%C3%A1%2C%20Z%C3%A9%20%26%20Cia%3A%20R%24%201.234%2C56%20%3D%20100%25"
        "%3F%0AAt%C3%A9%20j%C3%A1%20%231%2F2%20%2B2"
    )


def test_without_a_message_the_link_only_opens_the_conversation() -> None:
    assert wa_link("1133334444") == "https://wa.me/551133334444"


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300))
def test_any_message_comes_back(message: str) -> None:
    link = urlsplit(wa_link("11987654321", message))
    assert (link.scheme, link.netloc, link.path) == ("https", "wa.me", "/5511987654321")
    assert parse_qs(link.query, keep_blank_values=True) == {"text": [message]}
    assert link.geturl().isascii()


@pytest.mark.parametrize(
    "phone", ["", "+5511987654321", "5511987654321", "(11) 98765", "119876543", "1198765432١"]
)
def test_only_stored_digits_make_a_link(phone: str) -> None:
    with pytest.raises(ValueError, match="10 or 11 digits"):
        wa_link(phone, "oi")


def test_a_landline_is_warned_about_and_a_mobile_is_not() -> None:
    assert landline_warning("11987654321") is None
    assert landline_warning("1920001000") == (
        "(19) 2000-1000 é telefone fixo: só recebe WhatsApp se for de um WhatsApp Business"
    )
