"""The limits of the law on terms of charge, judged before a title is reckoned by them."""

from collections.abc import Iterable
from datetime import date

from cobranca_cli.domain.caps import judge
from cobranca_cli.domain.terms import Terms
from cobranca_cli.errors import DataError
from cobranca_cli.ledger.queries.accounts import Claimed
from cobranca_cli.ledger.queries.customers import Customer
from cobranca_cli.ledger.queries.terms import TermsBook

_CPF = 11


def check_caps(book: TermsBook, claims: Iterable[tuple[Customer, Claimed]], day: date) -> list[str]:
    """What is worth warning of, each once. Raises DataError when terms break the law."""
    warnings: dict[str, None] = {}
    for customer, claimed in claims:
        terms = book.terms(customer.id, customer.document, claimed.title.id, day)
        person = len(customer.document or "") == _CPF
        for finding in judge(terms, terms.relation, person, claimed.title.amount):
            if finding.refused:
                raise refusal(finding.message, f"fatura {claimed.name}")
            warnings[finding.message] = None
    return list(warnings)


def judge_terms(terms: Terms, customer: Customer, whose: str) -> list[str]:
    """What is worth warning of in terms, whatever the title. Raises DataError when they break the law."""
    found = judge(terms, terms.relation, len(customer.document or "") == _CPF)
    for finding in found:
        if finding.refused:
            raise refusal(finding.message, whose)
    return [finding.message for finding in found]


def refusal(message: str, name: str) -> DataError:
    """The error of terms that break the law; `name` says whose they are."""
    return DataError(
        f"{name}: {message}",
        code="E-ENCARGOS",
        hint="corrija em cobranca.toml: [encargos] é para todos, [encargos.consumo] só para consumidores;"
        " ou só para este cliente, com 'cobranca encargos definir'",
    )
