"""The BR Code: the published vectors byte for byte, the limits, every single changed character refused."""

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cobranca_cli.domain.pix import MAX_CENTS, NO_TXID, Payload, build, parse, txid_for
from cobranca_cli.domain.problem import Problem

EVP = "123e4567-e12b-12d1-a456-426655440000"

# Of the Central Bank's manual (P1) and of public programs' tests, each with the CRC of another hand.
STATIC = {
    "P1": (
        (EVP, "Fulano de Tal", "BRASILIA", None),
        {},
        "00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400005204000053039865802BR5913Fulano"
        " de Tal6008BRASILIA62070503***63041D3D",
    ),
    "P2": (
        ("+5581996796370", "Maynara Honório", "Recife", 68_00, "P260915K3F"),
        {},
        "00020126360014br.gov.bcb.pix0114+5581996796370520400005303986540568.005802BR5915Maynara Honorio6006"
        "Recife62140510P260915K3F6304996E",
    ),
    "P3": (
        ("fulano@exemplo.com", "Maria Aparecida dos Santos Oliveira", "São José dos Campos", 1, "P261003AB1"),
        {},
        "00020126400014br.gov.bcb.pix0118fulano@exemplo.com52040000530398654040.015802BR5925Maria Aparecida"
        " dos Santo6015Sao Jose dos Ca62140510P261003AB163044AF1",
    ),
    "P4": (
        ("12345678900", "Ana", "Recife", 1234_56),
        {},
        "00020126330014br.gov.bcb.pix01111234567890052040000530398654071234.565802BR5903Ana6006Recife6207050"
        "3***6304380F",
    ),
    "P5": (
        ("11144477735", "DUROCK RJ EVENTOS", "RIO DE JANEIRO", 99_90, "EVT12AB34CD"),
        {"upper_gui": True},
        "00020126330014BR.GOV.BCB.PIX011111144477735520400005303986540599.905802BR5917DUROCK RJ EVENTOS6014"
        "RIO DE JANEIRO62150511EVT12AB34CD6304AEE3",
    ),
    "P6": (
        ("vpaivatorres@gmail.com", "Victor Torres", "Natal", 10_00, NO_TXID, "Biblioteca python-brcode"),
        {},
        "00020126720014br.gov.bcb.pix0122vpaivatorres@gmail.com0224Biblioteca python-brcode5204000053039865"
        "40510.005802BR5913Victor Torres6005Natal62070503***6304C1FA",
    ),
    "P7": (
        ("thalesog@me.com", "Thales Ogliari", "SC", 10_00, NO_TXID, "Pedido 123"),
        {},
        "00020126510014br.gov.bcb.pix0115thalesog@me.com0210Pedido 123520400005303986540510.005802BR5914Tha"
        "les Ogliari6002SC62070503***6304E5AB",
    ),
    "P8": (
        ("nubank@thalesog.com", "Thales Ogliari", "SAO PAULO", 1_00, NO_TXID, "PIX de Testes"),
        {"upper_gui": True, "zip_code": "05409000"},
        "00020126580014BR.GOV.BCB.PIX0119nubank@thalesog.com0213PIX de Testes52040000530398654041.005802BR59"
        "14Thales Ogliari6009SAO PAULO61080540900062070503***6304581E",
    ),
    "P9": (
        ("+5511999999999", "FULANO DE TAL", "BRASILIA", None),
        {"upper_gui": True},
        "00020126360014BR.GOV.BCB.PIX0114+55119999999995204000053039865802BR5913FULANO DE TAL6008BRASILIA62"
        "070503***6304C23A",
    ),
}
DYNAMIC = {
    "D1": (
        "00020101021226720014br.gov.bcb.pix2550bx.com.br/pix/8b3da2f3-9a41-40d1-a91a-bd93113bd44152040000530"
        "39865406123.455802BR5913Fulano de Tal6008BRASILIA62190515RP12345678-2019630445C8",
        Payload(
            "", "bx.com.br/pix/8b3da2f3-9a41-40d1-a91a-bd93113bd441", "Fulano de Tal", "BRASILIA", 123_45,
            "RP12345678-2019", single_use=True,
        ),
    ),
    "D2": (
        "00020101021226770014BR.GOV.BCB.PIX2555pix.example.com/qr/93598be0-1bd0-4997-8318-81776a1d8a9952040"
        "000530398658" "02BR5907EMPRESA6009SAO PAULO62070503***6304EEAB",
        Payload(
            "", "pix.example.com/qr/93598be0-1bd0-4997-8318-81776a1d8a99", "EMPRESA", "SAO PAULO",
            single_use=True,
        ),
    ),
    "D3": (
        "00020126940014br.gov.bcb.pix2572qr-h.sandbox.pix.bcb.gov.br/rest/api/v2/cfe8166acaff4a62a18b7b766ef"
        "57c705204000053039865802BR5903Pix6008BRASILIA62070503***6304C7D7",
        Payload(
            "", "qr-h.sandbox.pix.bcb.gov.br/rest/api/v2/cfe8166acaff4a62a18b7b766ef57c70", "Pix", "BRASILIA"
        ),
    ),
}  # fmt: skip
OTHERS = {
    "several arrangements": (
        "00020104141234567890123426660014BR.GOV.BCB.PIX014466756C616E6F32303139406578616D706C652E636F6D27300"
        "012BR.COM.OUTRO011001234567895204000053039865406123.455802BR5915NOMEDORECEBEDOR6008BRASILIA61087007"
        "490062530515RP12345678-201950300017BR.GOV.BCB.BRCODE01051.0.080450014BR.GOV.BCB.PIX0123PADRAO.URL.P"
        "IX/0123ABCD81390012BR.COM.OUTRO01190123.ABCD.3456.WXYZ6304EB76",
        Payload(
            "66756C616E6F32303139406578616D706C652E636F6D", "", "NOMEDORECEBEDOR", "BRASILIA", 123_45,
            "RP12345678-2019", zip_code="70074900",
        ),
    ),
    "an empty information": (
        "00020126480014br.gov.bcb.pix0122vpaivatorres@gmail.com02005204000053039865802BR5913Victor Torres600"
        "5Natal62070503***6304A5EE",
        Payload("vpaivatorres@gmail.com", "", "Victor Torres", "Natal"),
    ),
}  # fmt: skip
ALL = [code for *_, code in STATIC.values()] + [code for code, _ in (DYNAMIC | OTHERS).values()]


@pytest.mark.parametrize("name", STATIC)
def test_a_published_code_is_made_byte_for_byte(name: str) -> None:
    told, options, code = STATIC[name]
    assert build(*told, **options) == code


def test_a_crc_that_begins_with_zero_keeps_its_zero() -> None:
    crcs = {build(EVP, "Ana", "Natal", cents)[-4:] for cents in range(1, 400)}
    assert {len(each) for each in crcs} == {4}
    assert any(each.startswith("0") for each in crcs)


@pytest.mark.parametrize("name", DYNAMIC | OTHERS)
def test_a_published_code_is_read(name: str) -> None:
    code, means = (DYNAMIC | OTHERS)[name]
    assert parse(code) == means
    assert parse(f"  {code[:40]}\r\n{code[40:]}\n") == means
    assert means.dynamic == (name in DYNAMIC)


PUBLISHED_WRONG = {
    "a CRC that is not its own": "00020126360014BR.GOV.BCB.PIX0114+5511943214321520400005303986540566.665802"
    "BR5907EMPRESA6008BRASILIA62070503***6304170E",
    "a field longer than the code": "00020126580014br.gov.bcb.pix0136550e8cd4-8e22-4d86-96eb-4eb0dc5f26c4520"
    "4000053039865802BR5913JOHN BAKERY6009SAO PAULO62730503***630429C6",
}


@pytest.mark.parametrize("name", PUBLISHED_WRONG)
def test_a_published_wrong_code_is_refused(name: str) -> None:
    assert isinstance(parse(PUBLISHED_WRONG[name]), Problem)


def sealed(body: str) -> str:
    """A code with the CRC that belongs to it, computed bit by bit."""
    crc = 0xFFFF
    for byte in f"{body}6304".encode():
        crc ^= byte << 8
        for _ in range(8):
            crc = ((crc << 1) ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return f"{body}6304{crc:04X}"


HEAD, TAIL = "000201", "5204000053039865802BR5903Ana6005Natal62070503***"
GOOD = HEAD + "26330014br.gov.bcb.pix011111144477735" + TAIL


def test_the_sealed_body_is_good() -> None:
    assert parse(sealed(GOOD)) == Payload("11144477735", "", "Ana", "Natal")


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("", "está vazio"),
        ("11222333000181", "começa por 000201"),
        ("https://pix.example.com/qr/93598be0", "começa por 000201"),
        (HEAD + "9" * 600, "tem 606 caracteres"),
        (sealed(GOOD)[:-1], "não termina como devia"),
        (sealed(GOOD)[:-4] + sealed(GOOD)[-4:].lower(), "não termina como devia"),
        (sealed(GOOD).replace("Ana", "An\u200b"), "não se vê (U+200B)"),
        (sealed(GOOD).replace("Ana", "Ane"), "não confere"),
        (sealed(GOOD.replace("5903Ana", "5953Ana")), "o campo 59 diz que é mais comprido"),
        (sealed(GOOD.replace("5903Ana", "5902Ana")), "esperava o número de um campo"),
        (sealed(GOOD.replace("62070503***", "62070553***")), "o campo 05 diz que é mais comprido"),
        (sealed(GOOD.replace("5903Ana", "5903Ana5903Ana")), "o campo 59 aparece duas vezes"),
        (sealed(GOOD.replace("5903Ana", "")), "falta o campo 59"),
        (sealed(GOOD.replace("5303986", "5303840")), "não é de um pagamento em reais"),
        (sealed(GOOD.replace("5802BR", "5802AR")), "não é de um pagamento em reais"),
        (sealed(GOOD.replace("5802BR", "540510,005802BR")), "o valor (10,00) não é um número"),
        (sealed(GOOD.replace("br.gov.bcb.pix", "br.com.outro.x")), "falta nele “br.gov.bcb.pix”"),
        (sealed(GOOD.replace("26330014", "26180014").replace("011111144477735", "")), "não diz a chave"),
        (sealed(GOOD + "6304ABCD"), "aparece duas vezes"),
    ],
)
def test_what_is_no_code_is_refused_with_the_reason(code: str, says: str) -> None:
    problem = parse(code)
    assert isinstance(problem, Problem)
    assert says in problem.reason


@pytest.mark.parametrize(
    ("amount", "cents"),
    [("10", 10_00), ("10.5", 10_50), ("0.01", 1), ("0.00", None), ("9999999999.99", MAX_CENTS)],
)
def test_amounts_are_read_to_the_cent(amount: str, cents: int | None) -> None:
    read = parse(sealed(GOOD.replace("5802BR", f"54{len(amount):02d}{amount}5802BR")))
    assert isinstance(read, Payload)
    assert read.cents == cents


@pytest.mark.parametrize(
    ("cents", "amount"),
    [(1, "0.01"), (99, "0.99"), (100, "1.00"), (123_456, "1234.56"), (MAX_CENTS, "9999999999.99")],
)
def test_amounts_are_written_to_the_cent(cents: int, amount: str) -> None:
    assert f"54{len(amount):02d}{amount}58" in build(EVP, "Ana", "Natal", cents)


# --- what does not fit ---


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("  Conceição   d'Ávila  ", "Conceicao d'Avila"),
        ("Padaria São José e Filhos Ltda", "Padaria Sao Jose e Filhos"),
        ("Distribuidora Jequitibá de Alimentos", "Distribuidora Jequitiba d"),
        ("Doces da Vovó Maria Quit éria", "Doces da Vovo Maria Quit"),
        ("Bar “Zé” – Lanches", 'Bar "Ze" - Lanches'),
        ("Nº 1\tLtda\n", "No 1 Ltda"),
        ("Łódź 日本 R&B", "odz R&B"),
        ("日本", "RECEBEDOR"),
        ("", "RECEBEDOR"),
    ],
)
def test_a_name_is_printable_ascii_of_at_most_25(name: str, kept: str) -> None:
    read = parse(build(EVP, name, "Natal", None))
    assert isinstance(read, Payload)
    assert read.name == kept


def test_a_city_is_cut_to_15_and_never_missing() -> None:
    cut, missing = parse(build(EVP, "Ana", "Santa Bárbara d'Oeste", 1)), parse(build(EVP, "Ana", "", 1))
    assert isinstance(cut, Payload)
    assert isinstance(missing, Payload)
    assert (cut.city, missing.city) == ("Santa Barbara d", "BRASIL")


@pytest.mark.parametrize(("key", "room"), [(EVP, 37), ("1" * 11, 62), ("a" * 73, 0), ("a" * 77, 0)])
def test_information_takes_the_room_that_the_key_leaves(key: str, room: int) -> None:
    read = parse(build(key, "Ana", "Natal", 1, info="x" * 99))
    assert isinstance(read, Payload)
    assert (read.key, read.info) == (key, "x" * room)


@pytest.mark.parametrize(
    ("key", "cents", "txid"),
    [
        ("", 1, NO_TXID),
        ("a" * 78, 1, NO_TXID),
        ("joão@x.com", 1, NO_TXID),
        (" a", 1, NO_TXID),
        (EVP, 0, NO_TXID),
        (EVP, -1, NO_TXID),
        (EVP, MAX_CENTS + 1, NO_TXID),
        (EVP, 1, ""),
        (EVP, 1, "NF-1"),
        (EVP, 1, "x" * 26),
    ],
)
def test_what_cannot_be_a_code_is_the_callers_mistake(key: str, cents: int, txid: str) -> None:
    with pytest.raises(ValueError, match=r"key|cents|txid"):
        build(key, "Ana", "Natal", cents, txid)


@pytest.mark.parametrize(
    ("number", "txid"),
    [
        ("1001", "1001"),
        ("1001/2", "1001P2"),
        ("10012", "10012"),
        ("NF-1001/02", "NF1001P02"),
        ("Nº 3 é", "No3e"),
        ("2026/118/1", "2026118P1"),
        ("/2", "2"),
        ("7/", "7"),
        ("--", NO_TXID),
        ("", NO_TXID),
        ("x" * 25, "x" * 25),
        ("x" * 26, NO_TXID),
    ],
)
def test_a_txid_has_letters_and_digits_only(number: str, txid: str) -> None:
    assert txid_for(number) == txid


# --- properties ---

PRINTABLE = st.characters(min_codepoint=32, max_codepoint=126)
plain = st.text(PRINTABLE, min_size=1, max_size=30)
keys = st.one_of(
    st.just(EVP),
    st.text(string.digits, min_size=11, max_size=11),
    st.text(string.digits, min_size=14, max_size=14),
    st.from_regex(r"[a-z0-9.]{1,60}@[a-z]{1,12}\.com", fullmatch=True),
)


txids = st.from_regex(r"[A-Za-z0-9]{1,25}", fullmatch=True)


@given(keys, plain, plain, st.none() | st.integers(1, MAX_CENTS), txids, plain, st.booleans())
def test_what_is_built_is_read_again(key, name, city, cents, txid, info, upper) -> None:
    read = parse(build(key, name, city, cents, txid, info, upper_gui=upper))
    assert isinstance(read, Payload)
    assert (read.key, read.cents, read.txid, read.url) == (key, cents, txid, "")
    for text, kept, limit in ((name, read.name, 25), (city, read.city, 15), (info, read.info, 73 - len(key))):
        tidy = " ".join(text.split())
        assert kept == tidy[:limit].rstrip() or not tidy


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=99))
@example("e\u0301" * 30, "\ud800", "ﷺ" * 20)
def test_any_text_at_all_gives_a_code_that_reads(name: str, city: str, info: str) -> None:
    code = build(EVP, name, city, 1, txid_for(info), info)
    read = parse(code)
    assert isinstance(read, Payload)
    assert code.isascii()
    assert 1 <= len(read.name) <= 25
    assert 1 <= len(read.city) <= 15


@given(st.sampled_from(ALL), st.data())
def test_no_single_changed_character_passes(code: str, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(code) - 1))
    other = data.draw(PRINTABLE.filter(lambda each: each != code[position]))
    changed = code[:position] + other + code[position + 1 :]
    assert isinstance(parse(changed), Problem)


@given(st.sampled_from(ALL), st.data())
def test_no_lost_or_doubled_character_passes(code: str, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(code) - 1))
    assert isinstance(parse(code[:position] + code[position + 1 :]), Problem)
    assert isinstance(parse(code[:position] + code[position] + code[position:]), Problem)


@given(st.text(max_size=80) | st.text("0123456789", max_size=80).map(lambda each: sealed("000201" + each)))
def test_any_text_is_a_payload_or_a_problem(text: str) -> None:
    assert isinstance(parse(text), Payload | Problem)


def test_a_huge_text_is_refused_at_once() -> None:
    assert isinstance(parse("000201" + "2600" * 5_000_000), Problem)
