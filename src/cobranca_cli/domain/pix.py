"""The BR Code of a Pix, “copia e cola”: building a static one, reading any.

Rules: the Central Bank's manuals “BR Code” and “Padrões para Iniciação do Pix”, over EMV QR codes: fields of
two digits of identifier, two of length and the value; the last one, 63, is a CRC-16/CCITT-FALSE of everything
before its own value. A dynamic code, which carries a due date, fine and interest, is made by the bank that
hosts it: here it is only read and checked.
"""

import re
import unicodedata
from binascii import crc_hqx
from typing import NamedTuple

from .problem import Problem

NO_TXID = "***"
"""What stands for the identifier of the payment where there is none."""

MAX_CENTS = 999_999_999_999
"""The largest amount of a code: ten digits, the point and two decimals are its thirteen places."""

_GUI = "br.gov.bcb.pix"
_LONGEST = 512
_NAME, _CITY, _INFO_AND_KEY = 25, 15, 73
_UNKNOWN_NAME, _UNKNOWN_CITY = "RECEBEDOR", "BRASIL"
_TXID = re.compile(r"[A-Za-z0-9]{1,25}", re.ASCII)
_AMOUNT = re.compile(r"(\d{1,10})(?:\.(\d{1,2}))?", re.ASCII)
_CLOSING = re.compile(r"6304[0-9A-F]{4}", re.ASCII)
_HEAD = re.compile(r"\d{4}", re.ASCII)
_PUNCTUATION = str.maketrans("–—‘’“”", "--''\"\"")
_BREAKS = re.compile(r"[\r\n\t]+")
_COPY_AGAIN = "copie-o de novo, inteiro"


class Payload(NamedTuple):
    """What a code says.

    Attributes:
        key: of a static code, as it stands there; empty in a dynamic one.
        url: where the bank keeps a dynamic code, without `https://`; empty in a static one.
        name: who is paid, and in which `city`.
        cents: None when whoever pays types the amount. The one of a dynamic code only informs.
        txid: identifier of the payment, NO_TXID when there is none.
        info: what whoever pays gets to read; only static codes have it.
        zip_code: CEP, or empty.
        single_use: the code says that it can be paid once.
    """

    key: str
    url: str
    name: str
    city: str
    cents: int | None = None
    txid: str = NO_TXID
    info: str = ""
    zip_code: str = ""
    single_use: bool = False

    @property
    def dynamic(self) -> bool:
        """Whether the bank that issued the code decides what is paid."""
        return bool(self.url)


def build(
    key: str,
    name: str,
    city: str,
    cents: int | None,
    txid: str = NO_TXID,
    info: str = "",
    *,
    zip_code: str = "",
    upper_gui: bool = False,
) -> str:
    """The static code that pays `cents` to a key; without cents, what whoever pays types.

    Name, city and `info` lose their accents and what is not printable ASCII, and are cut to 25, 15 and to
    73 characters less the key's; a name or a city of which nothing is left becomes a stand-in, since both
    are obligatory and wallets show those of the key's owner. With `upper_gui` (some wallets write it so) and
    a name, city and key without lower-case letters the QR gets two sizes smaller.

    `key` is the text of a `pix_key.Key`, `txid` what `txid_for` gives. ValueError for any other key or txid,
    and for an amount that is not 1 to MAX_CENTS.
    """
    if not (1 <= len(key) <= 77 and key.isascii() and key.isprintable() and key == key.strip()):
        raise ValueError("not a Pix key")
    if cents is not None and not 1 <= cents <= MAX_CENTS:
        raise ValueError("a code is for 1 to MAX_CENTS cents")
    if txid != NO_TXID and not _TXID.fullmatch(txid):
        raise ValueError("a txid has 1 to 25 letters and digits")
    told = _plain(info, max(0, _INFO_AND_KEY - len(key)))
    account = _field("00", _GUI.upper() if upper_gui else _GUI) + _field("01", key) + _field("02", told)
    body = (
        _field("00", "01")
        + _field("26", account)
        + _field("52", "0000")
        + _field("53", "986")
        + _field("54", "" if cents is None else f"{cents // 100}.{cents % 100:02d}")
        + _field("58", "BR")
        + _field("59", _plain(name, _NAME) or _UNKNOWN_NAME)
        + _field("60", _plain(city, _CITY) or _UNKNOWN_CITY)
        + _field("61", zip_code)
        + _field("62", _field("05", txid))
        + "6304"
    )
    return body + _crc(body)


def txid_for(text: str) -> str:
    """The identifier of a payment for the number of an invoice: `NF-1001/2` is `NF1001P2`.

    Only letters and digits without accents stay, the instalment marked by a P so that 1001/2 is not 10012.
    NO_TXID when nothing stays or more than 25 characters do: cut, it might name another invoice. Two numbers
    that differ only in signs share one, so a payment that comes back with it may be of either.
    """
    number, slash, instalment = text.rpartition("/")
    kept = _letters(f"{number}P{instalment}" if slash and _letters(number) and _letters(instalment) else text)
    return kept if _TXID.fullmatch(kept) else NO_TXID


def tidy(text: str) -> str:
    """A pasted code without the blanks around it and the line breaks that came with the copy."""
    return _BREAKS.sub("", text.strip())


def parse(text: str) -> Payload | Problem:
    """Read a pasted code, static or dynamic, tidied.

    Refused: a wrong CRC, fields that do not fit their lengths, a code that is not a Pix in reais in Brazil.
    Identifiers that older codes wrote with other signs are read as they are. Not refused are the arrangements
    beside the Pix that a BR Code may carry.
    """
    payload = tidy(text)
    problem = _text_problem(payload)
    if problem:
        return problem
    if _crc(payload[:-4]) != payload[-4:]:
        return _problem("o código Pix não confere: algum caractere se perdeu ou mudou", _COPY_AGAIN)
    fields = _fields(payload)
    if isinstance(fields, Problem):
        return fields
    return _common_problem(fields) or _payload(fields)


def _text_problem(payload: str) -> Problem | None:
    """What is wrong with the text before anything is read from it."""
    if not payload:
        return Problem("E-VAZIO", "o código Pix está vazio; copie-o do banco")
    if len(payload) > _LONGEST:
        message = f"tem {len(payload)} caracteres; um código Pix tem no máximo {_LONGEST}"
        return _problem(message, "copie só o código")
    strange = next((each for each in payload if not each.isprintable()), "")
    if strange:
        return _problem(f"o código Pix tem um caractere que não se vê (U+{ord(strange):04X})", _COPY_AGAIN)
    if not payload.startswith("000201"):
        return _problem("não é um código Pix copia e cola, que começa por 000201", "copie-o do banco")
    if not _CLOSING.fullmatch(payload[-8:]):
        return _problem("o código Pix não termina como devia (6304 e quatro caracteres)", _COPY_AGAIN)
    return None


def _fields(text: str) -> dict[str, str] | Problem:
    """Identifier → value; each identifier stands once."""
    found: dict[str, str] = {}
    position = 0
    while position < len(text):
        head = text[position : position + 4]
        if not _HEAD.fullmatch(head):
            return _malformed(f"esperava o número de um campo na posição {position + 1}")
        identifier, start = head[:2], position + 4
        position = start + int(head[2:])
        if position > len(text):
            return _malformed(f"o campo {identifier} diz que é mais comprido do que é")
        if identifier in found:
            return _malformed(f"o campo {identifier} aparece duas vezes")
        found[identifier] = text[start:position]
    return found


def _common_problem(fields: dict[str, str]) -> Problem | None:
    """What is wrong with the fields that every code has."""
    if missing := [each for each in ("52", "53", "58", "59", "60", "63") if not fields.get(each)]:
        return _malformed(f"falta o campo {missing[0]}")
    if next(reversed(fields)) != "63":
        return _malformed("o campo 63 não é o último")
    if (fields["53"], fields["58"]) != ("986", "BR"):
        return _problem("o código não é de um pagamento em reais no Brasil", "peça ao banco um código Pix")
    if "54" in fields and not _AMOUNT.fullmatch(fields["54"]):
        return _malformed(f"o valor ({fields['54']}) não é um número como 1234.56")
    return None


def _payload(fields: dict[str, str]) -> Payload | Problem:
    account = _pix_account(fields)
    more = _fields(fields.get("62", ""))
    if isinstance(account, Problem):
        return account
    if isinstance(more, Problem):
        return more
    url, key = account.get("25", ""), account.get("01", "")
    if not (url or key):
        return _problem("o código não diz a chave Pix nem o endereço da cobrança", "peça outro a quem o fez")
    return Payload(
        key="" if url else key,
        url=url,
        name=fields["59"],
        city=fields["60"],
        cents=_cents(fields.get("54", "0")),
        txid=more.get("05") or NO_TXID,
        info=account.get("02", ""),
        zip_code=fields.get("61", ""),
        single_use=fields.get("01") == "12",
    )


def _pix_account(fields: dict[str, str]) -> dict[str, str] | Problem:
    """The fields of the arrangement that is the Pix, among those that a code may carry (26 to 51)."""
    gui = f"00{len(_GUI)}{_GUI}"
    for identifier, value in fields.items():
        if "26" <= identifier <= "51" and value.casefold().startswith(gui):
            return _fields(value)
    return _problem("o código não é de um Pix: falta nele “br.gov.bcb.pix”", "copie do banco o código Pix")


def _cents(amount: str) -> int | None:
    whole, _, part = amount.partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0")) or None


def _field(identifier: str, value: str) -> str:
    """One field; an empty value is no field."""
    return f"{identifier}{len(value):02d}{value}" if value else ""


def _crc(text: str) -> str:
    return f"{crc_hqx(text.encode('utf-8', 'surrogatepass'), 0xFFFF):04X}"


def _plain(text: str, limit: int) -> str:
    """Printable ASCII, blanks single, at most `limit` characters and none of them a blank at an end."""
    decomposed = unicodedata.normalize("NFKD", " ".join(text.split()).translate(_PUNCTUATION))
    bare = "".join(each for each in decomposed if " " <= each <= "~")
    return " ".join(bare.split())[:limit].rstrip()


def _letters(text: str) -> str:
    return "".join(each for each in _plain(text, len(text)) if each.isalnum())


def _malformed(what: str) -> Problem:
    return _problem(f"o código Pix está malfeito: {what}", _COPY_AGAIN)


def _problem(what: str, remedy: str) -> Problem:
    return Problem("E-PIX", f"{what}; {remedy}")
