"""Write the sample files of an invented food distributor: `python sample_data/gerar.py`.

The firm is the Distribuidora Jequitibá de Alimentos Ltda, of Campinas, and the day is 2026-11-21. The two
files hold its 40 customers and the 300 titles that are still open on that day: mostly recent ones, and the
tail that a few bad payers leave. Same seed, same bytes, on any machine: only `Random.randrange` draws.

Everyone here is invented. CNPJ roots start with 99, the CPFs are the three that textbooks use, e-mails end
in `.example` or `exemplo.com.br`, and the phones keep to two blocks (90000 and 2000) where nobody is
expected to answer.
"""

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from cobranca_cli.domain.aging import BANDS, band_of, days_late
from cobranca_cli.domain.calendar import BusinessCalendar
from cobranca_cli.domain.contact import format_phone, format_zip
from cobranca_cli.domain.taxid import check_digits, format_tax_id

SEED = 20261121
AS_OF = date(2026, 11, 21)
FIRST_ISSUE = date(2025, 5, 22)
CALENDAR = BusinessCalendar()

CUSTOMER_COLUMNS = "codigo_cliente;cliente;documento;email;telefone;endereco;cidade;uf;cep;categoria"
INVOICE_COLUMNS = "numero;parcela;cliente;documento;emissao;vencimento;valor;descricao;categoria"

# City: state, area code, first five digits of the CEPs that the town uses.
CITIES = {
    "Americana": ("SP", "19", 13465),
    "Atibaia": ("SP", "11", 12940),
    "Bragança Paulista": ("SP", "11", 12900),
    "Campinas": ("SP", "19", 13010),
    "Extrema": ("MG", "35", 37640),
    "Hortolândia": ("SP", "19", 13184),
    "Indaiatuba": ("SP", "19", 13330),
    "Itatiba": ("SP", "11", 13250),
    "Itu": ("SP", "11", 13300),
    "Jundiaí": ("SP", "11", 13201),
    "Limeira": ("SP", "19", 13480),
    "Paulínia": ("SP", "19", 13140),
    "Piracicaba": ("SP", "19", 13400),
    "Poços de Caldas": ("MG", "35", 37701),
    "Salto": ("SP", "11", 13320),
    "Sumaré": ("SP", "19", 13170),
    "Valinhos": ("SP", "19", 13270),
    "Vinhedo": ("SP", "19", 13280),
}

# Name; category; street; town; size of the purchases (p, m, g); how it pays.
# pontual = on the day, lento = some weeks late, mau = months late, sumido = gone, novo = bought lately only.
PEOPLE = """
Padaria São José Ltda;padaria;Rua Barão de Jaguara, 1120;Campinas;m;pontual
Padaria São José Ltda;padaria;Rua do Rosário, 315;Jundiaí;p;lento
Panificadora Trigo Dourado Ltda;padaria;Avenida Francisco Glicério, 874;Campinas;m;pontual
Confeitaria Doce Encanto Ltda;padaria;Rua Antônio Carlos, 205;Valinhos;p;pontual
Pães & Cia do Cambuí Ltda;padaria;Rua Coronel Quirino, 1460;Campinas;m;pontual
Padaria Nova Europa Ltda;padaria;Rua Álvares Machado, 92;Campinas;p;lento
Panificadora Irmãos Bassetto Ltda;padaria;Rua Humberto Pescarini, 58;Vinhedo;m;pontual
Padaria Flor do Castelo Ltda;padaria;Avenida Andrade Neves, 2210;Campinas;m;lento
Restaurante Fogão da Roça Ltda;restaurante;Avenida Marechal Deodoro, 640;Itatiba;m;pontual
Restaurante Sabor da Serra Ltda;restaurante;Rua José Lucas, 411;Atibaia;m;mau
Cantina Nonna Rosa Ltda;restaurante;Rua Emílio Ribas, 730;Campinas;m;sumido
Churrascaria Estância Gaúcha Ltda;restaurante;Avenida Rebouças, 1985;Sumaré;g;lento
Bistrô Maria Antonieta Ltda;restaurante;Rua dos Bandeirantes, 336;Campinas;m;pontual
Restaurante Tempero de Minas Ltda;restaurante;Rua Luiz Camilo de Camargo, 517;Hortolândia;m;pontual
Kaito Restaurante Japonês Ltda;restaurante;Rua Sampainho, 184;Campinas;m;pontual
Pizzaria Forno de Barro Ltda;pizzaria;Rua XV de Novembro, 1203;Indaiatuba;m;lento
Pizzaria Bella Napoli de Barão Ltda;pizzaria;Avenida Santa Isabel, 92;Campinas;m;pontual
Esfiharia Cedro do Líbano Ltda;lanchonete;Rua Trinta de Julho, 448;Americana;p;pontual
Lanchonete e Bar do Zeca Ltda;lanchonete;Rua Abolição, 1571;Campinas;p;mau
Hamburgueria Brasa Dez Ltda;lanchonete;Avenida José Paulino, 2034;Paulínia;m;lento
Supermercado Bom Vizinho Ltda;mercado;Rua Dom Barreto, 815;Sumaré;g;pontual
Mercadinho Vila Nova Ltda;mercado;Rua Argolino de Moraes, 129;Hortolândia;p;mau
Mercearia Sant'Ana Ltda;mercado;Rua Major Sólon, 267;Campinas;p;pontual
Empório Santa Tereza Ltda;mercado;Rua Nove de Julho, 71;Vinhedo;m;pontual
Mercado Irmãos Okamoto Ltda;mercado;Rua Coronel Teófilo Leme, 1402;Bragança Paulista;m;pontual
Quitanda Verde Campo Ltda;mercado;Rua Floriano Peixoto, 588;Itu;p;lento
Minimercado Esquina do Taquaral Ltda;mercado;Avenida Heitor Penteado, 1090;Campinas;m;pontual
Supermercado Paraíso do Lar Ltda;mercado;Rua Boa Morte, 644;Limeira;g;pontual
Atacarejo Rio das Pedras Ltda;mercado;Avenida Independência, 2755;Piracicaba;g;lento
Hotel Fazenda Recanto das Águas Ltda;hotel;Avenida João Pinheiro, 1313;Poços de Caldas;g;pontual
Pousada Serra Azul Ltda;hotel;Rua Capitão Germano, 39;Extrema;m;lento
Buffet Alegria em Festa Ltda;refeições;Rua Jorge Krug, 402;Campinas;m;lento
Colégio Monte Alegre Ltda;refeições;Rua Frei Manoel da Ressurreição, 1180;Campinas;m;pontual
Cozinha Industrial Prato Cheio Ltda;refeições;Rua Presidente Costa e Silva, 960;Paulínia;g;mau
Silva & Filhos Refeições Ltda;refeições;Rua Rio Branco, 722;Salto;m;lento
Conveniência Trevo da Anhanguera Ltda;mercado;Avenida Jundiaí, 1545;Jundiaí;p;pontual
Café Colheita Especial Ltda;lanchonete;Rua Maria Monteiro, 1299;Campinas;p;novo
Maria Aparecida dos Santos;pessoa física;Rua Piquete, 84;Campinas;p;pontual
João Batista Gonçalves;pessoa física;Rua Campos Salles, 233;Valinhos;p;lento
Conceição de Jesus Araújo;pessoa física;Rua das Margaridas, 17;Hortolândia;p;mau
"""
PERSON = "pessoa física"
CPFS = ("52998224725", "11144477735", "12345678909")
ALPHANUMERIC = {"Café Colheita Especial Ltda": "99K3R7B20001"}
WITHOUT_EMAIL = "Mercearia Sant'Ana Ltda"
WITHOUT_PHONE = "Cantina Nonna Rosa Ltda"
NEW_SINCE = date(2026, 8, 3)

CENTS = {"p": (90_00, 950_00), "m": (280_00, 3_400_00), "g": (1_300_00, 18_000_00)}
GOODS = {
    "padaria": (("Farinha, fermento e melhorador", "farinhas"), ("Manteiga, ovos e leite", "laticínios")),
    "restaurante": (("Cortes congelados", "congelados"), ("Arroz, feijão e óleo", "mercearia")),
    "pizzaria": (("Muçarela e calabresa", "laticínios"), ("Farinha e molho de tomate", "farinhas")),
    "lanchonete": (("Pães, queijos e frios", "laticínios"), ("Refrigerantes e sucos", "bebidas")),
    "mercado": (("Mercearia seca", "mercearia"), ("Bebidas diversas", "bebidas")),
    "hotel": (("Café da manhã: frios e sucos", "laticínios"), ("Mercearia seca", "mercearia")),
    "refeições": (("Arroz, feijão e óleo", "mercearia"), ("Legumes e carnes congelados", "congelados")),
    PERSON: (("Leite condensado e chocolate", "mercearia"), ("Farinha e fermento", "farinhas")),
}

# How many open titles each band holds, and who owes them (weights). Bands: `domain/aging.py`.
QUOTAS = {
    "a_vencer": (150, {"pontual": 68, "lento": 24, "mau": 4, "novo": 4}),
    "d1_30": (66, {"pontual": 22, "lento": 58, "mau": 17, "novo": 3}),
    "d31_60": (27, {"pontual": 4, "lento": 52, "mau": 44}),
    "d61_90": (17, {"lento": 35, "mau": 65}),
    "d91_180": (19, {"lento": 12, "mau": 68, "sumido": 20}),
    "d181_360": (13, {"mau": 55, "sumido": 45}),
    "d361_mais": (8, {"mau": 30, "sumido": 70}),
}
LATEST = 35  # days ahead of AS_OF for titles paid at once
OLDEST = 515  # days late, so that the oldest title was issued within the eighteen months
TERMS = (14, 21, 28, 28, 30, 35)
INSTALMENT_PLANS = ((28, 42, 56), (30, 60, 90), (28, 56, 84))
INSTALMENT_INVOICES = 24
FIRST_NUMBER = 18_204
NUMBERS_A_DAY = 24


@dataclass(frozen=True)
class Customer:
    """One customer; `size` and `profile` decide what it buys and how it pays."""

    code: str
    name: str
    document: str
    email: str
    phone: str
    street: str
    city: str
    zip_code: str
    category: str
    size: str
    profile: str


@dataclass(frozen=True)
class Title:
    """One open title: an invoice, or one instalment of it. Money in cents."""

    customer: Customer
    issued: date
    due: date
    instalment: int
    cents: int
    goods: tuple[str, str]
    invoice: int  # which invoice of the story it belongs to, before numbering


def customers() -> list[Customer]:
    """Return the customers in the order of the table, always the same."""
    rng = Random(SEED)
    lines = [line.split(";") for line in PEOPLE.strip().splitlines()]
    names = Counter(line[0] for line in lines)
    cpfs = iter(CPFS)
    made = []
    for position, (name, category, street, city, size, profile) in enumerate(lines, start=1):
        document = next(cpfs) if category == PERSON else _cnpj(rng, name)
        _, area, zip_start = CITIES[city]
        mobile = category == PERSON or rng.randrange(2) == 0
        phone = f"{area}90000{position:04d}" if mobile else f"{area}2000{position:04d}"
        made.append(
            Customer(
                code=f"C{position:03d}",
                name=name,
                document=document,
                email=""
                if name == WITHOUT_EMAIL
                else _email(name, category, city if names[name] > 1 else ""),
                phone="" if name == WITHOUT_PHONE else phone,
                street=street,
                city=city,
                zip_code=f"{zip_start + rng.randrange(4):05d}{10 * rng.randrange(1, 90):03d}",
                category=category,
                size=size,
                profile=profile,
            )
        )
    return made


def titles() -> list[Title]:
    """Return the open titles, by issue date."""
    rng = Random(SEED + 1)
    everyone = customers()
    left = Counter({band: count for band, (count, _) in QUOTAS.items()})
    drawn: list[Title] = []
    for invoice in range(INSTALMENT_INVOICES):
        for title in _in_instalments(rng, everyone, invoice):
            if left[_band(title)] > 0:
                left[_band(title)] -= 1
                drawn.append(title)
    for band in BANDS:
        while left[band.name] > 0:
            title = _at_once(rng, everyone, band.name, invoice=INSTALMENT_INVOICES + len(drawn))
            if _band(title) == band.name:
                left[band.name] -= 1
                drawn.append(title)
    return sorted(drawn, key=lambda title: (title.issued, title.invoice, title.instalment))


def customers_csv() -> str:
    """Return `clientes.csv` as text."""
    return csv_text(CUSTOMER_COLUMNS, [_customer_row(customer) for customer in customers()])


def invoices_csv() -> str:
    """Return `faturas.csv` as text: numbers follow the issue date, with the gaps of what was paid."""
    numbers: dict[int, int] = {}
    of_day: Counter[date] = Counter()
    rows = []
    for title in titles():
        if title.invoice not in numbers:
            first_of_day = FIRST_NUMBER + NUMBERS_A_DAY * (title.issued - FIRST_ISSUE).days
            numbers[title.invoice] = first_of_day + of_day[title.issued]
            of_day[title.issued] += 1
            assert of_day[title.issued] <= NUMBERS_A_DAY
        rows.append(_invoice_row(title, numbers[title.invoice]))
    return csv_text(INVOICE_COLUMNS, rows)


def main() -> None:
    """Write both files beside this script, as Excel in Brazil saves and opens them."""
    folder = Path(__file__).parent
    for name, text in (("clientes.csv", customers_csv()), ("faturas.csv", invoices_csv())):
        (folder / name).write_bytes(text.encode("utf-8-sig"))
        print(f"{name}: {len(text.splitlines()) - 1} linhas")


def _cnpj(rng: Random, name: str) -> str:
    base = ALPHANUMERIC.get(name) or f"99{rng.randrange(10**5, 10**6):06d}0001"
    return base + check_digits(base)


def _email(name: str, category: str, town: str) -> str:
    plain = unicodedata.normalize("NFD", f"{name} {town}".lower()).encode("ascii", "ignore").decode()
    words = ["".join(filter(str.isalnum, word)) for word in plain.split()]
    if category == PERSON:
        return f"{words[0]}.{words[-1]}@exemplo.com.br"
    skipped = {"ltda", "e", "de", "do", "da", "das", ""}
    return f"financeiro@{''.join(word for word in words if word not in skipped)}.example"


def _in_instalments(rng: Random, everyone: Sequence[Customer], invoice: int) -> list[Title]:
    """Draw one recent invoice in three instalments; who pays on time has paid those already due."""
    buyers = [c for c in everyone if c.size != "p" and c.profile in ("pontual", "lento", "mau")]
    customer = buyers[rng.randrange(len(buyers))]
    issued = CALENDAR.previous_business_day(AS_OF - timedelta(days=rng.randrange(2, 75)))
    plan = INSTALMENT_PLANS[rng.randrange(len(INSTALMENT_PLANS))]
    goods = _goods(rng, customer)
    share, rest = divmod(_cents(rng, customer.size), len(plan))
    made = []
    for number, days in enumerate(plan, start=1):
        cents = share + (rest if number == 1 else 0)
        title = Title(customer, issued, issued + timedelta(days=days), number, cents, goods, invoice)
        if _band(title) == "a_vencer" or customer.profile != "pontual":
            made.append(title)
    return made


def _at_once(rng: Random, everyone: Sequence[Customer], band_name: str, invoice: int) -> Title:
    """Draw an invoice of one instalment whose due date lies about the band; the caller checks where."""
    band = next(band for band in BANDS if band.name == band_name)
    last = OLDEST if band.last_day is None else band.last_day
    late = rng.randrange(1 - LATEST, 2) if band.first_day == 0 else rng.randrange(band.first_day, last + 1)
    customer = _debtor(rng, everyone, QUOTAS[band_name][1])
    terms = [days for days in TERMS if days + late > 0]
    term = terms[rng.randrange(len(terms))]
    issued = CALENDAR.previous_business_day(AS_OF - timedelta(days=late + term))
    if customer.profile == "novo" and issued < NEW_SINCE:
        issued = NEW_SINCE
    due = issued + timedelta(days=term)
    return Title(customer, issued, due, 1, _cents(rng, customer.size), _goods(rng, customer), invoice)


def _debtor(rng: Random, everyone: Sequence[Customer], weights: dict[str, int]) -> Customer:
    ticket = rng.randrange(sum(weights.values()))
    for profile, weight in weights.items():
        if ticket < weight:
            group = [c for c in everyone if c.profile == profile]
            return group[rng.randrange(len(group))]
        ticket -= weight
    raise AssertionError("a ticket always falls on a profile")


def _cents(rng: Random, size: str) -> int:
    low, high = CENTS[size]
    return min(rng.randrange(low, high), rng.randrange(low, high), rng.randrange(low, high))


def _goods(rng: Random, customer: Customer) -> tuple[str, str]:
    return GOODS[customer.category][rng.randrange(2)]


def _band(title: Title) -> str:
    return band_of(days_late(AS_OF, CALENDAR.next_business_day(title.due)))


def money(cents: int) -> str:
    """Cents as Brazilians write them, without the sign of the currency."""
    return f"{cents // 100:,}".replace(",", ".") + f",{cents % 100:02d}"


def _customer_row(customer: Customer) -> list[str]:
    return [
        customer.code,
        customer.name,
        format_tax_id(customer.document),
        customer.email,
        format_phone(customer.phone) if customer.phone else "",
        customer.street,
        customer.city,
        CITIES[customer.city][0],
        format_zip(customer.zip_code),
        customer.category,
    ]


def _invoice_row(title: Title, number: int) -> list[str]:
    return [
        str(number),
        str(title.instalment),
        title.customer.name,
        format_tax_id(title.customer.document),
        f"{title.issued:%d/%m/%Y}",
        f"{title.due:%d/%m/%Y}",
        money(title.cents),
        *title.goods,
    ]


def csv_text(header: str, rows: Sequence[Sequence[str]]) -> str:
    """A CSV with a header, `;` between fields and CRLF."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(header.split(";"))
    writer.writerows(rows)
    return text.getvalue()


if __name__ == "__main__":
    main()
