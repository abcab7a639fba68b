"""`credito treinar` and `credito risco`: which open invoices will be paid very late, or not at all."""

from typing import Annotated

from cobranca_cli.cli.credit import TABLES, credit
from cobranca_cli.cli.frame import Arg, Opt, Run, command
from cobranca_cli.cli.moment import moment_of, settings_of
from cobranca_cli.cli.progress import progress
from cobranca_cli.errors import UsageError


@command(credit, "treinar", report=True, formats=(*TABLES, "html", "pdf"), writes=True)
def train(run: Run, simular: Annotated[bool, Opt("--simular", "Faz tudo menos gravar.")] = False) -> None:
    """Ajusta, com o histórico do livro, o modelo que prevê quais faturas atrasam mais de 30 dias.

    Mostra a qualidade em faturas mais novas que as do ajuste (AUC, Brier, calibração), ao lado da base
    ingênua, que é a taxa passada do cliente. Com pouco histórico, ou se o modelo não bate a base, diz isso e
    fica a taxa do cliente. Com --em, usa só o que se sabia naquele dia.

    Exemplos:
      cobranca credito treinar
      cobranca credito treinar --simular
      cobranca credito treinar --em 30/06/2026 --formato json
    """
    if run.as_of > run.today:
        raise UsageError(
            "não se aprende com o futuro: nele toda fatura em aberto contaria como não paga",
            hint="use --em com um dia passado, ou nada",
        )
    from cobranca_cli.services.risk_training import train as service
    from cobranca_cli.views.risk_training import said, training

    with progress("histórico") as tell:
        found = service(
            run.ledger_path, settings_of(run), moment_of(run), run.as_of, rehearse=simular, progress=tell
        )
    run.wrote(said(found))
    run.emit_document(training(found))
    run.note(said(found))


@command(credit, "risco", report=True, formats=TABLES)
def risk(run: Run, cliente: Annotated[str | None, Arg("CLIENTE", "Só as deste cliente.")] = None) -> None:
    """Lista as faturas em aberto pela perda esperada, com a chance de atrasarem mais de 30 dias e os motivos.

    A chance vem do modelo de 'cobranca credito treinar' que valia no dia do relatório; sem modelo, da taxa
    passada do cliente, puxada para a da carteira. É uma estimativa para ordenar o trabalho: não decide nada
    sozinha.

    Exemplos:
      cobranca credito risco
      cobranca credito risco "Padaria Sol"
      cobranca credito risco --em 30/06/2026 --formato csv --saida risco.csv
    """
    from cobranca_cli.services.risk_scores import risk as service
    from cobranca_cli.views.risk import listing

    run.emit(listing(service(run.ledger_path, settings_of(run), moment_of(run), run.as_of, cliente)))
