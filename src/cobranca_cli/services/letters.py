"""Writing letters: data, words, text, the check of what may be said, and the proof that stays.

A letter that may not be sent is refused before anything is recorded; one that is recorded is kept as it was
rendered, with the hash of its text in the chain of events.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from cobranca_cli.config import Settings
from cobranca_cli.config_ladder import LadderSettings
from cobranca_cli.domain.letter_rules import judge
from cobranca_cli.domain.moment import Moment
from cobranca_cli.errors import DataError, TemplateError
from cobranca_cli.ledger.dunning import NewLetter, record_letter
from cobranca_cli.ledger.queries.customers import Customer
from cobranca_cli.ledger.queries.letters import next_letter
from cobranca_cli.ledger.transaction import Transaction
from cobranca_cli.rendering.engine import Engine, Words
from cobranca_cli.resources import folder
from cobranca_cli.services.agreement_texts import NO_AGREEMENT
from cobranca_cli.services.known_models import OWN_TEMPLATES
from cobranca_cli.services.letter_data import Asked, Composer

_BATCH = 100

_POLICY = "só se for mesmo o que a empresa faz: em [regua] de cobranca.toml, {} = true"
_FACT = "registre o fato: cobranca faturas fato FATURA --tipo {} --data DATA"
_AGREED = "esta carta sai com os números de um acordo, pelos comandos de: cobranca acordo"
_NEEDS = {
    "negativa": ("politica", "negativa", "a empresa pode pedir a negativação", _POLICY.format("negativa")),
    "protesta": ("politica", "protesta", "a empresa pode levar a protesto", _POLICY.format("protesta")),
    "negativado": ("fatos", "negativado", "a fatura foi negativada", _FACT.format("negativacao")),
    "protestado": ("fatos", "protestado", "a fatura foi protestada", _FACT.format("protesto")),
    "ajuizado": ("fatos", "ajuizado", "há uma ação em juízo", _FACT.format("acao")),
    "acordo": ("acordo", "numero", "há um acordo", _AGREED),
    "propostas": ("acordo", "propostas", "há propostas de acordo", _AGREED),
}
"""What a model may need: the section and the key that must hold something, what it says, and the remedy."""


class Order(NamedTuple):
    """A letter to be written; `action` is the ladder's, of which it is the proof."""

    customer: Customer
    asked: Asked
    origin: str
    action: int | None = None


class Written(NamedTuple):
    """A letter that was rendered; one that is not kept has the number 0 and no hash."""

    id: int
    order: Order
    subject: str
    text: str
    words: Words
    data: dict[str, object]
    sha256: str


def engine_beside(ledger: Path) -> Engine:
    """The template engine with the owner's copies beside the ledger and those that came with the program."""
    return Engine(ledger.parent / OWN_TEMPLATES, folder("templates"))


def refuse_incomplete(settings: Settings) -> None:
    """Raise DataError when the settings lack what every letter must say of the creditor (CDC art. 42-A)."""
    company = settings.company
    needed = (("nome", company.nome), ("documento", company.documento), ("endereco", company.endereco))
    missing = [key for key, value in needed if not value]
    if missing:
        raise DataError(
            f"falta dizer quem cobra: {', '.join(missing)} em [empresa] de {settings.path}",
            code="E-CREDOR",
            hint="toda carta de cobrança traz nome, endereço e CPF ou CNPJ de quem vendeu (CDC, art. 42-A)",
        )


class LetterWriter:
    """Writes the letters of one day inside an open transaction, in batches, one batch in memory."""

    def __init__(
        self,
        transaction: Transaction,
        settings: Settings,
        ladder: LadderSettings,
        as_of: date,
        engine: Engine,
    ) -> None:
        self._transaction, self._as_of, self._engine = transaction, as_of, engine
        self._composer = Composer(transaction.connection, settings, ladder, as_of)
        self._next = next_letter(transaction.connection)
        self._models = {model.name: model for model in engine.models()}

    def write(self, orders: Iterable[Order], moment: Moment, *, keep: bool = True) -> Iterator[Written]:
        """The letters in the order asked for. Raises TemplateError, or DataError with what may not be said.

        With `keep` False nothing is recorded and no number is given: a rehearsal, or a script for a call.
        """
        waiting = iter(orders)
        while batch := list(islice(waiting, _BATCH)):
            for written in self._rendered(batch, keep):
                yield self._kept(written, moment) if keep else written

    def _rendered(self, batch: Sequence[Order], keep: bool) -> Iterator[Written]:
        self._composer.prepare(owed.item.id for order in batch for owed in order.asked.titles)
        first = self._next
        data = []
        for number, order in enumerate(batch, first):
            asked = order.asked._replace(number=number if keep else None)
            data.append(self._composer.data(order.customer, asked))
        self._next += len(batch) if keep else 0
        models = [order.asked.model for order in batch]
        for model, mine in zip(models, data, strict=True):
            self._refuse_unmet(model, mine)
        made = self._engine.letters(zip(models, data, strict=True))
        for number, (order, mine, letter) in enumerate(zip(batch, data, made, strict=True), first):
            if isinstance(letter, TemplateError):
                raise letter
            words, (text,) = letter
            parts = self._models[order.asked.model].parts
            refuse_unlawful(text, words, mine, parts, f"carta para {order.customer.name}")
            yield Written(number if keep else 0, order, words.assunto, text, words, mine, "")

    def _refuse_unmet(self, model: str, data: Mapping[str, object]) -> None:
        """Raise DataError for a letter that would say what neither the policy nor the facts hold."""
        known_model = self._models.get(model)
        for need in known_model.needs if known_model else ():
            section, key, what, remedy = _NEEDS[need]
            known = data[section]
            assert isinstance(known, Mapping)
            if not known[key]:
                raise DataError(f"a carta '{model}' diz que {what}", code="E-CARTA-FATO", hint=remedy)

    def _kept(self, written: Written, moment: Moment) -> Written:
        order, words = written.order, written.words
        # A letter about no agreement, as nearly all are, need not keep that it is about none.
        told = {key: value for key, value in written.data.items() if value is not NO_AGREEMENT}
        content = {"dados": told, "palavras": words._asdict()}
        letter = NewLetter(
            written.id,
            order.customer.id,
            order.origin,
            order.action,
            order.asked.model,
            words.sha256,
            order.asked.channel,
            recipient(order.customer, order.asked.channel),
            written.subject,
            written.text,
            json.dumps(content, ensure_ascii=False, separators=(",", ":")),
            sum(owed.open.total for owed in order.asked.titles),
            [owed.item.id for owed in order.asked.titles],
        )
        mark = record_letter(self._transaction, self._as_of, letter, moment)
        return written._replace(sha256=mark)


def recipient(customer: Customer, channel: str) -> str:
    """Where a letter goes: the e-mail, the number, the address; empty when it is not registered."""
    if channel == "email":
        return customer.email or ""
    if channel in ("carta", "presencial"):
        place = "/".join(filter(None, (customer.city, customer.state)))
        return ", ".join(filter(None, (customer.address, place)))
    return customer.phone or ""


def refuse_unlawful(
    text: str, words: Words, data: Mapping[str, Any], parts: Sequence[str], what: str
) -> None:
    """Raise DataError when the letter says what it may not say, or leaves out what it must."""
    findings = [finding for finding in judge(text, words, data, parts) if finding.refused]
    if not findings:
        return
    first = findings[0]
    raise DataError(
        f"{what}, modelo '{data['carta']['modelo']}': "
        + "; ".join(finding.message for finding in findings[:5]),
        code=first.code,
        hint="veja tudo com 'cobranca carta verificar'",
    )
