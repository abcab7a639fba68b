"""Files beyond the corpus: ordinary but odd ones, and hostile ones, with what their sender would expect."""

from typing import NamedTuple

from tests.importing.bench import table

from cobranca_cli.domain.days import DayOrder
from cobranca_cli.domain.money import Decimals
from cobranca_cli.importing.layout import Wishes

Brief = tuple[str, str, str, str, int]
"""Number, instalment, customer, due date, cents."""


class Odd(NamedTuple):
    """A file and its outcome: `rows` when it is good, else the first `problem` (code, line, column)."""

    title: str
    content: bytes
    rows: tuple[Brief, ...] = ()
    problem: tuple[str, int | None, int | None] | None = None
    wishes: Wishes = Wishes()


DUE = "2026-12-01"


def one(number: str = "1", name: str = "Ana", cents: int = 10000, due: str = DUE, part: str = "") -> Brief:
    """What most of the good files give."""
    return (number, part, name, due, cents)


def lone(title: str, name_cell: str, name: str) -> Odd:
    """A good file of one row with an odd name."""
    return Odd(title, table(f"1;{name_cell};01/12/2026;100,00"), (one(name=name),))


def paid(
    title: str, *amounts: str, cents: tuple[int, ...] = (), problem: tuple[str, int] | None = None
) -> Odd:
    """A file of the given amounts, one a row."""
    lines = [f"{index};Ana;01/12/2026;{amount}" for index, amount in enumerate(amounts, 1)]
    rows = tuple(one(str(index), cents=each) for index, each in enumerate(cents, 1))
    return Odd(title, table(*lines), rows, (problem[0], problem[1], 4) if problem else None)


def part(title: str, cell: str, stored: str) -> Odd:
    """A file of one row with an odd instalment."""
    content = table(f"1;{cell};Ana;01/12/2026;100,00", header="numero;parcela;cliente;vencimento;valor")
    return Odd(title, content, (one(part=stored),))


_WIDE = ";".join(f"extra{index}" for index in range(196))
_IGNORING = Wishes(ignore_unknown=True)
_ROW = "1;Ana;01/12/2026;100,00"
_LATE_ACCENT = "".join(f"{index};Ana;01/12/2026;1,00\n" for index in range(1, 20_000))

SHAPE = (
    Odd(
        "sep= with comma",
        b"sep=,\r\n" + table('1,"Ana",01/12/2026,"100,00"', header="numero,cliente,vencimento,valor"),
        (one(),),
    ),
    Odd(
        "sep= with TAB",
        b"SEP=\t\n" + table(_ROW.replace(";", "\t"), header="numero\tcliente\tvencimento\tvalor"),
        (one(),),
    ),
    Odd("BOM before sep=", b"\xef\xbb\xbfsep=;\n" + table(_ROW), (one(),)),
    Odd("pipe", table(_ROW.replace(";", "|"), header="numero|cliente|vencimento|valor"), (one(),)),
    Odd(
        "comma with quotes",
        table('1,"Silva, Ana",01/12/2026,"1.234,56"', header="numero,cliente,vencimento,valor"),
        (one(name="Silva, Ana", cents=123456),),
    ),
    Odd(
        "TAB with semicolons in text",
        table("1\tAna; Bia\t01/12/2026\t100,00", header="numero\tcliente\tvencimento\tvalor"),
        (one(name="Ana; Bia"),),
    ),
    Odd(
        "titles above the header",
        b"Empresa X\r\nRelat\xc3\xb3rio de t\xc3\xadtulos; emitido em 21/11/2026\r\n"
        + table(_ROW, end="\r\n"),
        (one(),),
    ),
    Odd(
        "error below titles has the physical line",
        b"Empresa X\n\n" + table(_ROW, "2;Bia;31/02/2026;1,00"),
        problem=("E-DATA", 5, 3),
    ),
    Odd("header on line 15", b"x\n" * 14 + table(_ROW), (one(),)),
    Odd("header on line 16 is too far", b"x\n" * 15 + table(_ROW), problem=("E-CABECALHO", 1, None)),
    Odd(
        "quoted header and cells",
        table('"1";"Ana";"01/12/2026";"100,00"', header='"numero";"cliente";"vencimento";"valor"'),
        (one(),),
    ),
    Odd(
        "CR alone in cp1252",
        table("1;João;01/12/2026;100,00", end="\r").decode().encode("cp1252"),
        (one(name="João"),),
    ),
    Odd(
        "mixed line ends",
        b"numero;cliente;vencimento;valor\r\n1;Ana;01/12/2026;100,00\n2;Bia;01/12/2026;1,00\r3;Cid;01/12/2026;2,00\r\n",
        (one(), one("2", "Bia", 100), one("3", "Cid", 200)),
    ),
    Odd(
        "blank lines of CR CR LF",
        b"numero;cliente;vencimento;valor\r\r\n1;Ana;01/12/2026;100,00\r\r\n",
        (one(),),
    ),
    Odd(
        "accent only on line 20,001",
        (f"numero;cliente;vencimento;valor\n{_LATE_ACCENT}20000;São;01/12/2026;x\n").encode("cp1252"),
        problem=("E-VALOR", 20_001, 4),
    ),
    Odd(
        "cp850 demanded",
        table("1;João;01/12/2026;100,00").decode().encode("cp850"),
        (one(name="João"),),
        wishes=Wishes(encoding="cp850"),
    ),
    Odd(
        "Mac Roman demanded",
        table("1;João;01/12/2026;100,00", end="\r").decode().encode("mac-roman"),
        (one(name="João"),),
        wishes=Wishes(encoding="mac-roman"),
    ),
    Odd(
        "UTF-8 demanded of a cp1252 file",
        table(_ROW, "2;João;01/12/2026;1,00").decode().encode("cp1252"),
        problem=("E-CODIFICACAO", 3, None),
        wishes=Wishes(encoding="utf-8"),
    ),
    Odd("UTF-8 demanded, with BOM", b"\xef\xbb\xbf" + table(_ROW), (one(),), wishes=Wishes(encoding="utf-8")),
    Odd("UTF-16 without BOM", table(_ROW).decode().encode("utf-16-le"), problem=("E-NUL", 1, None)),
    Odd(
        "UTF-8 cut in the middle of a letter",
        table(_ROW) + b"2;Jos" + b"\xc3",
        problem=("E-COLUNAS", 3, None),
    ),
    Odd(
        "200 columns",
        table(_ROW + ";" * 196, header=f"numero;cliente;vencimento;valor;{_WIDE}"),
        (one(),),
        wishes=_IGNORING,
    ),
    Odd(
        "201 columns",
        table(_ROW + ";" * 197, header=f"numero;cliente;vencimento;valor;{_WIDE};z"),
        problem=("E-CABECALHO", 1, None),
        wishes=_IGNORING,
    ),
    Odd("a line of 100,000 fields", table(_ROW, ";" * 100_000 + "x"), problem=("E-COLUNAS", 3, None)),
    Odd(
        "trailing separator in header and rows",
        table(_ROW + ";", header="numero;cliente;vencimento;valor;"),
        (one(),),
    ),
    Odd("trailing separator in a row only", table(_ROW + ";"), problem=("E-COLUNAS", 2, None)),
    Odd("only separators", b";;;\n;;;\n", problem=("E-VAZIO-ARQUIVO", None, None)),
    Odd("header and blank rows", table(";;;", " ; ;;", ""), problem=("E-SEM-LINHAS", 1, None)),
    Odd("last row cut off", table(_ROW) + b"2;Bia;01/12", problem=("E-COLUNAS", 3, None)),
    Odd("gzip", b"\x1f\x8b\x08\x00" + bytes(9), problem=("E-TIPO", None, None)),
    Odd(
        "XML with BOM and blanks", b"\xef\xbb\xbf \n<?xml version='1.0'?><NFe/>", problem=("E-TIPO", 1, None)
    ),
    Odd("old Excel", b"\xd0\xcf\x11\xe0" + bytes(20), problem=("E-TIPO", None, None)),
    Odd(
        "Excel's names for columns",
        table("1;Ana;01/12/2026;100,00", header="Nota Fiscal;Razão Social;Dt. Venc.;Valor (R$)"),
        (one(),),
    ),
    Odd(
        "columns mapped by hand",
        table(_ROW, header="pedido;quem;quando;quanto"),
        (one(),),
        wishes=Wishes(
            mapping={"Pedido": "numero", "QUEM": "cliente", "quando": "vencimento", "quanto": "valor"}
        ),
    ),
    Odd(
        "column left out by hand",
        table(f"{_ROW};9,99", header="numero;cliente;vencimento;valor;desconto"),
        (one(),),
        wishes=Wishes(mapping={"Desconto": "ignorar"}),
    ),
)

QUOTES = (
    lone("quote in the middle", 'TV 42" LED Ltda', 'TV 42" LED Ltda'),
    lone("doubled quotes", '"Bar ""do Zé"""', 'Bar "do Zé"'),
    lone("quoted separator", '"Silva; Souza & Cia"', "Silva; Souza & Cia"),
    lone("apostrophes", "D'Ávila & O'Neill", "D'Ávila & O'Neill"),
    Odd("quote opened in the last field", table('1;Ana;01/12/2026;"100,00'), problem=("E-ASPAS", 2, 4)),
    Odd("blank after the closing quote", table('1;"Ana" ;01/12/2026;100,00'), problem=("E-ASPAS", 2, 2)),
    Odd(
        "two broken lines are two problems",
        table('1;"Ana;01/12/2026;1,00', '2;"Bia;01/12/2026;1,00'),
        problem=("E-ASPAS", 2, 2),
    ),
    Odd(
        "4,097 letters in a field", table(f"1;{'A' * 4097};01/12/2026;1,00"), problem=("E-CAMPO-GRANDE", 2, 2)
    ),
    Odd("8,192 quotes", table(f'1;"{chr(34) * 8192}";01/12/2026;1,00'), problem=("E-TAMANHO", 2, 2)),
)

MONEY = (
    paid("NBSP after the symbol", "R$\u00a01.234,56", cents=(123456,)),
    paid("symbol without a blank", "R$1.234,56", cents=(123456,)),
    paid("blanks outside", " 1.234,56 ", cents=(123456,)),
    paid("file with points", "1,234.56", "99.90", "1,000", cents=(123456, 9990, 100000)),
    paid("whole numbers", "100", "2500", "3", cents=(10000, 250000, 300)),
    paid("one decimal", "10,5", cents=(1050,)),
    paid("millions prove the point", "1.234.567", "1.234", cents=(123456700, 123400)),
    paid("ambiguous first, proof later", "1.234", "99,90", cents=(123400, 9990)),
    paid("ambiguous first, proof of the point later", "1.234", "99.90", problem=("E-VALOR-PRECISAO", 2)),
    paid("the largest", "999.999.999,99", cents=(99_999_999_999,)),
    paid("one cent more", "1.000.000.000,00", problem=("E-VALOR-LIMITE", 2)),
    paid("the least", "0,01", cents=(1,)),
    paid("minus at the end", "10,00-", problem=("E-VALOR-NEGATIVO", 2)),
    paid("minus after the symbol", "R$ -10,00", problem=("E-VALOR-NEGATIVO", 2)),
    paid("dollars", "US$ 10,00", problem=("E-VALOR", 2)),
    paid("a plus", "+10,00", problem=("E-VALOR", 2)),
    paid("thirty thousand digits are too many", "9" * 3000, problem=("E-VALOR", 2)),
    Odd(
        "point demanded",
        table("1;Ana;01/12/2026;1.234"),
        problem=("E-VALOR-PRECISAO", 2, 4),
        wishes=Wishes(decimals=Decimals.POINT),
    ),
)

CALENDAR = (
    Odd(
        "ISO and Brazilian days in one file",
        table("1;Ana;2026-12-01;100,00", "2;Ana;02/12/2026;100,00"),
        (one(), one("2", due="2026-12-02")),
    ),
    Odd(
        "month first, said so",
        table("1;Ana;12/25/2026;100,00"),
        (one(due="2026-12-25"),),
        wishes=Wishes(days=DayOrder.MONTH_FIRST),
    ),
    Odd("first day accepted", table("1;Ana;01/01/2000;100,00"), (one(due="2000-01-01"),)),
    Odd("last day accepted", table("1;Ana;31/12/2036;100,00"), (one(due="2036-12-31"),)),
    Odd("one day beyond", table("1;Ana;01/01/2037;100,00"), problem=("E-DATA-INTERVALO", 2, 3)),
    Odd("NBSP around a day", table("1;Ana;\u00a001/12/2026\u00a0;100,00"), (one(),)),
    Odd("29 February 1900 of Excel", table("1;Ana;29/02/1900;100,00"), problem=("E-DATA-INTERVALO", 2, 3)),
)

_INSTALMENTS = "numero;parcela;cliente;vencimento;valor"
KEYS = (
    Odd(
        "one invoice, three instalments",
        table(
            "1;1/3;Ana;01/12/2026;100,00",
            "1;2/3;Ana;01/12/2026;100,00",
            "1;3/3;Ana;01/12/2026;100,00",
            header=_INSTALMENTS,
        ),
        (one(part="1"), one(part="2"), one(part="3")),
    ),
    part("of", "2 de 10", "2"),
    part("zeros", "002", "2"),
    part("single", "ÚNICA", ""),
    part("none", "0/0", ""),
    part("letter", "a", "A"),
    Odd(
        "1 and 1/3 are the same instalment",
        table("1;1;Ana;01/12/2026;100,00", "1;1/3;Ana;01/12/2026;100,00", header=_INSTALMENTS),
        problem=("E-DUPLICADA", 3, 1),
    ),
    Odd(
        "same number in the other case, large last",
        table("nf-1;Ana;01/12/2026;100,00", "NF-1;Ana;01/12/2026;100,00"),
        problem=("E-DUPLICADA", 3, 1),
    ),
    Odd(
        "same number, blanks apart",
        table("NF 1;Ana;01/12/2026;100,00", "NF  1;Ana;01/12/2026;100,00"),
        problem=("E-DUPLICADA", 3, 1),
    ),
    Odd(
        "zeros on the left of a number matter",
        table("1;Ana;01/12/2026;100,00", "01;Ana;01/12/2026;100,00"),
        (one(), one("01")),
    ),
    Odd("a number of 60 letters", table(f"{'x' * 60};Ana;01/12/2026;100,00"), (one("x" * 60),)),
    Odd("a number of 61 letters", table(f"{'x' * 61};Ana;01/12/2026;100,00"), problem=("E-TAMANHO", 2, 1)),
    Odd(
        "a line break in Unicode is no line break",
        table("1;Ana\u2028Bia;01/12/2026;100,00"),
        problem=("E-CONTROLE", 2, 2),
    ),
    Odd(
        "a vertical tab is no line break",
        table("1;Ana\x0bBia;01/12/2026;100,00"),
        problem=("E-CONTROLE", 2, 2),
    ),
)

NAMES = (
    lone("emoji", "Flor 🌻 Ltda", "Flor 🌻 Ltda"),
    lone("decomposed accents are composed", "Joa\u0303o", "João"),
    lone("runs of blanks", "  Ana   Souza  ", "Ana Souza"),
    lone("Japanese", "株式会社テスト", "株式会社テスト"),
    lone("letters that grow when folded", "ﬃ" * 150, "ﬃ" * 150),
    lone("a rich tag", "[bold]Ana[/bold] [link=x]", "[bold]Ana[/bold] [link=x]"),
    lone("percent signs and braces", "%s %(a)s {0} ${x}", "%s %(a)s {0} ${x}"),
    Odd("a zero-width joiner", table("1;Ana\u200dBia;01/12/2026;1,00"), problem=("E-INVISIVEL", 2, 2)),
    Odd("a soft hyphen", table("1;Ana\u00adBia;01/12/2026;1,00"), problem=("E-INVISIVEL", 2, 2)),
    Odd("a lost character", table("1;Jo\ufffdo;01/12/2026;1,00"), problem=("E-CODIFICACAO", 2, 2)),
    Odd("private use", table("1;Ana\ue000;01/12/2026;1,00"), problem=("E-CONTROLE", 2, 2)),
    Odd("two problems of a row come by column", table("1;...;31/02/2026;x"), problem=("E-NOME", 2, 2)),
)

ODD_FILES = (*SHAPE, *QUOTES, *MONEY, *CALENDAR, *KEYS, *NAMES)
