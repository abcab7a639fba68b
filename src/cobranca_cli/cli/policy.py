"""`politica verificar` and `comparar`: `cobranca.toml` looked at before it is used."""

from datetime import date
from pathlib import Path
from typing import Annotated

from cobranca_cli.cli import parsers
from cobranca_cli.cli.frame import DATA, Arg, Opt, Run, Section, command
from cobranca_cli.cli.moment import moment_of, settings_of
from cobranca_cli.errors import EXIT_DATA, EXIT_OK

policy = Section("politica", "Confere cobranca.toml, e mostra o que outro teria decidido.")

MOST_MONTHS = 24


def months(typed: str, today: date) -> int:
    """A number of months, from 1 to MOST_MONTHS."""
    found = parsers.positive(typed, today)
    if found > MOST_MONTHS:
        raise parsers.BadValue(f"vai de 1 a {MOST_MONTHS} meses")
    return found


@command(policy, "verificar")
def check(
    run: Run,
    arq: Annotated[
        Path | None, Arg("ARQ.toml", "Outro arquivo; sem ele, o cobranca.toml ao lado do livro.")
    ] = None,
) -> int | None:
    """Confere o cobranca.toml inteiro: tudo o que está errado, com o que fazer, e o que é arriscado.

    Um erro é o que o programa recusa; um aviso é o que ele aceita, mas convém pensar: o que a lei limita, o
    que não tem efeito. Sai com o código 3 quando há algum erro; só com avisos, com 0. Nada é gravado.

    Exemplos:
      cobranca politica verificar
      cobranca politica verificar nova.toml
      cobranca politica verificar nova.toml --formato json
    """
    from cobranca_cli.services.policy_check import check as service
    from cobranca_cli.views.policy import checked

    found = service(run.ledger_path, arq)
    run.ends_with = EXIT_DATA if found.wrong else EXIT_OK
    run.emit_document(checked(found, run.today))
    return run.ends_with


@command(policy, "comparar", formats=(*DATA, "xlsx", "html", "pdf"))
def compare(
    run: Run,
    arq: Annotated[Path, Arg("ARQ.toml", "A outra política.")],
    meses: Annotated[int, Opt("--meses", "Quantos meses para trás.", months, metavar="N")] = 3,
) -> None:
    """Mostra o que outra política teria decidido nos últimos meses, antes de você a adotar.

    Compara três assuntos com a política de agora: as decisões de crédito guardadas, avaliadas de novo; os
    planos da régua, degrau por degrau; e o desconto à vista de cada dívida vencida. Só aparece o que muda.
    Nada é gravado: para adotar a outra, copie-a sobre o cobranca.toml.

    Exemplos:
      cobranca politica comparar nova.toml
      cobranca politica comparar nova.toml --meses 6
      cobranca politica comparar nova.toml --saida comparacao.html
    """
    from cobranca_cli.services.policy_compare import compare as service
    from cobranca_cli.views.policy import compared

    found = service(run.ledger_path, settings_of(run), arq, moment_of(run), meses)
    run.emit_document(compared(found, rows_alone=run.format in (*DATA[1:], "xlsx")))
