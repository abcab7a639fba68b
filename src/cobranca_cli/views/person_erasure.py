"""Erasing a person in sentences: what goes, what stays, what lies elsewhere, what was done."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cobranca_cli.brformat import counted, date_br
from cobranca_cli.domain.retention import CLASSES

if TYPE_CHECKING:
    from cobranca_cli.services.person_erasure import Case, Erased


class Elsewhere(NamedTuple):
    """Where a person's data lies outside the ledger, as far as the program knows.

    Attributes:
        files: those about her, and whole ledgers that were laid aside.
        folder: the folder of the copies, and `copies` how many; None when it cannot be read now.
    """

    files: tuple[Path, ...]
    folder: Path
    copies: int | None


def preview(case: "Case", reason: str, today: date) -> Iterator[str]:
    """What goes and what stays, class by class."""
    yield f"{case.customer.name}: o que fica depois de apagar"
    for each in CLASSES:
        rows = case.rows.get(each.key, 0)
        if rows:
            yield f"  {each.label} ({counted(rows, 'registro', 'registros')}): {each.after}"
    yield "Os saldos, os totais e os relatórios de qualquer dia continuam iguais."
    if reason == "pedido" and case.until >= today:
        yield (
            f"O prazo de guarda iria até {date_br(case.until.isoformat())}. Notas fiscais e o que mais a lei"
            " manda guardar com o nome ficam fora deste livro: não os apague por isto."
        )


def elsewhere(case: "Case", found: Elsewhere) -> Iterator[str]:
    """What the program does not erase, because it is not in the ledger; every file, for it is asked once."""
    yield "Fora do livro, apague você mesmo o que tiver os dados dele:"
    for path in found.files:
        yield f"  {path}"
    if case.files:
        yield f"  os arquivos que você importou: {', '.join(sorted(set(case.files)))}"
    yield "  o que foi exportado ou enviado, e as cópias de segurança feitas até hoje"
    if found.copies:
        count = counted(found.copies, "cópia de segurança", "cópias de segurança")
        yield f"  ({count} em {found.folder}: depois disto faça uma nova, e só então apague as antigas)"
    elif found.copies is None:
        yield f"  (a pasta das cópias, {found.folder}, não está ao alcance agora)"


def already(case: "Case") -> str:
    """It was done before."""
    assert case.erased
    day = date_br(case.erased.isoformat())
    return f"{case.customer.name} já foi apagado, em {day}. Nada foi gravado."


def done(erased: "Erased") -> str:
    """What stands in the ledger now."""
    if not erased.new:
        return "Outro processo já o tinha apagado. Nada foi gravado."
    rows = counted(erased.rows, "registro", "registros")
    gone = f"saíram o cadastro e os textos de {rows}" if erased.rows else "saiu o cadastro"
    state = f"Gravado: titular anonimizado {erased.customer}; {gone}."
    if not erased.not_compacted:
        return state
    return (
        f"{state} O arquivo não foi compactado ({erased.not_compacted}); o que saiu já foi escrito por cima."
    )
