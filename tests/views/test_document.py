"""The parties of a document, from the settings and the ledger; what the law wants of it."""

from tests.output.documents import CREDITOR, PARTIES, memory

from cobranca_cli.config import Company
from cobranca_cli.ledger.queries.customers import Customer
from cobranca_cli.views.document import Card, Highlight, creditor, debtor, missing_in

COMPANY = Company(
    nome="Papelaria Aurora Ltda.",
    documento="11222333000181",
    endereco="Rua das Palmeiras, 120",
    cidade="Campinas",
    uf="SP",
    telefone="1933334444",
    email="financeiro@aurora.exemplo.br",
    pix="11222333000181",
)
CUSTOMER = Customer(
    id=1,
    name="Ana Lima",
    document="52998224725",
    code="7",
    email="ana@exemplo.br",
    phone="19988887777",
    address="Avenida Brasil, 1500",
    city="Campinas",
    state="SP",
    zip="13070178",
    category=None,
    created_on="2026-01-02",
)


def test_the_creditor_is_the_company_with_its_document_whole() -> None:
    assert creditor(COMPANY) == Card(
        "Credor",
        "Papelaria Aurora Ltda.",
        "11222333000181",
        "Rua das Palmeiras, 120",
        "Campinas/SP",
        "(19) 3333-4444",
        "financeiro@aurora.exemplo.br",
        masked=False,
    )


def test_the_debtor_is_the_customer_with_his_document_masked() -> None:
    assert debtor(CUSTOMER) == Card(
        "Devedor",
        "Ana Lima",
        "52998224725",
        "Avenida Brasil, 1500",
        "Campinas/SP",
        "(19) 98888-7777",
        "ana@exemplo.br",
        masked=True,
        zip="CEP 13070-178",
    )


def test_what_is_not_known_is_empty() -> None:
    assert creditor(Company()) == Card("Credor", "", masked=False)
    bare = CUSTOMER._replace(
        document=None, email=None, phone=None, address=None, city=None, state=None, zip=None
    )
    assert debtor(bare) == Card("Devedor", "Ana Lima")
    assert debtor(bare._replace(state="SP", zip="13070178"))[4:8] == ("SP", "", "", True)


def test_the_law_wants_name_document_and_address_of_the_creditor() -> None:
    assert missing_in(memory()) == ()
    without = memory(parties=PARTIES._replace(creditor=Card("Credor", "Aurora", phone="(19) 3333-4444")))
    assert missing_in(without) == ("CPF ou CNPJ", "endereço")
    nobody = memory(parties=PARTIES._replace(creditor=CREDITOR._replace(name="")))
    assert missing_in(nobody) == ("nome",)
    assert missing_in(memory()._replace(blocks=())) == ()


def test_a_highlight_says_its_amount_in_words() -> None:
    assert Highlight("Total", 1_234_56).words == (
        "mil duzentos e trinta e quatro reais e cinquenta e seis centavos"
    )
