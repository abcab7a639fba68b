"""`acordo propor`, `termo`, `carta`: the letters of an agreement."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cobranca_cli.cli.agreements import (
    WHICH,
    WHO,
    Amount,
    ByHand,
    ChargesOff,
    Chosen,
    Entry,
    EntryOn,
    First,
    Invoices,
    Many,
    Months,
    PrincipalOff,
    Rate,
    System,
    agreements,
    asked_of,
)
from cobranca_cli.cli.frame import Choice, Opt, Run, command
from cobranca_cli.cli.ladder import FOLDER
from cobranca_cli.cli.moment import moment_of, settings_of
from cobranca_cli.errors import UsageError

if TYPE_CHECKING:
    from cobranca_cli.services.agreement_letters import Made

Channel = Annotated[
    str | None,
    Opt("--canal", "Por onde vai.", Choice("email", "whatsapp", "sms", "carta"), default="o que houver"),
]
Folder = Annotated[
    Path | None,
    Opt("--pasta", "Onde gravar.", metavar="PASTA", default="a pasta cartas, ao lado do livro"),
]
Kinds = Annotated[
    list[str] | None,
    Opt(
        "--arquivo",
        "Que arquivos gravar; pode repetir.",
        Choice("txt", "html", "pdf", "eml", "mensagem"),
        default="os que o canal pede",
    ),
]
Rehearsal = Annotated[bool, Opt("--simular", "Mostra o texto e não grava nada.")]


@command(agreements, "propor", formats=(), writes=True)
def propose(
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
    canal: Channel = None,
    pasta: Folder = None,
    arquivo: Kinds = None,
    simular: Rehearsal = False,
) -> None:
    """Escreve ao cliente a carta com as três propostas, ou com a que você montar; nada é firmado.

    As opções são as de 'cobranca acordo simular'. A carta diz até quando a proposta vale e guarda-se como
    prova.

    Exemplos:
      cobranca acordo propor "Padaria Sol"
      cobranca acordo propor "Padaria Sol" --entrada 500,00 --parcelas 4 --canal whatsapp
    """
    from cobranca_cli.services.agreement_letters import write_offer

    asked = asked_of(
        cliente, fatura, entrada, data_entrada, parcelas, juros, sistema, primeiro, desconto_encargos,
        desconto_principal, meses, valor_parcela, parcela, proposta,
    )  # fmt: skip
    _refuse(simular, pasta, arquivo)
    made = write_offer(run.ledger_path, settings_of(run), moment_of(run), asked, canal, rehearse=simular)
    _put(run, made, pasta, arquivo)


@command(agreements, "termo", formats=(), writes=True)
def term(
    run: Run,
    id: Annotated[str, WHICH],
    pasta: Folder = None,
    arquivo: Kinds = None,
    simular: Rehearsal = False,
) -> None:
    """Escreve o termo de confissão e parcelamento, para as duas partes assinarem, com a memória de cálculo.

    Traz as partes, a origem da dívida, o desconto, o quadro das parcelas, as cláusulas e o lugar das
    assinaturas. O termo de um acordo é um só: pedido de novo, sai o mesmo. Dê a um advogado para ler antes do
    primeiro uso; o texto é seu para mudar, em 'cobranca carta copiar termo'.

    Exemplos:
      cobranca acordo termo 1
      cobranca acordo termo 1 --arquivo pdf --pasta contratos
    """
    from cobranca_cli.services.agreement_letters import write_term

    _refuse(simular, pasta, arquivo)
    made = write_term(run.ledger_path, settings_of(run), moment_of(run), id, rehearse=simular)
    _put(run, made, pasta, arquivo or ["pdf", "html", "txt"])


@command(agreements, "carta", formats=(), writes=True)
def letter(
    run: Run,
    id: Annotated[str, WHICH],
    canal: Channel = None,
    pasta: Folder = None,
    arquivo: Kinds = None,
    simular: Rehearsal = False,
) -> None:
    """Escreve a carta que o acordo pede: o aviso antes do rompimento, o rompimento, ou a quitação.

    Exemplos:
      cobranca acordo carta 1
      cobranca acordo carta 1 --simular
    """
    from cobranca_cli.services.agreement_letters import write_course

    _refuse(simular, pasta, arquivo)
    made = write_course(run.ledger_path, settings_of(run), moment_of(run), id, canal, rehearse=simular)
    _put(run, made, pasta, arquivo)


def _refuse(simular: bool, pasta: Path | None, arquivo: list[str] | None) -> None:
    if simular and (pasta or arquivo):
        raise UsageError("--simular não grava arquivos", hint="tire --pasta e --arquivo")


def _put(run: Run, made: "Made", pasta: Path | None, arquivo: list[str] | None) -> None:
    from cobranca_cli.cli.letter_output import put_letters

    for notice in made.notices:
        run.warn(notice)
    if not made.letter:
        assert made.written
        print(f"Assunto: {made.written.subject}\n\n{made.written.text}")
        run.note("Nada foi gravado.")
        return
    state = f"Gravado: carta {made.letter:06} para {made.customer}."
    if made.known:
        state = f"A carta {made.letter:06} já estava escrita; nada mudou no livro."
    # The letter stands: writing its files again must not make a second one.
    run.wrote(f"{state[:-1]}; para gravar os arquivos: cobranca carta exportar {made.letter}")
    target = (pasta or run.ledger_path.parent / FOLDER) / _folder(made.day)
    existing = "replace" if made.known else "refuse"
    for _, name in put_letters(run, [made.letter], target, tuple(arquivo or ()), existing=existing):
        run.note(f"Pronta em {name}.")
    run.wrote(state)
    run.note(state)


def _folder(day: date) -> str:
    return day.isoformat()
