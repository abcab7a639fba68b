"""Files that people really send, and files that try to do harm: how each is built and what it must give.

Unless a case says otherwise a file is UTF-8 with LF: the heading, a good row on line 2 and, on line 3, a good
row with one cell changed. A refused file names code, line and column of its first problem, a good one rows.
"""

from typing import Any, NamedTuple

from cobranca_cli.domain.money import Decimals
from cobranca_cli.importing.layout import Wishes

HEADING = "numero;cliente;documento;email;telefone;emissao;vencimento;valor"
FIELDS = HEADING.split(";")
BAKERY_CELLS = (
    "NF-001;Padaria São João Ltda;11.222.333/0001-81;financeiro@padaria.com.br;11987654321;"
    "01/11/2026;01/12/2026;1.234,56"
)
ANA_CELLS = "NF-002;Ana Souza;529.982.247-25;ana@exemplo.com.br;;05/11/2026;05/12/2026;99,90"

Row = tuple[Any, ...]
BAKERY: Row = (
    "NF-001",
    "Padaria São João Ltda",
    "11222333000181",
    "financeiro@padaria.com.br",
    "11987654321",
    "2026-11-01",
    "2026-12-01",
    123456,
)
ANA: Row = (
    "NF-002",
    "Ana Souza",
    "52998224725",
    "ana@exemplo.com.br",
    None,
    "2026-11-05",
    "2026-12-05",
    9990,
)


class Case(NamedTuple):
    """One file. `code` None means that the file is good and gives `rows`."""

    id: str
    file: str
    content: bytes
    code: str | None = None
    line: int | None = None
    column: int | None = None
    rows: tuple[Row, ...] = ()
    wishes: Wishes = Wishes()


def cells(**changed: str) -> str:
    """Bia's row with some cells changed."""
    plain = {
        "numero": "NF-003",
        "cliente": "Bia Lima",
        "documento": "529.982.247-25",
        "email": "bia@exemplo.com.br",
        "telefone": "",
        "emissao": "05/11/2026",
        "vencimento": "05/12/2026",
        "valor": "150,00",
    }
    return ";".join((plain | changed)[name] for name in FIELDS)


def bia(**changed: object) -> Row:
    """Bia's row as the ledger has it, with some values changed."""
    plain: dict[str, object] = {
        "numero": "NF-003",
        "cliente": "Bia Lima",
        "documento": "52998224725",
        "email": "bia@exemplo.com.br",
        "telefone": None,
        "emissao": "2026-11-05",
        "vencimento": "2026-12-05",
        "valor": 15000,
    }
    return tuple((plain | changed)[name] for name in FIELDS)


def text(*lines: str, heading: str = HEADING, end: str = "\n") -> str:
    """A file as text, its last line ended too."""
    return end.join([heading, *lines, ""])


def utf8(*lines: str, heading: str = HEADING, end: str = "\n") -> bytes:
    """The same as UTF-8."""
    return text(*lines, heading=heading, end=end).encode()


def third(case: str, file: str, field: str, cell: str, code: str, *, shown: str | None = None) -> Case:
    """A file whose third line has a bad cell."""
    content = utf8(BAKERY_CELLS, cells(**{field: shown or cell}))
    return Case(case, file, content, code, 3, FIELDS.index(field) + 1)


def good_third(case: str, file: str, field: str, cell: str, value: object) -> Case:
    """A file whose third line has an odd cell that is right, and what the ledger has of it."""
    content = utf8(BAKERY_CELLS, cells(**{field: cell}))
    return Case(case, file, content, rows=(BAKERY, bia(**{field: value})))


_WITH_COMMAS = BAKERY_CELLS.replace(";", ",")
_WITH_TABS = BAKERY_CELLS.replace(";", "\t")

BYTES = (
    Case("A01", "vazio.csv", b"", "E-VAZIO-ARQUIVO"),
    Case("A02", "so-cabecalho.csv", utf8(), "E-SEM-LINHAS", 1),
    Case("A03", "so-espacos.csv", b"  \r\n \r\n\r\n", "E-VAZIO-ARQUIVO"),
    Case("A04", "bom.csv", b"\xef\xbb\xbf" + utf8(BAKERY_CELLS, ANA_CELLS), rows=(BAKERY, ANA)),
    Case("A05", "latin1.csv", text(BAKERY_CELLS, ANA_CELLS, end="\r\n").encode("cp1252"), rows=(BAKERY, ANA)),
    Case("A06", "utf16.csv", b"\xff\xfe" + text(BAKERY_CELLS).encode("utf-16-le"), "E-CODIFICACAO", 1),
    Case(
        "A07",
        "mista.csv",
        utf8(BAKERY_CELLS) + f"{cells(cliente='José')}\n".encode("cp1252"),
        "E-CODIFICACAO-MISTA",
        3,
    ),
    Case(
        "A08",
        "cp1252-indefinido.csv",
        utf8(cells(cliente="Jos@@")).replace(b"@@", b"\x81"),
        "E-CODIFICACAO",
        2,
    ),
    Case("A09", "mojibake.csv", utf8(BAKERY_CELLS, cells(cliente="JoÃ£o")), "E-MOJIBAKE", 3, 2),
    Case("A10", "nul.csv", utf8(BAKERY_CELLS, cells(cliente="Bia\0Lima")), "E-NUL", 3),
    Case("A11", "xlsx-renomeado.csv", b"PK\x03\x04" + bytes(30), "E-TIPO"),
    Case("A12", "pdf-renomeado.csv", b"%PDF-1.7\n1 0 obj", "E-TIPO"),
    Case("A13", "html-do-banco.csv", b"<html><table><tr><td>valor</td></tr></table>", "E-TIPO", 1),
    Case("A14", "banco.csv", b"SQLite format 3\0" + bytes(80), "E-TIPO"),
    Case(
        "A16", "campo-sem-fim.csv", utf8(BAKERY_CELLS, cells(cliente="A" * 300_000)), "E-CAMPO-GRANDE", 3, 2
    ),
    Case("A17", "so-cr.csv", utf8(BAKERY_CELLS, ANA_CELLS, end="\r"), rows=(BAKERY, ANA)),
    Case("A18", "sem-fim-de-linha.csv", utf8(BAKERY_CELLS, ANA_CELLS)[:-1], rows=(BAKERY, ANA)),
    Case("A19", "ctrl-z.csv", utf8(BAKERY_CELLS) + b"\x1a", "E-COLUNAS", 3),
)

STRUCTURE = (
    Case(
        "B01",
        "aspas-abertas.csv",
        utf8(BAKERY_CELLS, cells(cliente='"Bia'), cells(numero="NF-004"), cells(numero="NF-005")),
        "E-ASPAS",
        3,
        2,
    ),
    Case("B02", "aspas-no-meio.csv", utf8(cells(cliente='"Bar" do Zé')), "E-ASPAS", 2, 2),
    Case(
        "B03",
        "aspas-engolem.csv",
        utf8(cells(cliente='"Bia'), cells(numero="NF-004"), cells(numero="NF-005", cliente='Cid"')),
        "E-ASPAS",
        2,
        2,
    ),
    Case("B04", "quebra-no-campo.csv", utf8(BAKERY_CELLS, cells(cliente='"Bia\nLima"')), "E-ASPAS", 3, 2),
    Case("B05", "coluna-a-mais.csv", utf8(BAKERY_CELLS, cells(cliente="Bia; Lima")), "E-COLUNAS", 3),
    Case("B06", "coluna-a-menos.csv", utf8(BAKERY_CELLS, cells().rpartition(";")[0]), "E-COLUNAS", 3),
    Case(
        "B07",
        "cabecalho-duplicado.csv",
        utf8(f"{BAKERY_CELLS};10,00", heading=f"{HEADING};valor"),
        "E-CABECALHO-DUPLICADO",
        1,
        9,
    ),
    Case(
        "B08",
        "cabecalho-duplicado-caixa.csv",
        utf8(f"{BAKERY_CELLS};10,00", heading=f"{HEADING};VALOR "),
        "E-CABECALHO-DUPLICADO",
        1,
        9,
    ),
    Case(
        "B09",
        "sem-valor.csv",
        utf8(BAKERY_CELLS, heading=HEADING.replace("valor", "vlor")),
        "E-CABECALHO",
        1,
        8,
    ),
    Case(
        "B10",
        "coluna-desconhecida.csv",
        utf8(f"{BAKERY_CELLS};5,00", heading=f"{HEADING};desconto"),
        "E-CABECALHO",
        1,
        9,
    ),
    Case("B11", "sem-cabecalho.csv", utf8(ANA_CELLS, heading=BAKERY_CELLS), "E-CABECALHO", 1),
    Case("B12", "virgula-ambigua.csv", utf8(_WITH_COMMAS, heading=HEADING.replace(";", ",")), "E-COLUNAS", 2),
    Case("B13", "sep-excel.csv", b"sep=;\n" + utf8(BAKERY_CELLS, cells(valor="abc")), "E-VALOR", 4, 8),
    Case("B14", "linhas-vazias.csv", utf8(BAKERY_CELLS, ";" * 7, "", ANA_CELLS), rows=(BAKERY, ANA)),
    Case("B15", "linha-de-total.csv", utf8(BAKERY_CELLS, ANA_CELLS, "TOTAL;;;;;;;1.334,46"), "E-VAZIO", 4, 2),
    Case("B16", "tab.csv", utf8(_WITH_TABS, heading=HEADING.replace(";", "\t")), rows=(BAKERY,)),
    Case(
        "B17",
        "cabecalho-acento-caixa.csv",
        utf8(BAKERY_CELLS, heading=" NÚMERO ; Cliente;Documento;E-MAIL;telefone;Emissão;Vencimento;Valor"),
        rows=(BAKERY,),
    ),
    Case(
        "B18",
        "muitos-erros.csv",
        utf8(*(cells(numero=f"N{index}", valor="x") for index in range(1000))),
        "E-VALOR",
        2,
        8,
    ),
)

_BAD_AMOUNTS = (
    ("-10,00", "E-VALOR-NEGATIVO"),
    ("−10,00", "E-VALOR-NEGATIVO"),
    ("(10,00)", "E-VALOR-NEGATIVO"),
    ("0,00", "E-VALOR-ZERO"),
    ("-0", "E-VALOR-NEGATIVO"),
    ("NaN", "E-VALOR"),
    ("Infinity", "E-VALOR"),
    ("1e400", "E-VALOR"),
    ("1E5", "E-VALOR"),
    ("1_000,00", "E-VALOR"),
    ("１２３,00", "E-VALOR"),
    ("٣٤", "E-VALOR"),
    ("10,999", "E-VALOR-PRECISAO"),
    ("10,9999", "E-VALOR-PRECISAO"),
    ("1.234.56", "E-VALOR"),
    ("1,234.56", "E-FORMATO-MISTO"),
    ("12.34,56", "E-VALOR"),
    ("999999999999,99", "E-VALOR-LIMITE"),
    ("99999999999999999999999,00", "E-VALOR-LIMITE"),
    ("R$ 1.000,00", ""),
    ("", "E-VAZIO"),
    ("#REF!", "E-VALOR"),
    ("=1+1", "E-VALOR"),
    ("½", "E-VALOR"),
    ("10,5O", "E-VALOR"),
    ("1 000,00", "E-VALOR"),
)

AMOUNTS = (
    *(
        third(f"V{index:02}", f"valor-{index:02}.csv", "valor", cell, code)
        if code
        else good_third(f"V{index:02}", f"valor-{index:02}.csv", "valor", cell, 100_000)
        for index, (cell, code) in enumerate(_BAD_AMOUNTS, 1)
    ),
    Case(
        "V27",
        "valor-ambiguo.csv",
        utf8(cells(valor="1.234"), cells(numero="N4", valor="2.500")),
        "E-VALOR-AMBIGUO",
        2,
        8,
    ),
    Case(
        "V28",
        "valor-ambiguo-dito.csv",
        utf8(cells(valor="1.234")),
        rows=(bia(valor=123_400),),
        wishes=Wishes(decimals=Decimals.COMMA),
    ),
    Case(
        "V29", "valor-formato-misto.csv", utf8(BAKERY_CELLS, cells(valor="1234.56")), "E-FORMATO-MISTO", 3, 8
    ),
)

_DUE_DAYS = (
    ("31/02/2026", "E-DATA"),
    ("29/02/2027", "E-DATA"),
    ("29/02/2028", "2028-02-29"),
    ("12/25/2026", "E-DATA-MMDD"),
    ("01/12/26", "E-DATA-ANO2"),
    ("2026-12-01", "2026-12-01"),
    ("1/12/2026", "2026-12-01"),
    ("46357", "E-DATA"),
    ("01/12/1926", "E-DATA-INTERVALO"),
    ("01/12/3026", "E-DATA-INTERVALO"),
    ("00/12/2026", "E-DATA"),
    ("01-12-2026", "E-DATA"),
    ("01/12/2026 00:00", "E-DATA"),
    ("٠١/١٢/٢٠٢٦", "E-DATA"),
    ("amanhã", "E-DATA"),
    ("", "E-VAZIO"),
)

DAYS = (
    *(
        third(f"D{index:02}", f"data-{index:02}.csv", "vencimento", cell, outcome)
        if outcome.startswith("E-")
        else good_third(f"D{index:02}", f"data-{index:02}.csv", "vencimento", cell, outcome)
        for index, (cell, outcome) in enumerate(_DUE_DAYS, 1)
    ),
    third("D17", "data-ordem.csv", "vencimento", "01/11/2026", "E-DATA-ORDEM"),
)

_NO_DOCUMENT = None
DOCUMENTS = (
    third("C01", "doc-01.csv", "documento", "529.982.247-24", "E-DOC"),
    third("C02", "doc-02.csv", "documento", "111.111.111-11", "E-DOC"),
    third("C03", "doc-03.csv", "documento", "5,29982E+10", "E-DOC"),
    third("C04", "doc-04.csv", "documento", "2998224725", "E-DOC"),
    good_third("C05", "doc-05.csv", "documento", "12.ABC.345/01DE-35", "12ABC34501DE35"),
    third("C06", "doc-06.csv", "documento", "12.ABC.345/01DE-36", "E-DOC"),
    good_third("C07", "doc-07.csv", "documento", "", _NO_DOCUMENT),
)

TEXTS = (
    third("N01", "campo-01.csv", "email", "a@x.com, b@y.com", "E-EMAIL"),
    third("N02", "campo-02.csv", "email", "a@x.com> ORCPT=x", "E-EMAIL"),
    third("N03", "campo-03.csv", "email", "a@exаmple.com", "E-HOMOGLIFO"),
    third("N04", "campo-04.csv", "email", "a@localhost", "E-EMAIL"),
    good_third("N05", "campo-05.csv", "cliente", "Fulano [/]", "Fulano [/]"),
    third("N06", "campo-06.csv", "cliente", "Ana\x1b[2J", "E-CONTROLE"),
    third("N07", "campo-07.csv", "cliente", "Ana\x9b2J", "E-CONTROLE"),
    third("N08", "campo-08.csv", "cliente", "\u202eodagaP", "E-BIDI"),
    third("N09", "campo-09.csv", "cliente", "Bia\u200bLima", "E-INVISIVEL"),
    third("N10", "campo-10.csv", "cliente", "\u0392ia Lima", "E-HOMOGLIFO"),
    good_third(
        "N11", "campo-11.csv", "cliente", "=?utf-8?q?Oi=0ABcc:_x@y.com?=", "=?utf-8?q?Oi=0ABcc:_x@y.com?="
    ),
    good_third("N12", "campo-12.csv", "cliente", '"=HYPERLINK(""http://e"")"', '=HYPERLINK("http://e")'),
    good_third("N13", "campo-13.csv", "cliente", "../../etc/passwd", "../../etc/passwd"),
    good_third("N14", "campo-14.csv", "cliente", "CON", "CON"),
    good_third("N15", "campo-15.csv", "cliente", "<script>alert(1)</script>", "<script>alert(1)</script>"),
    good_third("N16", "campo-16.csv", "cliente", "{{ config }}", "{{ config }}"),
    good_third("N17", "campo-17.csv", "cliente", '"\'; DROP TABLE fatura;--"', "'; DROP TABLE fatura;--"),
    third("N18", "campo-18.csv", "cliente", "...", "E-NOME"),
    third("N19", "campo-19.csv", "cliente", "   ", "E-VAZIO"),
    third("N20", "campo-20.csv", "cliente", "A" * 201, "E-TAMANHO"),
    third("N21", "campo-21.csv", "cliente", "a" + "\u0301" * 300, "E-TAMANHO"),
)

TWICE = (
    Case("U01", "duplicada.csv", utf8(BAKERY_CELLS, ANA_CELLS, BAKERY_CELLS), "E-DUPLICADA", 4, 1),
    Case(
        "U02",
        "duplicada-caixa.csv",
        utf8(BAKERY_CELLS, BAKERY_CELLS.replace("NF-001", "nf-001")),
        "E-DUPLICADA",
        3,
        1,
    ),
)

CORPUS = (*BYTES, *STRUCTURE, *AMOUNTS, *DAYS, *DOCUMENTS, *TEXTS, *TWICE)
