"""The charges as people name them: versions, and what they come to in a sentence."""

import hashlib
import json
from decimal import Decimal
from typing import TYPE_CHECKING

from cobranca_cli.brformat import currency_br, date_br, percent_br
from cobranca_cli.domain.charge_keys import NO_INDEX
from cobranca_cli.domain.terms import read_terms
from cobranca_cli.views.report import Column, Kind, Report

if TYPE_CHECKING:
    from cobranca_cli.domain.terms import Terms
    from cobranca_cli.ledger.queries.terms import Version
    from cobranca_cli.services.terms import Defined, ListedTerms

_NOTHING = "nenhum"
_OWNERS = {"livro": "", "cliente": "do cliente, ", "fatura": "da fatura, "}
_UNITS = {"percentual_dia": "ao dia", "percentual_ano": "ao ano"}
_INDEX_NAMES = {"ipca": "IPCA", "inpc": "INPC", "igpm": "IGP-M", "selic": "Selic"}


def version_label(version: "Version") -> str:
    """`nº 3, de 10/11/2026 em diante`, or `nº 1, desde sempre`; with a mark that is that of the content."""
    since = "desde sempre" if version.always else f"de {date_br(version.since)} em diante"
    return f"{_OWNERS[version.owner]}nº {version.id}, {since} (marca {mark(version)})"


def mark(version: "Version") -> str:
    """Eight characters that are the same for the same content."""
    text = json.dumps(dict(version.content), sort_keys=True, ensure_ascii=False, default=dict)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def terms_in_words(terms: "Terms") -> str:
    """The charges in one sentence, as a contract would say them."""
    parts = []
    if terms.fine_cents:
        parts.append(f"multa de {currency_br(terms.fine_cents)}")
    elif terms.fine_percent:
        parts.append(f"multa de {_percent(terms.fine_percent)}")
    if terms.interest_method == "E_taxa_legal":
        parts.append("juros pela taxa legal")
    elif terms.interest_method == "valor_fixo_dia":
        parts.append(f"juros de {currency_br(terms.interest_cents)} por dia")
    elif terms.interest_percent:
        unit = _UNITS.get(terms.interest_method, "ao mês")
        parts.append(f"juros de {_percent(terms.interest_percent)} {unit}")
    if terms.correction_index != NO_INDEX:
        parts.append(f"correção pelo {_INDEX_NAMES[terms.correction_index]}")
    parts += _discount_in_words(terms)
    return ", ".join(parts) or _NOTHING


def _discount_in_words(terms: "Terms") -> list[str]:
    """`desconto de 3% até 5 dias antes do vencimento`, tier by tier."""
    if terms.discount == "nenhum":
        return []
    percentage, daily = terms.discount.startswith("percentual"), "_dia_" in terms.discount
    said = []
    for days, value in terms.tiers:
        worth = _percent(value) if percentage else currency_br(int(value))
        until = f"até {days} dias antes do vencimento" if days else "até o vencimento"
        said.append(f"desconto de {worth} {'por dia de antecipação' if daily else until}")
    return said


def _percent(value: Decimal) -> str:
    return percent_br(value).replace(",00%", "%")


def defined(done: "Defined") -> str:
    """What was settled, in one sentence."""
    since = date_br(done.version.since)
    of = "da" if done.version.owner == "fatura" else "de"
    return f"encargos {of} {done.whose} desde {since}: {terms_in_words(done.terms)}"


def listing(found: "ListedTerms") -> Report:
    """Every version with whose it is and what it says; of a customer or an invoice only what it changes."""
    rows = [
        (
            version.id,
            version.owner,
            name or None,
            None if version.always else version.since,
            _layer_in_words(version),
            ", ".join(f"{key} = {_shown(value)}" for key, value in sorted(version.content.items())),
            reason,
        )
        for version, name, reason in found.versions
    ]
    return Report(
        name="encargos",
        title="Versões dos encargos",
        as_of=found.as_of,
        columns=(
            Column("versao", "Nº", Kind.INTEGER),
            Column("de", "De", words={"livro": "todos", "cliente": "cliente", "fatura": "fatura"}),
            Column("nome", "Nome", elastic=True),
            Column("desde", "Desde", Kind.DATE, priority=1),
            Column("encargos", "Encargos", elastic=True),
            Column("chaves", "Em cobranca.toml seria", elastic=True, priority=3),
            Column("motivo", "Motivo", elastic=True, priority=2),
        ),
        rows=rows,
        empty="Nenhuma versão registrada.",
        notes=(*found.notices, "a versão sem data vale desde sempre"),
    )


_NONE = {"multa": "0", "juros": "0"}


def _layer_in_words(version: "Version") -> str | None:
    """A version of the ledger in full; of a customer or an invoice what it changes."""
    if version.owner == "livro":
        return terms_in_words(read_terms(version.content))
    said = terms_in_words(read_terms(_NONE, version.content))
    zeros = [f"sem {key}" for key in ("multa", "juros") if version.content.get(key) in ("0", "0.00")]
    known = [said] if said != _NOTHING else []
    return ", ".join([*known, *zeros]) or None


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_shown(each)}" for key, each in sorted(value.items())) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(f'{{ dias_antes = {days}, valor = "{worth}" }}' for days, worth in value) + "]"
    return str(value) if isinstance(value, int) else f'"{value}"'
