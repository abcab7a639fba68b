"""All that is held about a person: a document for her, a long table for programs.

A line of the table is one value of one record: `classe, tipo, registro, campo, valor`. The same names stay
for as long as the version of the report. Records without a value have no line for it.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from cobranca_cli.brformat import counted, date_br, document_br
from cobranca_cli.domain.contact import mask_email, mask_phone
from cobranca_cli.domain.retention import CLASSES, RecordClass
from cobranca_cli.views.document import Block, Document, Fact, Facts, Notes, Table, Text
from cobranca_cli.views.person_fields import FIELDS, KINDS, for_people, for_programs
from cobranca_cli.views.person_words import word_of
from cobranca_cli.views.report import Column, Figure, Kind, Report

if TYPE_CHECKING:
    from cobranca_cli.ledger.queries.persons import Held
    from cobranca_cli.services.person_export import PersonData

NAME = "titular"

_COLUMNS = (
    Column("classe", "Classe"),
    Column("tipo", "Tipo"),
    Column("registro", "Registro"),
    Column("campo", "Campo"),
    Column("valor", "Valor", elastic=True),
)
_RECORD = (Column("registro", "Registro"), Column("conteudo", "O que diz", elastic=True))
_COUNTED = (
    Column("classe", "O que é", elastic=True),
    Column("registros", "Registros", Kind.INTEGER),
    Column("finalidade", "Para quê"),
    Column("fundamento", "Fundamento"),
)
_RIGHTS = (
    "Você pode pedir a correção do que estiver errado, a exclusão do que não precisa ser guardado e a"
    " revisão de uma decisão de crédito por uma pessoa (LGPD, arts. 18 e 20); peça a quem está no começo"
    " deste documento.",
    "Uma petição também pode ser feita à Autoridade Nacional de Proteção de Dados (LGPD, art. 18, § 1º).",
    "O que se calcula de você quando é preciso, e não se guarda: os encargos do dia, o segmento da régua e a"
    " chance de atraso de cada fatura, a partir dos registros acima.",
    "O programa não envia seus dados a ninguém por conta própria; com quem eles foram compartilhados, o"
    " credor deve dizer (LGPD, art. 18, VII).",
)


def person(found: "PersonData", *, whole: bool) -> Document:
    """The document; without `whole` it says what is held and how much, and shows the registration masked."""
    report = Report(
        name=NAME,
        title=f"Dados de {found.customer.name}",
        as_of=found.as_of,
        columns=_COLUMNS,
        rows=[*_treatment(found), *(line for held in found.held for line in _lines(held))],
        totals=(Figure("registros", "Registros", Kind.INTEGER, len(found.held)),),
        notes=found.notices,
    )
    body = _everything(found) if whole else _summary(found)
    return Document(
        name=NAME,
        title="Dados pessoais",
        as_of=found.as_of,
        blocks=(_controller(found), _registration(found, whole), *body, _keeping(found), Notes(_RIGHTS)),
        report=report,
        subtitle=found.customer.name,
        dated="O que há em",
    )


def _treatment(found: "PersonData") -> Iterator[tuple[object, ...]]:
    for each in CLASSES:
        told = {
            "o_que": each.what,
            "finalidade": each.purpose,
            "fundamento": each.ground,
            "guardar_ate": found.until.isoformat(),
            "depois_de_apagado": each.after,
        }
        yield from ((each.key, "tratamento", each.key, name, value) for name, value in told.items())


def _lines(held: "Held") -> Iterator[tuple[object, ...]]:
    for column, value in held.values.items():
        if value not in (None, ""):
            field = FIELDS[column]
            yield held.record, held.kind, held.key, field.name, for_programs(field, value, held.values)


def _controller(found: "PersonData") -> Facts:
    company = found.company
    place = "/".join(filter(None, (company.cidade, company.uf)))
    phone = for_people(FIELDS["phone"], company.telefone, {}) if company.telefone else ""
    told = (
        ("Nome", company.nome),
        ("CPF/CNPJ", document_br(company.documento, masked=False) if company.documento else ""),
        ("Endereço", ", ".join(filter(None, (company.endereco, place)))),
        ("Contato", " · ".join(filter(None, (phone, company.email)))),
    )
    return Facts([Fact(label, value or None) for label, value in told], "Quem guarda os dados (controlador)")


def _registration(found: "PersonData", whole: bool) -> Facts:
    who = found.customer
    email, phone = who.email, who.phone
    if email and not whole:
        email = mask_email(email)
    if phone:
        phone = for_people(FIELDS["phone"], phone, {}) if whole else mask_phone(phone)
    document = document_br(who.document, masked=not whole) if who.document else None
    told = (("Nome", who.name), ("CPF/CNPJ", document), ("Código", who.code), ("E-mail", email))
    facts = [Fact(label, value) for label, value in (*told, ("Telefone", phone))]
    return Facts([*facts, Fact("Cadastrado em", who.created_on, Kind.DATE)], "De quem são (titular)")


def _summary(found: "PersonData") -> Iterator[Block]:
    rows = [(each.label, len(_of(found, each)), each.purpose, each.ground) for each in CLASSES]
    yield Table(
        _COUNTED,
        [row for row in rows if row[1]],
        title="O que há, para quê e com que fundamento",
        details=("finalidade", "fundamento"),
    )
    yield Notes(
        (
            "Para ver tudo: --mostrar-dados. Para entregar ao titular: --saida dados.pdf (ou .html); para"
            " levar a outro programa: --saida dados.json (ou .csv).",
        ),
        "O conteúdo",
    )


def _everything(found: "PersonData") -> Iterator[Block]:
    for each in CLASSES:
        held = _of(found, each)
        if not held:
            continue
        yield Text(_about(each), each.label)
        for kind, rows in groupby(held, lambda row: row.kind):
            records = list(rows)
            content = [(row.key, _sentence(row)) for row in records]
            title = KINDS.get(kind, kind).capitalize()
            # "Faturas" stands right above.
            yield Table(_RECORD, content, title="" if each.label.startswith(title) else title)
            for row in records:
                yield from _letter_text(row)


def _letter_text(held: "Held") -> Iterator[Text]:
    """The words of a letter, paragraph by paragraph: a cell of a table is no place for pages."""
    words = str(held.values.get("body") or "")
    title = f"O texto da carta {held.key}"
    for paragraph in filter(None, (part.strip() for part in words.split("\n\n"))):
        yield Text(paragraph, title)
        title = ""


def _about(each: RecordClass) -> str:
    what = f"{each.what[:1].upper()}{each.what[1:]}"
    return f"{what}. Para quê: {each.purpose}. Fundamento: {each.ground}."


_ELSEWHERE = {("carta", "body"), ("carta", "content"), ("decisao_de_credito", "content")}
"""Longer than a page: the words of a letter follow the table, what it was made of is for programs, and a
decision has a letter of its own (`credito explicar`)."""


def _sentence(held: "Held") -> str:
    told = (
        (FIELDS[column].label, for_people(FIELDS[column], word_of(held.kind, column, value), held.values))
        for column, value in held.values.items()
        if value not in (None, "")
        and FIELDS[column].label
        and (held.kind, column) not in _ELSEWHERE
        # Of a title that is not paid they are not kept but reckoned: nothing would be untrue.
        and (column, value) != ("charges_left", 0)
    )
    return "; ".join(f"{label}: {value}" for label, value in told)


def _of(found: "PersonData", each: RecordClass) -> list["Held"]:
    return [held for held in found.held if held.record == each.key]


def _keeping(found: "PersonData") -> Text:
    years = counted(found.years, "ano", "anos")
    if found.erased:
        text = (
            f"Esta pessoa foi apagada em {date_br(found.erased.isoformat())}; o que resta não diz quem ela é."
        )
    else:
        text = (
            f"Enquanto houver algo em aberto e por {years} contados de janeiro do ano seguinte ao último"
            f" registro, que é de {date_br(found.last.isoformat())}: até {date_br(found.until.isoformat())}"
            " (LGPD, arts. 15 e 16; CTN, arts. 173 e 195). Depois disso, ou a pedido e sem nada em"
            " aberto, os dados são apagados."
        )
    return Text(text, "Até quando")
