"""`carta modelos`, `verificar`, `copiar`, `previa`: models of letters, the program's and the owner's."""

from pathlib import Path
from typing import Annotated

from cobranca_cli.cli.frame import Arg, Choice, Opt, Run, command
from cobranca_cli.cli.letters import letters
from cobranca_cli.cli.moment import settings_of
from cobranca_cli.errors import EXIT_DATA, EXIT_OK, LedgerError

_OVER = "Substitui o que já existe."


@command(letters, "modelos")
def models(run: Run) -> None:
    """Lista os modelos de carta: o que cada um é, quando serve, e se é o do programa ou a sua cópia.

    Exemplos:
      cobranca carta modelos
      cobranca carta modelos --formato json
    """
    from cobranca_cli.services.letter_models import list_models
    from cobranca_cli.views.letter_models import models as view

    run.emit(view(list_models(run.ledger_path), run.as_of))


@command(letters, "verificar")
def check(
    run: Run,
    modelos: Annotated[
        list[str] | None, Arg("MODELO", "Como em 'cobranca carta modelos'; sem nenhum, todos.")
    ] = None,
) -> int:
    """Confere os modelos de carta, os do programa e os seus: o que leem, o que dizem, o que a lei pede.

    Escreve cada carta com exemplos, em texto e em HTML, e procura: nomes que não existem; a falta de nome,
    endereço e CPF ou CNPJ de quem cobra (CDC, art. 42-A); ameaças e ofensas (arts. 42 e 71); a dívida dita a
    outras pessoas ou no assunto; negativação, protesto ou ação que não houve ou que a política da empresa
    não prevê. Com algo a corrigir, termina com o código 3.

    Exemplos:
      cobranca carta verificar
      cobranca carta verificar firme notificacao
      cobranca carta verificar --formato csv --saida modelos.csv
    """
    from cobranca_cli.services.letter_models import check as check_models
    from cobranca_cli.views.letter_models import flaws, well

    found = check_models(run.ledger_path, modelos or ())
    if found.flaws or run.format != "tabela" or run.output:
        run.emit(flaws(found, run.as_of))
    if not found.flaws:
        run.note(well(found))
    return EXIT_DATA if any(each.refused for each in found.flaws) else EXIT_OK


@command(letters, "copiar", formats=())
def copy(
    run: Run,
    modelo: Annotated[str, Arg("MODELO", "Um modelo, um leiaute (carta.txt, carta.html) ou uma parte.")],
    sobrescrever: Annotated[bool, Opt("--sobrescrever", _OVER)] = False,
) -> None:
    """Copia um modelo do programa para a pasta modelos, ao lado do livro, para você mudar as palavras.

    A sua cópia passa a valer no lugar da do programa. Depois de mudar, confira com 'cobranca carta
    verificar' e veja como ficou com 'cobranca carta previa'. Para voltar ao do programa, apague a cópia.

    Exemplos:
      cobranca carta copiar firme
      cobranca carta copiar carta.html
      cobranca carta copiar firme --sobrescrever
    """
    from cobranca_cli.output.atomic import replacing
    from cobranca_cli.services.letter_models import shipped_copy

    if not run.ledger_path.exists():
        raise LedgerError(f"o livro {run.ledger_path} ainda não existe", hint="crie com: cobranca iniciar")
    found = shipped_copy(run.ledger_path, modelo)
    found.place.parent.mkdir(mode=0o700, exist_ok=True)
    with replacing(found.place, overwrite=sobrescrever) as file:
        file.write(found.content)
    run.note(f"Escrito: {found.place}")
    run.note(f"Mude o que quiser e confira com: cobranca carta verificar {modelo}")


@command(letters, "previa", formats=())
def preview(
    run: Run,
    modelo: Annotated[str, Arg("MODELO", "Como em 'cobranca carta modelos'.")],
    exemplo: Annotated[
        str, Opt("--exemplo", "Para quem é a carta de exemplo.", Choice("consumidor", "empresa"))
    ] = "consumidor",
    saida: Annotated[
        Path | None,
        Opt("--saida", "Onde gravar a página.", metavar="ARQ", default="um arquivo temporário"),
    ] = None,
    sobrescrever: Annotated[bool, Opt("--sobrescrever", _OVER)] = False,
    nao_abrir: Annotated[bool, Opt("--nao-abrir", "Só grava; não abre o navegador.")] = False,
) -> None:
    """Mostra no navegador como fica uma carta, com um cliente inventado e os dados da sua empresa.

    Exemplos:
      cobranca carta previa firme
      cobranca carta previa notificacao --exemplo empresa --saida previa.html --nao-abrir
    """
    from cobranca_cli.output.atomic import replacing
    from cobranca_cli.output.qr import png_data_uri
    from cobranca_cli.services.letter_models import preview as write

    settings = settings_of(run)
    page = write(run.ledger_path, settings, modelo, exemplo, png_data_uri)
    place = saida or _temporary(modelo)
    with replacing(place, overwrite=sobrescrever) as file:
        file.write(page.encode())
    if not settings.company.nome:
        run.warn(f"a empresa da prévia é inventada; preencha [empresa] em {settings.path}")
    run.note(f"Escrito: {place}")
    if run.interactive and not nao_abrir:
        _open(place)


def _temporary(model: str) -> Path:
    """A file of its own in a folder that only the owner enters."""
    import tempfile

    return Path(tempfile.mkdtemp(prefix="cobranca-previa-")) / f"{model}.html"


def _open(page: Path) -> None:
    import webbrowser

    webbrowser.open(page.absolute().as_uri())
