"""A letter as its layout on paper takes it: plain texts, harmless on one line each, and QR codes drawn."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from cobranca_cli.domain.letter_prose import is_heading
from cobranca_cli.output.letter_agreement import (
    agreement_name,
    annex_of,
    offers_of,
    schedule_of,
    signers_of,
)
from cobranca_cli.output.letter_fit import SIZES, sizes_to_try
from cobranca_cli.output.letter_titles import long_words, payment_of, shown_titles, table_of, total_of
from cobranca_cli.output.safety import printable
from cobranca_cli.views.letter import (
    Letter,
    is_for_notary,
    is_formal,
    is_instrument,
    is_internal,
    is_signed,
)

BULLET = re.compile(r"[-•*]\s+")
GAP = re.compile(r"\n\s*\n")
# A word of so many characters may not fit in a line of its own.
LONG = 40
# Characters; a longer end may go on on the next page, a shorter one goes there as a whole.
WHOLE_END = 1500
# Paragraphs at the end of a term that stay with its signatures: they never stand alone on a page.
WITH_SIGNATURES = 2

# Characters a line for which there is room in the head, even in capitals that take a second line: of the
# creditor's name and lines, the sender, the recipient.
NAME, SMALL, BACK, ADDRESS = 50, 95, 70, 40


def page_of(letter: Letter) -> dict[str, Any]:
    """What `letter.typ` reads of one letter, ready for JSON."""
    data: Mapping[str, Any] = letter.data
    company, shown = data["empresa"], shown_titles(letter)
    listed = "titulos" in letter.parts and bool(shown.titles)
    recipient = _recipient(data["cliente"]) if _is_addressed(letter) else []
    closing, signers = blocks_of(letter.words["fechamento"]), signers_of(letter)
    kept = len(closing) - (WITH_SIGNATURES if signers else 0)
    page = {
        "title": printable(letter.words["titulo"] or letter.words["assunto"]),
        "author": printable(company["nome"]),
        "creditor": {"name": printable(company["nome"]), "lines": _company_lines(company)},
        "back": _joined(company["nome"], company["endereco"], company["local"]) if recipient else "",
        "recipient": recipient,
        "window": bool(recipient and data["cliente"]["endereco"]),
        "side": _side(letter, data),
        "opening": blocks_of(letter.words["abertura"]),
        "titles": table_of(letter, shown) if listed else None,
        "total": total_of(letter, shown) if listed else None,
        "after": blocks_of(letter.words["apos_titulos"]),
        "payment": payment_of(letter, shown),
        "dispute": _dispute(data["contestar"]) if "contestacao" in letter.parts else None,
        "schedule": schedule_of(letter),
        "offers": offers_of(letter),
        "closing": closing[:kept],
        "farewell": closing[kept:],
        "signature": _signature(company) if is_signed(letter) else [],
        "signers": signers,
        "annex": annex_of(letter),
        "whole-end": len(letter.words["fechamento"]) < WHOLE_END,
        "footer": _joined(company["nome"], agreement_name(letter), _number(letter)),
    }
    page["tall"] = _is_tall(page)
    page["long"] = long_words(LONG, _texts({**page, "payment": None}))
    # A term is of several pages: its print is never made small.
    return {**page, "sizes": (SIZES, SIZES) if signers else sizes_to_try(page)}


def blocks_of(text: str) -> list[dict[str, Any]]:
    """Paragraphs, lists, headings of a text: a blank line parts them, a hyphen begins an item of a list."""
    blocks: list[dict[str, Any]] = []
    for part in GAP.split(text.strip()):
        if is_heading(part):
            blocks.append({"kind": "head", "lines": [printable(part)]})
            continue
        for place, line in enumerate(filter(str.strip, part.split("\n"))):
            _add_line(blocks, line, first=place == 0)
    return blocks


def _add_line(blocks: list[dict[str, Any]], line: str, *, first: bool) -> None:
    item = BULLET.match(line)
    kind = "list" if item else "text"
    plain = printable(line[item.end() :] if item else line).strip()
    last: dict[str, Any] = blocks[-1] if blocks else {"kind": ""}
    if last["kind"] == "list" and not item and line[0].isspace() and not first:
        last["lines"][-1] += f" {plain}"
    elif last["kind"] == kind and (item or not first):
        last["lines"].append(plain)
    else:
        blocks.append({"kind": kind, "lines": [plain]})


def _joined(*parts: str) -> str:
    return printable(" · ".join(filter(None, parts)))


def _lines(*lines: str) -> list[str]:
    return [printable(line) for line in lines if line]


def _named(document: str) -> str:
    """A formatted CPF or CNPJ with its name; only a CNPJ has a slash."""
    return f"{'CNPJ' if '/' in document else 'CPF'} {document}" if document else ""


def _number(letter: Letter) -> str:
    card: Any = letter.data["carta"]
    return f"Carta nº {card['numero']}" if card["numero"] and not is_internal(letter) else ""


def _company_lines(company: Mapping[str, Any]) -> list[str]:
    return _lines(
        _joined(_named(company["documento"]), company["endereco"], company["local"]),
        _joined(f"Telefone {company['telefone']}" if company["telefone"] else "", company["email"]),
    )


def _is_addressed(letter: Letter) -> bool:
    return not (is_internal(letter) or is_for_notary(letter) or is_instrument(letter))


def _recipient(customer: Mapping[str, Any]) -> list[str]:
    """Name, street, and last the CEP before the town, without the word CEP, as Correios asks."""
    town = " ".join(filter(None, (customer["cep"], customer["local"]))) if customer["endereco"] else ""
    return _lines(customer["nome"], customer["endereco"], town)


def _side(letter: Letter, data: Mapping[str, Any]) -> list[str]:
    """Beside the window, not in it: place and day, the number, and in a formal letter who the debtor is."""
    company, card = data["empresa"], data["carta"]
    dated = ", ".join(filter(None, (company["cidade"], card["data_extenso"] or card["data"])))
    tells = is_formal(letter) and _is_addressed(letter)
    return _lines(dated, _number(letter), _named(data["cliente"]["documento"]) if tells else "")


def _dispute(contact: Mapping[str, Any]) -> dict[str, str]:
    phone = f"pelo telefone {contact['telefone']}" if contact["telefone"] else ""
    email = f"pelo e-mail {contact['email']}" if contact["email"] else ""
    ways = " ou ".join(filter(None, (phone, email))) or "em resposta a esta carta"
    term = contact["prazo"]
    answer = f"Respondemos em até {term} e, enquanto isso," if term else "Enquanto verificamos,"
    return {
        "title": "Algo não confere?",
        "text": printable(
            f"Se há algo errado com a compra, o valor ou a entrega, avise-nos {ways}."
            f" {answer} a cobrança do que foi contestado fica parada."
        ),
    }


def _signature(company: Mapping[str, Any]) -> list[str]:
    return _lines(company["nome"], _named(company["documento"]))


def _is_tall(page: Mapping[str, Any]) -> bool:
    """Whether the head may take more room than it has, as names of several lines do."""
    creditor = page["creditor"]
    places = (
        (NAME, [creditor["name"]]),
        (SMALL, creditor["lines"]),
        (BACK, [page["back"]]),
        (ADDRESS, page["recipient"]),
    )
    return any(len(line) > most for most, lines in places for line in lines)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
