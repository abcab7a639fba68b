"""A Pix key typed by its owner: from text to the form that the Central Bank's directory keeps.

Forms (API DICT): a CPF of 11 digits, a CNPJ of 14 characters, a mobile as `+5511988887777`, an e-mail in
lower case of at most 77 characters, a random key as a UUID in lower case.
"""

import re
from typing import NamedTuple

from .contact import format_phone, is_mobile, parse_email, parse_phone
from .problem import Problem
from .taxid import format_tax_id, normalize, parse_tax_id

CPF, CNPJ, MOBILE, EMAIL, RANDOM = "cpf", "cnpj", "celular", "email", "aleatoria"

_MAX_EMAIL = 77
_MAX_TEXT = 254
_UUID = re.compile(r"[0-9a-f]{8}(-?)[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{12}", re.ASCII)
_ONLY_DIGITS = re.compile(r"[\d -]*", re.ASCII)
_BROKEN_UUID = re.compile(r"(?=.*-)[0-9a-z-]{20,}", re.ASCII)
_FORMS = (
    "escreva o CPF ou o CNPJ, o celular como +5511988887777, o e-mail, ou a chave aleatória inteira"
    " (32 letras e números, com os traços)"
)


class Key(NamedTuple):
    """A key: which of the five kinds, and its text as it goes into a code."""

    kind: str
    value: str


def parse_key(text: str) -> Key | Problem:
    """Read a key as people write it, with or without mask.

    Eleven bare digits that are a valid CPF and may be a mobile are refused, with both ways to write them:
    money must not go to a stranger. A landline is no key. Empty text is a problem `E-VAZIO`, all others are
    `E-CHAVE-PIX`.
    """
    text = text.strip()
    if not text:
        return Problem("E-VAZIO", "a chave Pix está vazia; preencha")
    if len(text) > _MAX_TEXT:
        return _problem(f"tem {len(text)} caracteres, e uma chave Pix tem no máximo {_MAX_EMAIL}; {_FORMS}")
    if "@" in text:
        return _email(text)
    lower = text.lower()
    if _UUID.fullmatch(lower):
        bare = lower.replace("-", "")
        return Key(RANDOM, "-".join((bare[:8], bare[8:12], bare[12:16], bare[16:20], bare[20:])))
    if text.startswith(("+", "(")):
        return _mobile(text)
    return _number(text)


def key_text(text: str) -> str | Problem:
    """The key of the settings, as it goes into a code."""
    key = parse_key(text)
    if isinstance(key, Problem):
        return Problem(key.code, f"{key.reason}; ou deixe em branco, para cobrar sem Pix")
    return key.value


def shown_key(value: str) -> str:
    """A key as people read it, whole, because whoever pays types it: `12.345.678/0001-95`."""
    if value.startswith("+55"):
        return f"+55 {format_phone(value[3:])}"
    return format_tax_id(value) if len(value) in (11, 14) and "@" not in value else value


def _email(text: str) -> Key | Problem:
    address = parse_email(text)
    if isinstance(address, Problem):
        return _problem(address.reason)
    if len(address) > _MAX_EMAIL:
        return _problem(f"o e-mail tem {len(address)} caracteres, e uma chave Pix tem no máximo {_MAX_EMAIL}")
    return Key(EMAIL, address.lower())


def _mobile(text: str) -> Key | Problem:
    phone = parse_phone(text)
    if isinstance(phone, Problem):
        return _problem(phone.reason)
    if not is_mobile(phone):
        return _problem(f"{format_phone(phone)} é telefone fixo, e só celular é chave Pix; {_FORMS}")
    return Key(MOBILE, f"+55{phone}")


def _number(text: str) -> Key | Problem:
    """What has neither an arroba nor a plus: a CPF, a CNPJ, a mobile without +55, or none of them."""
    document, phone = parse_tax_id(text), parse_phone(text)
    mobile = isinstance(phone, str) and is_mobile(phone)
    if isinstance(document, str):
        if len(document) == 14:
            return Key(CNPJ, document)
        if mobile and _ONLY_DIGITS.fullmatch(text):
            return _problem(
                f"pode ser um CPF ou um celular; escreva {format_tax_id(document)} se é o CPF,"
                f" ou +55{phone} se é o celular"
            )
        return Key(CPF, document)
    if mobile:
        return _mobile(text)
    if len(normalize(text)) in (11, 14) and any(each.isdigit() for each in text):
        return _problem(document.reason)
    if isinstance(phone, str):
        return _mobile(text)
    if _BROKEN_UUID.fullmatch(text.lower()):
        return _problem(
            "parece uma chave aleatória, mas não está inteira; copie-a do banco, com os traços, como"
            " 123e4567-e12b-12d1-a456-426655440000"
        )
    return _problem(f"não é uma chave Pix; {_FORMS}")


def _problem(reason: str) -> Problem:
    return Problem("E-CHAVE-PIX", reason)
