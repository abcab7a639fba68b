"""The columns that say who a customer is: from the cells of a row to a draft."""

from collections.abc import Mapping, Sequence

from cobranca_cli.domain.problem import Problem
from cobranca_cli.domain.text import name_key

from .drafts import CustomerDraft
from .fields import CUSTOMER_FIELDS
from .values import CUSTOMER_VALUES, FieldProblem

_ATTRIBUTES = {
    "cliente": "name",
    "documento": "document",
    "codigo_cliente": "code",
    "email": "email",
    "telefone": "phone",
    "endereco": "address",
    "cidade": "city",
    "uf": "state",
    "cep": "zip",
    "categoria": "category",
}


def read_customer(
    cells: Sequence[str], positions: Mapping[str, int], fields: Sequence[str] = CUSTOMER_FIELDS
) -> CustomerDraft | list[FieldProblem]:
    """The customer of one row, or everything that is wrong with it."""
    values: dict[str, str] = {}
    problems: list[FieldProblem] = []
    for field in fields:
        if field not in positions:
            continue
        raw = cells[positions[field]]
        value = CUSTOMER_VALUES[field](raw)
        if isinstance(value, Problem):
            problems.append((field, raw, value))
        elif value is not None:
            values[_ATTRIBUTES[field]] = value
    if problems:
        return problems
    return CustomerDraft(name_key=name_key(values["name"]), **values)
