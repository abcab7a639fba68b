"""Customers between file and ledger: a draft as the ledger takes it, a doubt as a row's problem."""

from cobranca_cli.domain.problem import Problem
from cobranca_cli.importing.drafts import CustomerDraft
from cobranca_cli.ledger.customers import Doubt, Person

_DOUBTS = {
    "homonym": Problem(
        "E-CLIENTE-AMBIGUO",
        "há mais de um cliente com este nome; preencha o documento ou o código do cliente",
    ),
    "code_of_another": Problem(
        "E-CLIENTE-CONFLITO", "o documento é de um cliente e o código é de outro; confira os dois"
    ),
    "document_of_another": Problem(
        "E-CLIENTE-CONFLITO", "o código é de um cliente cadastrado com outro documento; confira os dois"
    ),
}


def as_person(draft: CustomerDraft) -> Person:
    """A draft as the ledger takes it."""
    contacts = (draft.email, draft.phone, draft.address, draft.city, draft.state, draft.zip, draft.category)
    return Person(draft.name, draft.name_key, draft.document, draft.code, contacts)


def doubt_problem(doubt: Doubt) -> Problem:
    """Why a customer cannot be told, as the problem of a row."""
    return _DOUBTS[doubt.why]
