"""The short message of a letter, for WhatsApp or SMS, in a file for the person who sends it."""

from typing import Any

from cobranca_cli.domain.contact import format_phone
from cobranca_cli.domain.whatsapp import landline_warning, wa_link
from cobranca_cli.output.safety import printable
from cobranca_cli.views.letter import Letter

# Windows hands at most 2083 characters of a link to a program (INTERNET_MAX_URL_LENGTH), and the page behind
# wa.me leads on to one some 60 characters longer. WhatsApp itself takes far more.
LONGEST_LINK = 2000
RULE = "-" * 72
SHORT_CHANNELS = ("whatsapp", "sms")


def short_message(letter: Letter) -> str:
    """What is sent: the words `curto`, and the Pix code on a line of its own unless they hold it already."""
    words, code = letter.words["curto"].strip(), _pix_code(letter)
    return words if not code or code in words else f"{words}\n\n{code}"


def message_file(letter: Letter) -> str:
    """The file: for whom, the number, the link that opens WhatsApp, the message.

    Where the link would be too long for the programs it passes through, it carries less, and the file says
    what is to be sent after it.
    """
    phone = letter.recipient if _is_phone(letter.recipient) else ""
    lines = [
        f"Para: {printable(letter.customer_name)}",
        f"Número: {format_phone(phone) if phone else 'não há'}",
    ]
    if letter.channel == "whatsapp" and phone:
        lines += _link_lines(letter, phone)
    message = short_message(letter)
    return "\n".join((*lines, "", f"Mensagem ({len(message)} caracteres):", RULE, message, ""))


def _link_lines(letter: Letter, phone: str) -> list[str]:
    warning = landline_warning(phone)
    link, sequel = _link(letter, phone)
    steps = ("Abra o link, confira a mensagem e envie.", sequel)
    return [*([f"Aviso: {warning}."] if warning else []), "", " ".join(filter(None, steps)), link]


def _link(letter: Letter, phone: str) -> tuple[str, str]:
    """The link with as much of the message as it can carry, and what is to be sent besides."""
    whole = short_message(letter)
    code = _pix_code(letter)
    tries = [(whole, "")]
    if code:
        tries.append((whole.replace(code, "").strip(), "Depois envie o código Pix, em outra mensagem."))
    for text, sequel in tries:
        link = wa_link(phone, text)
        if len(link) <= LONGEST_LINK:
            return link, sequel
    return wa_link(phone), "O link abre a conversa em branco: a mensagem é longa; copie-a daqui."


def _pix_code(letter: Letter) -> str:
    """The code for the whole amount, where the model asks for a payment."""
    pix: Any = letter.data["pix"]
    return str(pix["copia_e_cola"]) if "pagamento" in letter.parts else ""


def _is_phone(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) in (10, 11)
