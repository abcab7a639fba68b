"""The short message, its link, and the file for the person who sends it."""

from urllib.parse import parse_qs, urlsplit

import pytest
from tests.output.letters import PIX, WORDS, letter

from cobranca_cli.output.letter_whatsapp import LONGEST_LINK, message_file, short_message

PHONE = "11988887777"


def sent(**more: object) -> str:
    return message_file(letter(1, **{"channel": "whatsapp", "recipient": PHONE, **more}))


def link_in(text: str) -> str:
    (found,) = (line for line in text.splitlines() if line.startswith("https://"))
    return found


def test_the_file() -> None:
    head, _, message = sent().partition("-" * 72 + "\n")
    assert head == (
        "Para: José Antônio da Conceição\n"
        "Número: (11) 98888-7777\n"
        "\n"
        "Abra o link, confira a mensagem e envie.\n"
        f"{link_in(head)}\n"
        "\n"
        f"Mensagem ({len(message) - 1} caracteres):\n"
    )
    assert message == f"{WORDS['curto']}\n\n{PIX}\n"


def test_the_link_carries_the_message_to_the_number() -> None:
    address = urlsplit(link_in(sent()))
    assert (address.scheme, address.netloc, address.path) == ("https", "wa.me", f"/55{PHONE}")
    assert parse_qs(address.query) == {"text": [f"{WORDS['curto']}\n\n{PIX}"]}


def test_a_code_that_the_words_hold_is_not_repeated() -> None:
    words = {"curto": f"Olá!\n\n{PIX}"}
    assert short_message(letter(1, words=words)) == f"Olá!\n\n{PIX}"


def test_no_code_where_nothing_is_asked_for() -> None:
    assert short_message(letter(1, parts=("titulos",))) == WORDS["curto"]
    pix = dict.fromkeys(("copia_e_cola", "chave", "titular", "valor", "qr"), "")
    assert short_message(letter(1, data={"pix": pix})) == WORDS["curto"]


def test_hostile_words_stay_in_the_text_of_the_link() -> None:
    words = {"curto": "a&phone=5511&text=b#c?d%00 +\n\u202e😀\ud800"}
    address = urlsplit(link_in(sent(words=words, parts=())))
    assert parse_qs(address.query) == {"text": ["a&phone=5511&text=b#c?d%00 +\n\u202e😀?"]}
    assert not address.fragment


def test_a_long_message_goes_without_its_code_and_a_longer_one_by_hand() -> None:
    without = sent(words={"curto": "ã" * 310})
    assert PIX not in link_in(without) and len(link_in(without)) <= LONGEST_LINK
    assert "Depois envie o código Pix, em outra mensagem." in without and PIX in without
    bare = sent(words={"curto": "ã" * 400})
    assert link_in(bare) == f"https://wa.me/55{PHONE}"
    assert "copie-a daqui" in bare and "ã" * 400 in bare


def test_a_landline_is_told() -> None:
    assert "Aviso: (11) 3333-4444 é telefone fixo" in sent(recipient="1133334444")
    assert "Aviso" not in sent()


@pytest.mark.parametrize("more", [{"channel": "sms"}, {"recipient": ""}, {"recipient": "não há"}])
def test_without_whatsapp_or_number_there_is_no_link(more: dict[str, str]) -> None:
    text = sent(**more)
    assert "https://" not in text and PIX in text
    assert ("Número: não há" in text) == ("recipient" in more)
