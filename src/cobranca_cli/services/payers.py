"""Whom and what a row of a file of payments means: the invoice, the customer, and whether both agree."""

import sqlite3
from typing import NamedTuple

from cobranca_cli.brformat import date_br
from cobranca_cli.domain.problem import Problem
from cobranca_cli.importing.drafts import CustomerDraft, PaymentDraft
from cobranca_cli.importing.values import FieldProblem
from cobranca_cli.ledger.customers import CustomerBook, Doubt
from cobranca_cli.ledger.queries.customers import customer_by_id, customer_label
from cobranca_cli.ledger.queries.targets import Target, instalments_of, targets_named
from cobranca_cli.services.persons import as_person, doubt_problem

_SHOWN = 10


class Payer(NamedTuple):
    """A customer of the ledger, and the invoice the row names, if it names one."""

    customer: int
    target: Target | None = None


class Payers:
    """Finds the payer of each row; makes nobody, and never guesses."""

    def __init__(self, connection: sqlite3.Connection, today: str) -> None:
        self._connection = connection
        self._book = CustomerBook(connection, today)

    def find(self, draft: PaymentDraft) -> Payer | FieldProblem:
        """The payer of a row, or what does not agree with the ledger."""
        if draft.number is None:
            assert draft.customer is not None
            found = self._customer(draft.customer)
            return found if isinstance(found, tuple) else Payer(found)
        target = self._target(draft, draft.number)
        if not isinstance(target, Target):
            return target
        if draft.customer and not self._may_be(draft.customer, target.customer):
            name, raw = _said(draft.customer)
            owner = customer_label(self._connection, target.customer)
            reason = (
                f"a fatura {target.name} é de {owner}; confira a fatura ou, se é quem pagou por ele, apague"
                " o cliente desta linha"
            )
            return (name, raw, Problem("E-CLIENTES", reason))
        return Payer(target.customer, target)

    def _target(self, draft: PaymentDraft, number: str) -> Target | FieldProblem:
        found = targets_named(self._connection, number, draft.instalment)
        if not found:
            return self._unknown(draft, number)
        if len(found) > 1:
            names = ", ".join(each.instalment or "sem parcela" for each in found[:_SHOWN])
            return ("fatura", number, Problem("E-AMBIGUO", f"tem parcelas ({names}); diga qual em 'parcela'"))
        (target,) = found
        if target.cancelled_on:
            reason = (
                f"foi cancelada em {date_br(target.cancelled_on)} e não recebe pagamentos; se o dinheiro"
                " entrou, diga o cliente no lugar da fatura: fica como crédito dele"
            )
            return ("fatura", number, Problem("E-CANCELADA", reason))
        if target.issued and draft.day.isoformat() < target.issued:
            reason = (
                f"é antes da emissão da fatura {target.name} ({date_br(target.issued)}); confira a data: um"
                " adiantamento se registra com o cliente no lugar da fatura, e fica como crédito"
            )
            return ("data", date_br(draft.day.isoformat()), Problem("E-DATA-ORDEM", reason))
        return target

    def _unknown(self, draft: PaymentDraft, number: str) -> FieldProblem:
        there_are = instalments_of(self._connection, number) if draft.instalment else []
        if not there_are:
            reason = "não está no livro; confira o número, ou importe antes as faturas"
            return ("fatura", number, Problem("E-NAO-ENCONTRADO", reason))
        names = ", ".join(which for which in there_are[:_SHOWN] if which)
        has = f"tem as parcelas {names}" if names else "não tem parcelas: deixe a coluna vazia"
        reason = f"não é uma parcela da fatura {number}, que {has}"
        return ("parcela", draft.instalment or "", Problem("E-NAO-ENCONTRADO", reason))

    def _customer(self, draft: CustomerDraft) -> int | FieldProblem:
        found = self._book.find(as_person(draft))
        if found is None and draft.name and (draft.document or draft.code):
            found = self._bare(draft)
        name, raw = _said(draft)
        if found is None:
            reason = "não é de nenhum cliente do livro; confira, ou importe antes as faturas dele"
            return (name, raw, Problem("E-NAO-ENCONTRADO", reason))
        return (name, raw, doubt_problem(found)) if isinstance(found, Doubt) else found

    def _bare(self, draft: CustomerDraft) -> int | None:
        """Who has exactly this name, of whom the ledger knows no document; the row may know more."""
        found = self._book.find(as_person(draft._replace(document=None, code=None)))
        if isinstance(found, int) and not customer_by_id(self._connection, found).document:
            return found
        return None

    def _may_be(self, draft: CustomerDraft, owner: int) -> bool:
        """Whether the row's customer can be the invoice's: the same document, else code, else name."""
        customer = customer_by_id(self._connection, owner)
        if draft.document and customer.document:
            return draft.document == customer.document
        if draft.code and customer.code:
            return draft.code.casefold() == customer.code.casefold()
        return (
            not draft.name or self._book.find(as_person(draft)) == owner or _same_name(draft, customer.name)
        )


def _same_name(draft: CustomerDraft, name: str) -> bool:
    from cobranca_cli.domain.text import name_key

    return draft.name_key == name_key(name)


def _said(draft: CustomerDraft) -> tuple[str, str]:
    """The field that decided who the customer is, and what stood there."""
    if draft.document:
        return "documento", draft.document
    return ("codigo_cliente", draft.code) if draft.code else ("cliente", draft.name)
