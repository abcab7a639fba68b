"""`verificar`: does the ledger agree with itself?"""

from typing import TYPE_CHECKING, Annotated

from cobranca_cli.cli.frame import DATA, Choice, Opt, Run, Section, command
from cobranca_cli.cli.moment import moment_of, settings_of
from cobranca_cli.errors import EXIT_CHECK, UsageError

if TYPE_CHECKING:
    from cobranca_cli.domain.mark import Mark

verification = Section()

# In the words of the domain, which is loaded only when a command runs.
_LAYERS = Choice("arquivo", "sqlite", "historico", "dinheiro", "regua", "copias", "tempo", "lgpd")


@command(verification, "verificar", formats=DATA)
def verify(
    run: Run,
    camada: Annotated[list[str] | None, Opt("--camada", "Só esta camada; pode repetir.", _LAYERS)] = None,
    detalhe: Annotated[
        bool, Opt("--detalhe", "Mostra o que foi visto, a versão do SQLite e o último registro.")
    ] = False,
    marca: Annotated[
        list[str] | None,
        Opt(
            "--marca",
            "Confere o histórico com esta marca, que um backup mostrou; pode repetir.",
            metavar="N:MARCA",
        ),
    ] = None,
    json: Annotated[bool, Opt("--json", "O mesmo que --formato json.")] = False,
) -> int | None:
    """Confere o livro inteiro: o arquivo, as tabelas, o histórico, cada centavo, a régua, as cópias.

    Se está tudo certo, não diz nada e sai com 0. Se algo não confere, lista cada problema com o que fazer e
    sai com 7. Nunca conserta nem muda nada. Depois de um INCERTO, --detalhe mostra se a última gravação está
    no livro. Cada código está explicado em docs/verificar.md.

    Exemplos:
      cobranca verificar
      cobranca verificar --camada dinheiro --camada historico
      cobranca verificar --json --saida verificacao.json --sobrescrever
      cobranca verificar --detalhe
      cobranca verificar --marca 1042:9a8f03c1d2e45b607788
    """
    from cobranca_cli.cli.progress import progress
    from cobranca_cli.services.verify import verify as service
    from cobranca_cli.views.verify import details, report, summary

    marks = [_mark(text) for text in marca or ()]
    if json:
        run.format = "json"
    with progress("Conferindo") as tell:
        hear = None if tell is None else lambda _layer, done, total: tell(done, total)
        found = service(run.ledger_path, settings_of(run), moment_of(run), camada or (), hear, marks)
    people = run.format == "tabela"
    if found.findings or not people or run.output:
        run.emit(report(found, run.today, for_people=people), quiet=not found.findings)
    for said in found.notes:
        run.warn(said)
    for line in details(found) if detalhe else ():
        run.note(line)
    if found.findings:
        run.note(summary(found))
    return EXIT_CHECK if found.findings else None


def _mark(text: str) -> "Mark":
    from cobranca_cli.domain.mark import LEAST_DIGITS, read_mark

    if mark := read_mark(text):
        return mark
    raise UsageError(
        f'marca inválida: "{text}"',
        hint="copie a que o backup mostrou: o número do evento, dois-pontos e ao menos"
        f" {LEAST_DIGITS} dos algarismos e letras, como 1042:9a8f03c1d2e45b607788",
    )
