"""E-mail, phone, CEP and state typed by people: the value to store, or a `Problem` a person understands.

Every parser takes text, cuts off what is absurdly long before it looks closer, runs in linear time, and
returns the stored form or a `Problem`. Empty text is a problem `E-VAZIO`: whoever accepts a missing
contact asks before.
"""

import re
import unicodedata

from .problem import Problem
from .taxid import is_valid, mask_cpf

_MAX_PHONE = 60
_MAX_EMAIL = 254
_MAX_LOCAL = 64
_MAX_SHORT = 40

# --- e-mail ---

_LOCAL_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+", re.ASCII)
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?", re.ASCII)
_TLD = re.compile(r"[A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{2,59}", re.ASCII)
_LOCAL_TLDS = frozenset({"local", "localhost", "localdomain", "invalid", "internal", "lan"})
_ANGLE = re.compile(r"<([^<>\s]+@[^<>\s]+)>\Z")
_WORD = re.compile(r"\S+")
_EMAIL_EXAMPLE = "escreva como financeiro@empresa.com.br"


def parse_email(text: str) -> str | Problem:
    """Return one plain ASCII address of at most 254 characters, its domain in lower case.

    The part before the `@` is kept as typed. Refused: two addresses, a name with the address between angle
    brackets, SMTP parameters, blanks, doubled dots, a domain without a public ending.
    """
    text = text.strip()
    problem = _email_text_problem(text)
    if problem is not None:
        return problem
    local, _, domain = text.partition("@")
    problem = _local_problem(local) or _domain_problem(domain)
    return problem or f"{local}@{domain.lower()}"


def _email_text_problem(text: str) -> Problem | None:
    if not text:
        return Problem("E-VAZIO", "o e-mail está vazio; preencha")
    if len(text) > _MAX_EMAIL:
        return _email(f"o e-mail tem {len(text)} caracteres; o máximo é 254", _EMAIL_EXAMPLE)
    strange = _first_strange(text)
    if strange:
        message = f"o e-mail tem um caractere estranho: {strange}"
        return _email(message, "digite o e-mail de novo, sem acentos")
    return _address_count_problem(text)


def _address_count_problem(text: str) -> Problem | None:
    ats = text.count("@")
    if ats == 0:
        return _email("falta a arroba (@) no e-mail", _EMAIL_EXAMPLE)
    if ats > 1:
        return _email("há mais de um endereço de e-mail", "deixe só o principal")
    angle = _ANGLE.search(text)
    if angle:
        return _email("o e-mail veio com um nome ou sinais junto", f"deixe só o endereço: {angle[1]}")
    if " " in text:
        return _email("o e-mail tem espaço no meio", "deixe só o endereço, sem espaços")
    return None


def _local_problem(local: str) -> Problem | None:
    if not local:
        return _email("falta o nome antes da arroba", _EMAIL_EXAMPLE)
    if len(local) > _MAX_LOCAL:
        return _email("o nome antes da arroba passa de 64 caracteres", _EMAIL_EXAMPLE)
    if "" in local.split("."):
        return _email("há um ponto sobrando antes da arroba", "tire o ponto que sobra")
    if not all(_LOCAL_ATOM.fullmatch(atom) for atom in local.split(".")):
        return _email("há um caractere que não cabe antes da arroba", _EMAIL_EXAMPLE)
    return None


def _domain_problem(domain: str) -> Problem | None:
    labels = domain.split(".")
    if not domain:
        return _email("falta o domínio depois da arroba", _EMAIL_EXAMPLE)
    if "" in labels:
        return _email("há um ponto sobrando depois da arroba", "tire o ponto que sobra")
    if not all(_LABEL.fullmatch(label) for label in labels):
        return _email("há um caractere que não cabe depois da arroba", _EMAIL_EXAMPLE)
    if len(labels) < 2 or not _TLD.fullmatch(labels[-1]) or labels[-1].lower() in _LOCAL_TLDS:
        return _email("o domínio não tem um final válido, como .com ou .com.br", _EMAIL_EXAMPLE)
    return None


def _email(what: str, remedy: str) -> Problem:
    return Problem("E-EMAIL", f"{what}; {remedy}")


# --- phone ---

_SECOND_DIGITS = {  # of the 67 area codes of Anatel, by the first digit
    "1": "123456789",
    "2": "12478",
    "3": "1234578",
    "4": "123456789",
    "5": "1345",
    "6": "123456789",
    "7": "134579",
    "8": "123456789",
    "9": "123456789",
}
DDDS = frozenset(first + second for first, seconds in _SECOND_DIGITS.items() for second in seconds)
_DASHES_AND_BLANKS = {0xA0: " ", 0x2010: "-", 0x2011: "-", 0x2012: "-", 0x2013: "-", 0x2014: "-", 0x2212: "-"}
_EXTENSION = re.compile(
    r"[ ,;/-]*(?:\(\s*)?\b(?:ramal|ram\.?|r\.|ext\.?)[ .:]*\d{1,6}\s*\)?\Z", re.ASCII | re.IGNORECASE
)
_CARRIER_BLANK = re.compile(r"(?<!\d)(\(?\s?0\s?)xx(?=\s?\)?\s?\(?\s?\d)", re.ASCII | re.IGNORECASE)
_SEPARATOR = re.compile(r"[/;,|]|\b(?:e|ou)\b", re.ASCII | re.IGNORECASE)
_NOT_PHONE = re.compile(r"[^\d ().+-]", re.ASCII)
_NOT_DIGIT = re.compile(r"\D", re.ASCII)
_MANY_DIGITS = re.compile(r"\(?\d[\d ()./-]*\d", re.ASCII)
_PHONE_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[Ee]\+?\d+", re.ASCII)
_PHONE_EXAMPLE = "escreva com o DDD, como (11) 98888-7777"
_SERVICE_PREFIXES = ("0800", "0300", "0500", "0900", "4004", "4003", "3003")


def parse_phone(text: str) -> str | Problem:
    """Return the national digits, DDD first: 11 for a mobile (9 digits from 9), 10 for a landline (2 to 5).

    The country code 55, the trunk zero and a carrier code (`0xx11`, `015 11`) are dropped; so is a final
    `ramal 12`, since neither a message nor a link can use it. A mobile of eight digits is refused with the
    ninth digit offered: it is never added in silence. Source: the numbering plan of Anatel.
    """
    text = text.strip().translate(_DASHES_AND_BLANKS)
    if not text:
        return Problem("E-VAZIO", "o telefone está vazio; preencha")
    if len(text) > _MAX_PHONE:
        return _phone(f"o telefone tem {len(text)} caracteres", f"deixe um só número; {_PHONE_EXAMPLE}")
    text = _CARRIER_BLANK.sub(r"\1", _EXTENSION.sub("", text))
    return _phone_text_problem(text) or _from_digits(text.startswith("+"), _NOT_DIGIT.sub("", text))


def is_mobile(phone: str) -> bool:
    """Tell whether stored national digits are those of a mobile (DDD and nine digits)."""
    return len(phone) == 11


def format_phone(phone: str) -> str:
    """Put the mask on stored national digits: `(11) 98888-7777`, `(11) 3333-4444`."""
    return f"({phone[:2]}) {phone[2:-4]}-{phone[-4:]}"


def _phone_text_problem(text: str) -> Problem | None:
    strange = _first_strange(text)
    if strange:
        return _phone(f"o telefone tem um caractere estranho: {strange}", "digite os números de novo")
    if _PHONE_SCIENTIFIC.fullmatch(text):
        hint = "formate a coluna como texto na planilha e digite o número de novo"
        return _phone("o Excel mostrou o telefone em notação científica e perdeu dígitos", hint)
    parts = [part for part in _SEPARATOR.split(text) if _NOT_DIGIT.sub("", part)]
    if len(parts) > 1:
        return _phone("há mais de um telefone na célula", _keep_first(parts[0]))
    if _NOT_PHONE.search(text):
        return _phone("há letras ou sinais junto do telefone", f"deixe só o número; {_PHONE_EXAMPLE}")
    if text.rfind("+") > 0:
        return _phone("o sinal + só pode vir no começo do telefone", _PHONE_EXAMPLE)
    return None


def _keep_first(part: str) -> str:
    first = parse_phone(part)
    return (
        f"deixe só o principal, por exemplo {format_phone(first)}"
        if isinstance(first, str)
        else "deixe só o principal"
    )


def _from_digits(with_plus: bool, digits: str) -> str | Problem:
    if digits.startswith(_SERVICE_PREFIXES) and len(digits) in (8, 10, 11):
        return _phone(
            "0800, 4004 e parecidos são números de serviço",
            "informe o telefone do próprio cliente",
        )
    if with_plus and not digits.startswith("55"):
        return _phone("o telefone é de outro país", "informe um telefone do Brasil, com DDD")
    return _judge(_without_prefixes(digits))


def _without_prefixes(digits: str) -> str:
    """Drop, in the order in which people write them: 00, 55, then the zero with or without a carrier."""
    if digits.startswith("00"):
        digits = digits[2:]
    if digits.startswith("55") and len(digits) in (12, 13, 14, 15, 16):
        digits = digits[2:]
    if digits.startswith("0") and len(digits) in (13, 14):
        return digits[3:]
    return digits[1:] if digits.startswith("0") and len(digits) in (11, 12) else digits


def _judge(digits: str) -> str | Problem:
    ddd, number = digits[:2], digits[2:]
    if len(digits) in (8, 9) and not digits.startswith("0"):
        return _phone("falta o DDD no telefone", _PHONE_EXAMPLE)
    if len(digits) >= 18:
        return _phone("há mais de um telefone na célula", "deixe só o principal")
    if len(digits) not in (10, 11):
        return _phone(f"o telefone tem {_counted(len(digits))}; com o DDD são 10 ou 11", _PHONE_EXAMPLE)
    if ddd not in DDDS:
        return _phone(f"o DDD {ddd} não existe", _PHONE_EXAMPLE)
    if (len(number) == 9 and number[0] == "9") or (len(number) == 8 and number[0] in "2345"):
        return digits
    if len(number) == 8 and number[0] in "6789":
        hint = f"se for celular, escreva {format_phone(ddd + '9' + number)}"
        return _phone("falta o nono dígito do celular", hint)
    message = "depois do DDD, celular tem 9 dígitos e começa com 9, e fixo tem 8 e começa com 2, 3, 4 ou 5"
    return _phone(message, "confira o telefone com o cliente")


def _counted(digits: int) -> str:
    return f"{digits} dígito" if digits == 1 else f"{digits} dígitos"


def _phone(what: str, remedy: str) -> Problem:
    return Problem("E-TELEFONE", f"{what}; {remedy}")


# --- address ---

_ZIP = re.compile(r"(\d{1,2})\.?(\d{3})[ -]?(\d{3})", re.ASCII)

STATES = {
    "AC": "Acre",
    "AL": "Alagoas",
    "AM": "Amazonas",
    "AP": "Amapá",
    "BA": "Bahia",
    "CE": "Ceará",
    "DF": "Distrito Federal",
    "ES": "Espírito Santo",
    "GO": "Goiás",
    "MA": "Maranhão",
    "MG": "Minas Gerais",
    "MS": "Mato Grosso do Sul",
    "MT": "Mato Grosso",
    "PA": "Pará",
    "PB": "Paraíba",
    "PE": "Pernambuco",
    "PI": "Piauí",
    "PR": "Paraná",
    "RJ": "Rio de Janeiro",
    "RN": "Rio Grande do Norte",
    "RO": "Rondônia",
    "RR": "Roraima",
    "RS": "Rio Grande do Sul",
    "SC": "Santa Catarina",
    "SE": "Sergipe",
    "SP": "São Paulo",
    "TO": "Tocantins",
}


def parse_zip(text: str) -> str | Problem:
    """Return the eight digits of a CEP.

    Seven digits get back the zero that a spreadsheet took away: CEPs from 01000-000 to 09999-999 are Greater
    São Paulo's and no CEP has seven digits. Below 01000-000 none exists.
    """
    text = text.strip().translate(_DASHES_AND_BLANKS)
    if not text:
        return Problem("E-VAZIO", "o CEP está vazio; preencha")
    match = _ZIP.fullmatch(text) if len(text) <= _MAX_SHORT else None
    if match is None:
        return _zip("um CEP tem oito dígitos")
    digits = "".join(match.groups()).zfill(8)
    if digits < "01000000":
        return _zip("este CEP não existe")
    return digits


def format_zip(digits: str) -> str:
    """Put the mask on a stored CEP: `13010-100`."""
    return f"{digits[:5]}-{digits[5:]}"


def parse_state(text: str) -> str | Problem:
    """Return the two upper-case letters of a Brazilian state, given the letters or the name (any accents)."""
    text = text.strip()
    if not text:
        return Problem("E-VAZIO", "a UF está vazia; preencha")
    code = _STATE_BY_TEXT.get(_plain(text)) if len(text) <= _MAX_SHORT else None
    if code is None:
        return Problem("E-UF", "esta UF não existe; escreva a sigla do estado, como SP")
    return code


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return " ".join("".join(char for char in decomposed if not unicodedata.combining(char)).split())


_STATE_BY_TEXT = {_plain(name): code for code, name in STATES.items()} | {
    code.lower(): code for code in STATES
}


def _zip(what: str) -> Problem:
    return Problem("E-CEP", f"{what}; escreva como 13010-100")


def _first_strange(text: str) -> str:
    """Name the first character that is not printable ASCII, for a person to find it; empty when none is."""
    for char in text:
        if not (" " <= char <= "~"):
            visible = char.isprintable() and not char.isspace()
            return f"“{char}” (U+{ord(char):04X})" if visible else f"U+{ord(char):04X}"
    return ""


def mask_email(email: str) -> str:
    """What people see of an address: the first letter and the domain, `f***@padaria.com.br`."""
    local, _, domain = email.rpartition("@")
    return f"{local[:1]}***@{domain}"


def mask_phone(phone: str) -> str:
    """What people see of a telephone, with or without its mask: the last four digits, `*****-7777`."""
    digits = _NOT_DIGIT.sub("", phone)
    return f"{'*' * (len(digits) - 6)}-{digits[-4:]}"


def mask_address(address: str) -> str:
    """What people see of a postal address: the first word, `Rua ***`."""
    return f"{address.split(maxsplit=1)[0]} ***" if address.strip() else ""


def mask_zip(code: str) -> str:
    """What people see of a CEP: the region, `13***-***`."""
    return f"{code[:2]}***-***"


def mask_reach(text: str) -> str:
    """What people see of where a letter went: an e-mail, a telephone or a postal address."""
    if "@" in text:
        return mask_email(text)
    return mask_phone(text) if text.isdecimal() and len(text) in (10, 11) else mask_address(text)


def mask_typed(text: str) -> str:
    """What a message may repeat of what a person typed for a customer: e-mail, telephone and CPF in part."""
    return _MANY_DIGITS.sub(_masked_digits, _WORD.sub(_masked_email, text))


def _masked_email(found: re.Match[str]) -> str:
    return mask_email(found[0]) if "@" in found[0] else found[0]


def _masked_digits(found: re.Match[str]) -> str:
    digits = _NOT_DIGIT.sub("", found[0])
    if len(digits) < 8 or len(digits) == 14:
        return found[0]
    return mask_cpf(digits) if len(digits) == 11 and is_valid(digits) else mask_phone(digits)
