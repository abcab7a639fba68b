"""`acordo simular`, `firmar`, `ver`, `listar`: offer, sign and follow an agreement."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from cobranca_cli.cli import parsers
from cobranca_cli.cli.frame import DATA, Arg, Choice, Opt, Run, Section, command
from cobranca_cli.cli.moment import moment_of, settings_of
from cobranca_cli.errors import UsageError

if TYPE_CHECKING:
    from cobranca_cli.services.agreement_offers import Asked

agreements = Section("acordo", "Propõe, firma e acompanha acordos de pagamento.")

TABLES = (*DATA, "xlsx")
WHO = Arg("CLIENTE", "Nome ou parte dele, código, CPF/CNPJ.")
WHICH = Arg("ID", "O número do acordo, como em 'cobranca acordo listar'.")
_PCT = "PCT"

Invoices = Annotated[
    list[str] | None,
    Opt("--fatura", "Que fatura entra; pode repetir.", metavar="FATURA", default="todas as vencidas"),
]
Entry = Annotated[
    int, Opt("--entrada", "Quanto se paga de entrada.", parsers.money, metavar="VALOR", default="0")
]
EntryOn = Annotated[
    date | None, Opt("--data-entrada", "Para que dia é a entrada.", metavar="DATA", default="o dia de hoje")
]
Many = Annotated[int | None, Opt("--parcelas", "Em quantas parcelas.", parsers.positive, metavar="N")]
Rate = Annotated[
    Any, Opt("--juros", "Juros ao mês, em %.", parsers.share, metavar=_PCT, default="os de [acordo]")
]
System = Annotated[
    str | None,
    Opt(
        "--sistema",
        "Como se contam os juros.",
        Choice("sem-juros", "simples", "price", "sac"),
        default="o de [acordo]",
    ),
]
First = Annotated[
    date | None,
    Opt("--primeiro-vencimento", "O dia da primeira parcela.", metavar="DATA", default="daqui a um mês"),
]
ChargesOff = Annotated[
    Any,
    Opt(
        "--desconto-encargos",
        "Quanto se dispensa dos encargos, em %.",
        parsers.share,
        metavar=_PCT,
        default="0",
    ),
]
PrincipalOff = Annotated[
    Any,
    Opt(
        "--desconto-principal",
        "Quanto se dispensa do principal, em %.",
        parsers.share,
        metavar=_PCT,
        default="0",
    ),
]
Months = Annotated[
    int, Opt("--intervalo-meses", "De quantos em quantos meses.", parsers.positive, metavar="N", default="1")
]
Amount = Annotated[
    int | None,
    Opt(
        "--valor-parcela",
        "Quanto é cada parcela; a última leva o resto.",
        parsers.positive_money,
        metavar="VALOR",
    ),
]
ByHand = Annotated[
    list[Any] | None,
    Opt(
        "--parcela",
        "Uma parcela feita à mão: DATA=VALOR, DATA=25% ou DATA=resto; pode repetir.",
        parsers.planned,
        metavar="DATA=VALOR",
    ),
]

Chosen = Annotated[
    str | None,
    Opt(
        "--proposta",
        "Uma das três propostas, como ela é.",
        Choice("a-vista", "poucas", "muitas"),
    ),
]


def asked_of(
    cliente: str,
    fatura: list[str] | None,
    entrada: int,
    data_entrada: date | None,
    parcelas: int | None,
    juros: Any,
    sistema: str | None,
    primeiro: date | None,
    encargos: Any,
    principal: Any,
    meses: int,
    valor: int | None,
    feitas: list[Any] | None,
    proposta: str | None,
) -> "Asked":
    """What was typed about an offer. Raises UsageError for ways of paying that exclude each other."""
    from decimal import Decimal

    from cobranca_cli.services.agreement_offers import Asked

    if feitas and (parcelas or valor or primeiro or meses != 1):
        raise UsageError(
            "--parcela já diz todas as datas e valores",
            hint="tire --parcelas, --valor-parcela, --primeiro-vencimento e --intervalo-meses",
        )
    nothing = Decimal(0)
    return Asked(
        cliente, tuple(fatura or ()), parcelas, entrada, data_entrada, juros, sistema, primeiro,
        encargos or nothing, principal or nothing, meses, valor, tuple(feitas or ()), proposta,
    )  # fmt: skip


@command(agreements, "simular", formats=TABLES)
def simulate(
    run: Run,
    cliente: Annotated[str, WHO],
    fatura: Invoices = None,
    entrada: Entry = 0,
    data_entrada: EntryOn = None,
    parcelas: Many = None,
    juros: Rate = None,
    sistema: System = None,
    primeiro: First = None,
    desconto_encargos: ChargesOff = None,
    desconto_principal: PrincipalOff = None,
    meses: Months = 1,
    valor_parcela: Amount = None,
    parcela: ByHand = None,
    proposta: Chosen = None,
) -> None:
    """Simula um acordo, ou mostra três propostas lado a lado; nada é gravado.

    Sem dizer como pagar, mostra o que a política prevê: à vista com desconto, em poucas e em muitas
    parcelas. As parcelas caem no mesmo dia de cada mês, ou no último do mês que não o tem; a que cai em dia
    sem expediente se paga no dia útil seguinte, sem encargos. A entrada conta como parcela 0.

    Exemplos:
      cobranca acordo simular "Padaria Sol"
      cobranca acordo simular "Padaria Sol" --entrada 500,00 --parcelas 4 --desconto-encargos 50
      cobranca acordo simular "Padaria Sol" --parcelas 6 --sistema price --juros 1,5
      cobranca acordo simular "Padaria Sol" --parcela 10/12/2026=400,00 --parcela 10/01/2027=resto
    """
    from cobranca_cli.services.agreement_offers import simulate as service
    from cobranca_cli.views.agreement_offers import simulated

    asked = asked_of(
        cliente, fatura, entrada, data_entrada, parcelas, juros, sistema, primeiro, desconto_encargos,
        desconto_principal, meses, valor_parcela, parcela, proposta,
    )  # fmt: skip
    run.emit(simulated(service(run.ledger_path, settings_of(run), moment_of(run), asked)))


@command(agreements, "firmar", formats=TABLES, writes=True)
def sign(
    run: Run,
    cliente: Annotated[str, WHO],
    fatura: Invoices = None,
    entrada: Entry = 0,
    data_entrada: EntryOn = None,
    parcelas: Many = None,
    juros: Rate = None,
    sistema: System = None,
    primeiro: First = None,
    desconto_encargos: ChargesOff = None,
    desconto_principal: PrincipalOff = None,
    meses: Months = 1,
    valor_parcela: Amount = None,
    parcela: ByHand = None,
    proposta: Chosen = None,
    entrada_recebida: Annotated[
        bool, Opt("--entrada-recebida", "A entrada já entrou: registra o pagamento junto.")
    ] = False,
    forma: Annotated[
        str | None,
        Opt(
            "--forma",
            "Como entrou a entrada.",
            Choice("pix", "boleto", "transferencia", "dinheiro", "cartao", "outro"),
        ),
    ] = None,
    clausula: Annotated[
        str | None,
        Opt(
            "--clausula",
            "O que o rompimento traz de volta.",
            Choice("original", "parcelas", "proporcional"),
            default="a de [acordo]",
        ),
    ] = None,
    assinatura: Annotated[
        str | None,
        Opt(
            "--assinatura",
            "Como se assina o termo.",
            Choice("testemunhas", "eletronica"),
            default="a de [acordo]",
        ),
    ] = None,
    autor: Annotated[str | None, Opt("--autor", "Quem concedeu o acordo.", metavar="NOME")] = None,
    nota: Annotated[str | None, Opt("--nota", "O que mais foi combinado.", metavar="TEXTO")] = None,
) -> None:
    """Registra um acordo: suspende as faturas, cria as parcelas e troca a régua de umas pela das outras.

    As opções são as de 'cobranca acordo simular'. As parcelas recebem pagamento como qualquer fatura, pelo
    nome: ACORDO-1/2. O que entra é creditado às faturas em proporção. Firmar registra a confissão da dívida,
    que interrompe a prescrição (Código Civil, art. 202, VI): registre depois de o cliente aceitar por
    escrito.

    Exemplos:
      cobranca acordo firmar "Padaria Sol" --proposta a-vista
      cobranca acordo firmar "Padaria Sol" --entrada 500,00 --parcelas 4 --desconto-encargos 50
      cobranca acordo firmar "Padaria Sol" --fatura NF-1001 --parcelas 6 --sistema simples --juros 1
    """
    from cobranca_cli.services.agreement_sign import Signing
    from cobranca_cli.services.agreement_sign import sign as service
    from cobranca_cli.views.agreement_offers import said, signed

    asked = asked_of(
        cliente, fatura, entrada, data_entrada, parcelas, juros, sistema, primeiro, desconto_encargos,
        desconto_principal, meses, valor_parcela, parcela, proposta,
    )  # fmt: skip
    wanted = Signing(asked, clausula, assinatura, entrada_recebida, forma, autor, nota)
    done = service(run.ledger_path, settings_of(run), moment_of(run), wanted)
    state = f"Gravado: {said(done)}."
    run.wrote(state)
    run.emit(signed(done))
    run.note(state)


@command(agreements, "ver", report=True, formats=TABLES)
def see(run: Run, id: Annotated[str, WHICH]) -> None:
    """Mostra um acordo: cada parcela, o que foi pago, o que falta e quanto quita hoje.

    Exemplos:
      cobranca acordo ver 1
      cobranca acordo ver 1 --em 30/09/2026
    """
    from cobranca_cli.services.agreement_list import see_agreement
    from cobranca_cli.views.agreements import one

    found = see_agreement(run.ledger_path, settings_of(run), moment_of(run), run.as_of, id)
    run.emit(one(found.seen, found.notices))


@command(agreements, "listar", report=True, formats=TABLES)
def listing(
    run: Run,
    cliente: Annotated[str | None, Arg("CLIENTE", "Só os deste cliente.")] = None,
    situacao: Annotated[
        str | None,
        Opt(
            "--situacao",
            "Só os que estão assim.",
            Choice("em-dia", "atrasado", "cumprido", "rompido", "cancelado"),
        ),
    ] = None,
) -> None:
    """Lista os acordos, com o que foi pago e o que falta de cada um.

    Exemplos:
      cobranca acordo listar
      cobranca acordo listar --situacao atrasado
    """
    from cobranca_cli.services.agreement_list import list_agreements
    from cobranca_cli.views.agreements import listing as view

    state = situacao and situacao.replace("-", " ")
    found = list_agreements(run.ledger_path, settings_of(run), moment_of(run), run.as_of, cliente, state)
    run.emit(view(found))
