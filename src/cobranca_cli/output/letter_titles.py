"""The titles of a letter on paper, what they add up to, and how to pay them: what `letter_page` is made of.

What is shown is what the layouts in `templates/` show, in the words they use.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from cobranca_cli.output import qr
from cobranca_cli.output.safety import printable
from cobranca_cli.views.letter import Letter, is_for_notary, is_formal, is_instrument

NOTHING = ("", "R$ 0,00")
PAID = "paga"
# How the instalments of an agreement are numbered.
INSTALMENT = "ACORDO-"
# A word of so many characters may not fit in the narrow column of a table.
LONG_IN_CELL = 18
# Characters of a payment code that stay together at the end of a line.
PIECE = 20

Title = Mapping[str, Any]
Data = Mapping[str, Any]


class Shown(NamedTuple):
    """What a letter shows of its titles.

    `due` are those that can still be paid; none where a dispute is being looked at or was found right.
    """

    titles: Sequence[Title]
    due: Sequence[Title]
    disputed: bool
    charged: bool


def shown_titles(letter: Letter) -> Shown:
    """The titles as the model of the letter shows them."""
    data: Data = letter.data
    titles: Sequence[Title] = data["titulos"]
    upheld = data["contestacao"]["resultado"] == "improcedente"
    disputed = letter.model.startswith("contestacao") and not upheld
    due = [] if disputed else [title for title in titles if title["situacao"] != PAID]
    return Shown(titles, due, disputed, charged=bool(due) and data["total_encargos"] not in NOTHING)


# --- the table ---


def table_of(letter: Letter, shown: Shown) -> dict[str, Any]:
    """Headings, rows with their details, and the length from which words must be broken (0: none)."""
    owed = "Principal" if is_instrument(letter) else "Em aberto"
    last = [owed, "Acréscimos", "Total"] if shown.charged else [owed if shown.due else "Valor"]
    rows = [_row(letter, title, shown) for title in shown.titles]
    texts = [(_object(shown.titles), True), ("Vencimento", False), ("Situação", False)]
    if is_instrument(letter):
        texts[1:] = [("Emissão", False), ("Vencimento", False)]
    headings = [{"label": label, "elastic": elastic, "money": False} for label, elastic in texts]
    headings += [{"label": label, "elastic": False, "money": True} for label in last]
    return {
        "headings": headings,
        "rows": rows,
        "long": long_words(LONG_IN_CELL, (row["cells"][0] for row in rows)),
    }


def total_of(letter: Letter, shown: Shown) -> dict[str, Any] | None:
    """The last line of the table, an amount under each column of amounts; None where nothing is owed.

    A formal letter gives the total in words too, unless its text has done so.
    """
    data: Data = letter.data
    if not shown.due:
        return None
    cells = [data["total_principal"], data["total_encargos"], data["total"]]
    told = any(data["total_extenso"] in text for text in letter.words.values())
    return {
        "label": printable(f"Total em {data['carta']['data']}"),
        "cells": [printable(cell) for cell in (cells if shown.charged else cells[-1:])],
        "words": printable(data["total_extenso"]) if is_formal(letter) and not told else "",
    }


def _object(titles: Sequence[Title]) -> str:
    return "Parcela" if titles and titles[0]["fatura"].startswith(INSTALMENT) else "Fatura"


def _row(letter: Letter, title: Title, shown: Shown) -> dict[str, Any]:
    cells = [title["fatura"], title["vencimento"], _situation(title, shown)]
    if is_instrument(letter):
        cells[1:] = [title["emissao"] or "–", title["vencimento"]]
    if shown.charged:
        cells += [title["principal"], title["encargos"] or "R$ 0,00", title["total"]]
    else:
        cells.append(title["total"] if shown.due else title["valor"])
    details = _details(title, pays="pagamento" in letter.parts) if shown.due else []
    if not is_for_notary(letter):
        details = [title["descricao"], *details]
    return {
        "cells": [printable(cell) for cell in cells],
        "details": [printable(line) for line in details if line],
    }


def _situation(title: Title, shown: Shown) -> str:
    days: int = title["dias_atraso"]
    if shown.disputed:
        return "contestada"
    if days <= 0 or title["situacao"] == PAID:
        return str(title["situacao"])
    return f"venceu há {days} dia{'s' if days > 1 else ''}"


def _details(title: Title, *, pays: bool) -> list[str]:
    if title["situacao"] == PAID:
        return []
    part = title["principal"] != title["valor"]
    return [
        f"Valor original de {title['valor']}, menos o que já foi pago ou abatido" if part else "",
        f"Acréscimos: {title['memoria']}" if title["memoria"] else "",
        f"Boleto: {title['boleto']}" if pays and title["boleto"] else "",
    ]


# --- how to pay ---


def payment_of(letter: Letter, shown: Shown) -> dict[str, Any] | None:
    """The codes to pay with and what to know about them; None where nothing is to be paid."""
    data: Data = letter.data
    if "pagamento" not in letter.parts or not shown.due:
        return None
    slips = any(title["boleto"] for title in shown.due)
    codes = list(_codes(data["pix"], data["total"], shown.due))
    return {
        "title": "Como pagar",
        "codes": codes,
        "hints": printable(" ".join(_hints(data, bool(codes), slips, shown.charged))),
    }


def _codes(pix: Data, total: str, titles: Iterable[Title]) -> Iterator[dict[str, Any]]:
    """The code for the whole amount; without one, what the bank has issued for each title."""
    if pix["copia_e_cola"]:
        owner = f", em nome de {pix['titular']}" if pix["titular"] else ""
        amount = pix["valor"] or total
        yield _code(f"Pix copia e cola, já com o valor de {amount}{owner}:", pix["copia_e_cola"], amount)
        return
    for title in titles:
        if title["pix"]:
            yield _code(
                f"Pix copia e cola da fatura {title['fatura']}:", title["pix"], f"fatura {title['fatura']}"
            )


def _code(label: str, code: str, what: str) -> dict[str, Any]:
    return {
        "label": printable(label),
        "code": [printable(code[place : place + PIECE]) for place in range(0, len(code), PIECE)],
        "qr": qr.svg(code),
        "alt": printable(f"QR Code do Pix, {what}"),
    }


def _hints(data: Data, codes: bool, slips: bool, charged: bool) -> Iterator[str]:
    if not codes and not slips:
        phone, email = data["empresa"]["telefone"], data["empresa"]["email"]
        way = (
            f"pelo telefone {phone}"
            if phone
            else f"pelo e-mail {email}"
            if email
            else "em resposta a esta carta"
        )
        yield f"Peça os dados de pagamento {way}."
    if codes:
        yield "Aponte a câmera do aplicativo do banco para o QR Code, ou copie o texto dele."
    if slips and not codes:
        yield "A linha digitável do boleto está junto de cada fatura."
    if slips and codes:
        yield "Escolha uma forma só: Pix ou boleto."
    if slips and charged:
        yield "Se o banco mostrar no boleto um valor diferente do desta carta, fale conosco antes de pagar."
    if charged:
        yield "Para pagar em outro dia, peça o valor atualizado."


# --- words too long for their place ---


def long_words(least: int, texts: Iterable[str]) -> int:
    """`least` where some text has a word of so many characters, else 0: the layout need not look for any."""
    longest = re.compile(rf"\S{{{least}}}")
    return least if any(longest.search(text) for text in texts) else 0
