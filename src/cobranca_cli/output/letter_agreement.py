"""What a letter on paper shows of an agreement: its schedule, proposals, the workings, who signs.

Each is shown only by a model that asks for it, in the words of the layouts in `templates/`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cobranca_cli.output.letter_titles import LONG_IN_CELL, NOTHING, long_words
from cobranca_cli.output.safety import printable
from cobranca_cli.views.letter import Letter, is_instrument

Agreement = Mapping[str, Any]


def schedule_of(letter: Letter) -> dict[str, Any] | None:
    """The instalments as a table: in a term what each is made of, else what became of it."""
    if "acordo" not in letter.parts or not _agreement(letter)["plano"]:
        return None
    agreed = _agreement(letter)
    columns = [("Parcela", "numero"), ("Vencimento", "vencimento"), ("Valor", "valor")]
    if is_instrument(letter):
        columns += [("Juros", "juros"), ("Amortização", "amortizacao"), ("Saldo devedor", "saldo")]
        sums = [agreed["total"], agreed["juros_total"] or "R$ 0,00", agreed["saldo"], ""]
    else:
        columns += [("Situação", "situacao")]
        sums = [agreed["total"], "" if agreed["pago"] in NOTHING else f"pago: {agreed['pago']}"]
    table = _table(columns, agreed["plano"])
    return {"title": "Parcelas do acordo", **table, "total": _total("Total do acordo", sums)}


_OF_TEXT = ("Parcela", "Vencimento", "Situação", "Etapa")


def offers_of(letter: Letter) -> dict[str, Any] | None:
    """The proposals as columns of a table; what one has not is said."""
    offers = _agreement(letter)["propostas"] if "propostas" in letter.parts else []
    if not offers:
        return None
    labels = (
        ("Entrada", "entrada", "sem entrada"),
        ("Parcelas", "parcelas", "–"),
        ("1º vencimento", "primeiro", "–"),
        ("Desconto", "desconto", "sem desconto"),
        ("Total", "total", "–"),
        ("Economia", "economia", "–"),
    )
    rows = [
        {
            "label": label,
            "cells": _printable(none if each[key] in NOTHING else each[key] for each in offers),
            "strong": key == "total",
        }
        for label, key, none in labels
    ]
    return {"names": _printable(each["nome"] for each in offers), "rows": rows}


def annex_of(letter: Letter) -> dict[str, Any] | None:
    """The working of each invoice, for pages of its own, with what the letter says that it comes to."""
    workings = _agreement(letter)["memoria"] if "anexo" in letter.parts else []
    if not workings:
        return None
    data: Mapping[str, Any] = letter.data
    totals = {title["fatura"]: title["total"] for title in data["titulos"]}
    label = f"Total em {data['carta']['data']}"
    return {
        "title": "Anexo: memória de cálculo",
        "tables": [
            {
                "title": printable(f"Fatura {each['fatura']}"),
                **_working(each["linhas"]),
                "total": _total(label, [totals[each["fatura"]]]) if each["fatura"] in totals else None,
            }
            for each in workings
        ],
    }


def signers_of(letter: Letter) -> list[dict[str, list[str]]]:
    """Who signs a term, each with the lines under the line to sign on, and the blanks to fill in by hand."""
    if not is_instrument(letter):
        return []
    data: Mapping[str, Any] = letter.data
    agreed, company = _agreement(letter), data["empresa"]
    parties = [
        _party(company["nome"], company["documento"], "Parte credora"),
        _party(data["cliente"]["nome"], agreed["devedor"]["documento"], "Parte devedora"),
    ]
    witness = {"lines": ["Testemunha"], "blanks": ["Nome:", "CPF:"]}
    return [*parties, *([witness] * 2 if agreed["assinatura"] == "testemunhas" else [])]


def agreement_name(letter: Letter) -> str:
    """`Acordo nº 1`, for the foot of the pages of a letter that shows one."""
    number = _agreement(letter)["numero"] if "acordo" in letter.parts else ""
    return f"Acordo nº {number}" if number else ""


def _agreement(letter: Letter) -> Agreement:
    found = letter.data["acordo"]
    assert isinstance(found, Mapping)
    return found


def _party(name: str, document: str, role: str) -> dict[str, list[str]]:
    firm = "/" in document
    kind = "CNPJ" if firm else "CPF"
    lines = [name, f"{kind} {document}" if document else "", role]
    return {
        "lines": _printable(filter(None, lines)),
        "blanks": ["Quem assina:", "CPF e cargo:"] if firm else [] if document else ["CPF ou CNPJ:"],
    }


def _working(lines: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    columns = [(key.capitalize(), key) for key in ("etapa", "base", "taxa", "dias", "valor")]
    table = _table(columns, lines)
    for row, line in zip(table["rows"], lines, strict=True):
        row["details"] = _printable(filter(None, [line["regra"]]))
    return table


def _table(columns: Sequence[tuple[str, str]], lines: Iterable[Mapping[str, str]]) -> dict[str, Any]:
    """Columns by heading and key; the first takes the room that is left."""
    rows = [{"cells": _printable(line[key] for _, key in columns), "details": list[str]()} for line in lines]
    return {
        "headings": [
            {"label": label, "elastic": place == 0, "money": label not in _OF_TEXT}
            for place, (label, _) in enumerate(columns)
        ],
        "rows": rows,
        "long": long_words(LONG_IN_CELL, (row["cells"][0] for row in rows)),
    }


def _total(label: str, sums: Sequence[str]) -> dict[str, Any]:
    return {"label": printable(label), "cells": _printable(sums), "words": "", "even": True}


def _printable(texts: Iterable[str]) -> list[str]:
    return [printable(text) for text in texts]
