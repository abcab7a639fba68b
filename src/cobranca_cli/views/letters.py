"""The letters that were written, as people and programs read the list."""

from typing import TYPE_CHECKING

from cobranca_cli.domain.contact import mask_reach
from cobranca_cli.views.ladder import CHANNEL_WORDS
from cobranca_cli.views.report import Column, Figure, Kind, Report

if TYPE_CHECKING:
    from cobranca_cli.services.letter_list import Letters


_COLUMNS = (
    Column("id", "Nº", Kind.INTEGER),
    Column("data", "Data", Kind.DATE),
    Column("cliente", "Cliente", elastic=True),
    Column("documento", "CPF/CNPJ", document=True, priority=5),
    Column("degrau", "Degrau", priority=2),
    Column("modelo", "Modelo"),
    Column("canal", "Canal", words=CHANNEL_WORDS, priority=1),
    Column("destino", "Para", elastic=True, priority=6, mask=mask_reach),
    Column("faturas", "Faturas", elastic=True, many=True, priority=3),
    Column("total", "Total", Kind.MONEY),
    Column("assunto", "Assunto", elastic=True, priority=7),
    Column("sha256", "SHA-256 do texto", priority=8),
    Column("retirada_em", "Retirada em", Kind.DATE, priority=4),
)


def listing(found: "Letters") -> Report:
    """Letter by letter, the oldest first; those that were withdrawn are listed, and not counted."""
    counting = sum(not letter.withdrawn_on for letter in found.letters)
    return Report(
        name="cartas",
        title="Cartas escritas",
        as_of=found.as_of,
        columns=_COLUMNS,
        rows=[
            (
                letter.id,
                letter.day,
                letter.name,
                letter.document,
                letter.step,
                letter.template,
                letter.channel,
                letter.recipient,
                letter.invoices,
                letter.total,
                letter.subject,
                letter.sha256,
                letter.withdrawn_on,
            )
            for letter in found.letters
        ],
        totals=(Figure("cartas", "Cartas", Kind.INTEGER, counting),),
        empty="Nenhuma carta foi escrita.",
        notes=found.notices,
        short="Cartas",
    )
