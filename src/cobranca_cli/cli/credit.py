"""`credito avaliar`, `historico`, `explicar`, `revisar`: who may buy on credit, how much, and why."""

from typing import TYPE_CHECKING, Annotated

from cobranca_cli.cli import parsers
from cobranca_cli.cli.frame import DATA, Arg, Opt, Run, Section, command
from cobranca_cli.cli.moment import moment_of, settings_of
from cobranca_cli.errors import EXIT_CASH, EXIT_OK, EXIT_REFUSED, EXIT_SECURED, UsageError

if TYPE_CHECKING:
    from cobranca_cli.services.credit import Answer, Release

_EXIT = {"garantia": EXIT_SECURED, "a-vista": EXIT_CASH, "recusar": EXIT_REFUSED}

credit = Section("credito", "Avalia o crédito de um cliente, define limites e guarda cada decisão.")

TABLES = (*DATA, "xlsx")
WHO = Arg("CLIENTE", "Nome ou parte dele, código, CPF/CNPJ.")


@command(credit, "avaliar", report=True, formats=TABLES, writes=True)
def assess(
    run: Run,
    cliente: Annotated[str, WHO],
    pedido: Annotated[
        int | None,
        Opt("--pedido", "Quanto ele quer comprar a prazo.", parsers.positive_money, metavar="VALOR"),
    ] = None,
    simular: Annotated[bool, Opt("--simular", "Só mostra; não guarda a decisão.")] = False,
    liberar: Annotated[bool, Opt("--liberar", "Vende a prazo apesar da política; pede --motivo.")] = False,
    motivo: Annotated[str | None, Opt("--motivo", "Por que se libera.", metavar="TEXTO")] = None,
    autor: Annotated[str | None, Opt("--autor", "Quem libera.", metavar="NOME")] = None,
    codigo_saida: Annotated[
        bool,
        Opt(
            "--codigo-saida",
            "Sai com o código 21 quando pede entrada ou garantia, 22 só à vista, 23 recusar.",
        ),
    ] = False,
) -> int | None:
    """Diz se um cliente pode comprar a prazo, quanto, e por quê; a decisão fica guardada.

    Os pontos, o limite e os bloqueios são os de [credito] em cobranca.toml. Cada fator sai com o valor, os
    pontos, o máximo, a fonte e a data. Com --em de um dia passado mostra o que se sabia naquele dia, e nada
    é guardado.

    Exemplos:
      cobranca credito avaliar "Padaria Sol" --pedido 4500
      cobranca credito avaliar "Padaria Sol" --pedido 4500 --simular
      cobranca credito avaliar "Padaria Sol" --pedido 4500 --liberar --motivo "cliente antigo" --autor Ana
      cobranca credito avaliar "Padaria Sol" --em 30/06/2026
    """
    from cobranca_cli.services import credit as service
    from cobranca_cli.views.credit import evaluation, said

    release = _release(liberar, motivo, autor)
    where = run.ledger_path, settings_of(run), moment_of(run)
    if simular or run.as_of != run.today:
        if release:
            raise UsageError("--liberar não se usa em uma simulação nem com --em de outro dia")
        found = service.look(*where, run.as_of, cliente, pedido)
        run.ends_with = _exit_code(found) if codigo_saida else EXIT_OK
        run.emit(evaluation(found))
    else:
        found = service.decide(*where, cliente, pedido, release)
        run.ends_with = _exit_code(found) if codigo_saida else EXIT_OK
        number = f"decisão {found.decision.id}" if found.decision else ""
        state = (
            f"Nada foi gravado: é a {number}, de hoje." if found.known_before else f"Gravado: {said(found)}."
        )
        run.wrote(state)
        run.emit(evaluation(found))
        run.note(state)
    return run.ends_with


def _release(wanted: bool, reason: str | None, author: str | None) -> "Release | None":
    from cobranca_cli.services.credit import Release

    if not wanted:
        if reason or author:
            raise UsageError("--motivo e --autor são de quem libera", hint="acrescente --liberar")
        return None
    if not reason:
        raise UsageError("diga por que se libera", hint='--liberar --motivo "…"')
    return Release(reason, author)


def _exit_code(found: "Answer") -> int:
    if found.decision and found.decision.released:
        return EXIT_OK
    return _EXIT.get(found.evaluated.decision.verdict, EXIT_OK)


@command(credit, "historico", report=True, formats=TABLES)
def history(run: Run, cliente: Annotated[str | None, Arg("CLIENTE", "Só as deste cliente.")] = None) -> None:
    """Lista as decisões de crédito guardadas, também as liberadas por alguém.

    Exemplos:
      cobranca credito historico
      cobranca credito historico "Padaria Sol" --em 30/06/2026
    """
    from cobranca_cli.services.credit import history as service
    from cobranca_cli.views.credit import decisions

    run.emit(decisions(service(run.ledger_path, settings_of(run), moment_of(run), run.as_of, cliente)))


@command(credit, "explicar", formats=(*TABLES, "html", "pdf"))
def explain(
    run: Run, id: Annotated[int, Arg("ID", "O número da decisão, de 'cobranca credito historico'.")]
) -> None:
    """Refaz uma decisão a partir do que foi guardado com ela, e a explica: para você, ou em carta ao cliente.

    O cliente tem o direito de saber os elementos e os critérios da decisão e de pedir que uma pessoa a
    reveja (Lei 12.414/2011, art. 5º; LGPD, art. 20). A carta sai em HTML ou PDF.

    Exemplos:
      cobranca credito explicar 3
      cobranca credito explicar 3 --saida decisao.pdf
    """
    from cobranca_cli.services.credit import explain as service
    from cobranca_cli.views.credit import explanation

    settings = settings_of(run)
    found = service(run.ledger_path, settings, moment_of(run), id)
    run.emit_document(explanation(found, settings.company))


@command(credit, "revisar", report=True, formats=TABLES)
def review(run: Run, cliente: Annotated[str | None, Arg("CLIENTE", "Só este cliente.")] = None) -> None:
    """Lista o que rever no crédito: aumentar depois de bons meses, reduzir depois de um atraso, renovar.

    São propostas, pelas regras de [credito]; o limite só muda com 'cobranca credito limite'.

    Exemplos:
      cobranca credito revisar
      cobranca credito revisar --formato csv --saida revisao.csv
    """
    from cobranca_cli.services.credit_review import review_credit
    from cobranca_cli.views.credit_facts import reviewed

    run.emit(reviewed(review_credit(run.ledger_path, settings_of(run), moment_of(run), run.as_of, cliente)))
