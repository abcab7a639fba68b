"""`hoje`: the morning's work."""

from typing import Annotated

from cobranca_cli.cli import parsers
from cobranca_cli.cli.frame import DATA, Choice, Opt, Run, Section, command
from cobranca_cli.cli.moment import moment_of, settings_of

worklist = Section()


@command(worklist, "hoje", report=True, formats=(*DATA, "xlsx"))
def today(
    run: Run,
    primeiros: Annotated[
        int | None,
        Opt("--primeiros", "Só os primeiros da lista.", parsers.positive, metavar="N", default="todos"),
    ] = None,
    ordem: Annotated[
        str | None,
        Opt(
            "--ordem",
            "O que vem primeiro: o valor em atraso ou a perda esperada.",
            Choice("valor", "perda"),
            default="valor",
        ),
    ] = None,
) -> None:
    """Lista o trabalho do dia: quem procurar, por onde e por quê, o maior valor em atraso primeiro.

    Junta o que a régua pede hoje, as ligações e decisões à sua espera, os retornos marcados, as promessas
    que vencem ou não foram cumpridas e as cartas prontas para enviar. Traz também os seus deveres: pedir a
    baixa de uma negativação, entregar uma carta de anuência; os de prazo que acaba vêm antes de tudo. Com
    --ordem perda vem depois deles a maior perda esperada do cliente ('cobranca credito risco').

    Exemplos:
      cobranca hoje
      cobranca hoje --primeiros 10
      cobranca hoje --ordem perda
      cobranca hoje --formato csv --saida hoje.csv
    """
    from cobranca_cli.services.worklist import worklist as service
    from cobranca_cli.views.worklist import listing

    where = run.ledger_path, settings_of(run), moment_of(run), run.as_of
    if ordem == "perda":
        from cobranca_cli.services.risk_order import worklist_by_loss
        from cobranca_cli.views.risk import work_by_loss

        ordered = worklist_by_loss(*where)
        run.emit(work_by_loss(listing(ordered.worklist, primeiros), ordered))
    else:
        run.emit(listing(service(*where), primeiros))
