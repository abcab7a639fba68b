"""A problem as a value, and as the line that people read."""

import pytest

from cobranca_cli.domain.problem import Problem
from cobranca_cli.importing.problems import KEPT, Problems, RowProblem, shown_value


def test_a_problem_is_a_value() -> None:
    assert Problem("E-DATA", "não existe") == Problem("E-DATA", "não existe")
    assert len({Problem("E-X", "a"), Problem("E-X", "a"), Problem("E-X", "b")}) == 2


@pytest.mark.parametrize(
    ("line", "column", "field", "value", "text"),
    [
        (None, None, None, None, "a.csv [E-X] está errado"),
        (3, None, None, None, "a.csv:3 [E-X] está errado"),
        (3, 7, "vencimento", "31/02/2026", 'a.csv:3:7 vencimento="31/02/2026" [E-X] está errado'),
        (3, 7, "valor", "", 'a.csv:3:7 valor="" [E-X] está errado'),
        (3, 3, "documento", "529.982.247-24", 'a.csv:3:3 documento="5********4" [E-X] está errado'),
    ],
)
def test_the_line_people_read(
    line: int | None, column: int | None, field: str | None, value: str | None, text: str
) -> None:
    assert RowProblem("a.csv", line, column, field, value, "E-X", "está errado").text() == text


@pytest.mark.parametrize("name", ["documento", "email", "telefone"])
@pytest.mark.parametrize("value", ["529.982.247-25", "ana@exemplo.com.br", "11987654321"])
def test_personal_data_is_not_shown(name: str, value: str) -> None:
    shown = shown_value(name, value)
    assert value not in shown
    assert value[1:-1] not in shown
    assert len(shown) <= 10


@pytest.mark.parametrize("name", ["numero", "valor", "vencimento", "cliente", None])
@pytest.mark.parametrize("value", ["529.982.247-25", "ana@exemplo.com.br", "(11) 98765-4321"])
def test_personal_data_in_a_shifted_column_is_not_shown(name: str | None, value: str) -> None:
    assert shown_value(name, f"x {value} y") == "x *** y"


def test_a_long_value_is_cut() -> None:
    assert shown_value("cliente", "x" * 61) == "x" * 59 + "…"
    assert shown_value("cliente", "x" * 60) == "x" * 60


def test_more_problems_than_are_kept_are_counted() -> None:
    problems = Problems("a.csv")
    for line in range(KEPT + 5):
        problems.add_row([RowProblem("a.csv", line, 1, None, None, "E-X", "x")])
    assert (len(problems.kept), problems.total, problems.rows) == (KEPT, KEPT + 5, KEPT + 5)


def test_the_problems_of_a_row_come_by_column() -> None:
    problems = Problems("a.csv")
    problems.add_row([RowProblem("a.csv", 2, column, None, None, "E-X", "x") for column in (4, None, 2)])
    assert [each.column for each in problems.kept] == [None, 2, 4]
    assert (problems.total, problems.rows) == (3, 1)
