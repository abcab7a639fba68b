import pytest
from tests.output.samples import HOSTILE, ROWS, TOTALS, report, texts

from cobranca_cli.output.cells import text_columns
from cobranca_cli.output.layout import display_width
from cobranca_cli.output.plain import full_lines, record_lines
from cobranca_cli.views.report import Column, Figure, Kind, Report


def plain(given: Report, *, show_data: bool = False) -> str:
    return "\n".join(full_lines(given, show_data=show_data))


def test_the_whole_report() -> None:
    assert (
        plain(report())
        == """\
Vencidos em 21/11/2026

Cliente           CPF/CNPJ            Fatura  Vencimento  Dias  Taxa ao mês  Contestada         Total
Padaria São José  11.222.333/0001-81  NF-001  30/09/2026    52        7,17%  não         1.234.567,89
Ana Lima          ***.982.247-**      00042   20/11/2026     1        1,00%  sim                -0,05
Fulano [/]        12.ABC.345/01DE-35  -       -              -            -  -                      -
Total                                                                                    1.234.567,84

Faturas:                 3
Valor médio: R$ 411.522,61"""
    )


def test_whole_documents_on_request() -> None:
    assert "529.982.247-25" in plain(report(), show_data=True)
    assert "529.982.247-25" not in plain(report())


def test_nothing_is_cut_or_wrapped_whatever_its_length() -> None:
    name = "Comércio " * 60
    lines = list(full_lines(texts(name.strip(), "B"), show_data=False))
    assert lines[-2:] == [name.strip(), "B"]


def test_wide_and_combining_characters_keep_the_columns_straight() -> None:
    columns = (Column("a", "A"), Column("b", "B"))
    rows = [("日本語", "|"), ("Jose\u0301", "|"), ("São", "|")]
    lines = list(full_lines(report(rows, columns=columns, totals=()), show_data=False))[3:]
    assert {display_width(line.partition("|")[0]) for line in lines} == {8}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_as_they_are(text: str) -> None:
    assert text in plain(texts(text)).splitlines()


def test_control_characters_do_not_reach_the_reader() -> None:
    given = report([("Fula\x1b[2Jno\nB", *ROWS[0][1:])], title="T\x9bx")
    text = plain(given)
    assert "Fula\ufffd[2Jno B" in text
    assert text.startswith("T\ufffdx em ")
    assert all(line.isprintable() for line in text.splitlines())


def test_an_empty_report_says_so() -> None:
    given = report(
        [], totals=(Figure("total", "Total", Kind.MONEY, 0), Figure("faturas", "F", Kind.INTEGER, 0))
    )
    assert plain(given) == "Vencidos em 21/11/2026\n\nNenhuma fatura vencida."


def test_an_empty_list_keeps_the_figures_that_tell_what_happened() -> None:
    totals = (Figure("lidas", "Lidas", Kind.INTEGER, 12), Figure("novas", "Novas", Kind.INTEGER, 0))
    assert plain(report([], totals=totals)).splitlines()[2:] == [
        "Nenhuma fatura vencida.",
        "",
        "Lidas: 12",
        "Novas:  0",
    ]


def test_totals_stand_alone_when_the_first_column_has_no_place_for_the_label() -> None:
    columns = (Column("parcela", "Parcela", Kind.INTEGER), Column("total", "Total", Kind.MONEY))
    given = report([(1, 500)], columns=columns, totals=(Figure("total", "Total", Kind.MONEY, 500),))
    assert plain(given).splitlines()[2:] == ["Parcela  Total", "      1   5,00", "", "Total: R$ 5,00"]


def test_a_total_of_another_type_is_not_put_under_the_column() -> None:
    given = report()._replace(totals=(*TOTALS[:1], Figure("total", "Total geral", Kind.INTEGER, 7)))
    assert "Total geral: 7" in plain(given)


def test_records_for_narrow_screens_show_priority_zero_whole() -> None:
    given = report()
    lines = record_lines(given, text_columns(given, show_data=False), 20, display_width)
    assert list(lines) == [
        "Cliente:",
        "  Padaria São José",
        "Total: 1.234.567,89",
        "",
        "Cliente: Ana Lima",
        "Total: -0,05",
        "",
        "Cliente: Fulano [/]",
        "Total: -",
        "",
        "Faturas: 3",
        "Total:",
        "  R$ 1.234.567,84",
        "Valor médio:",
        "  R$ 411.522,61",
    ]


def test_a_row_of_the_wrong_length_is_a_bug_that_shows() -> None:
    with pytest.raises(ValueError):
        plain(report([("só um",)]))
