"""Write `docs/comandos.md`, the reference of the commands, from the program itself.

`python tools/comandos.py` writes the page; with `--conferir` it only says, by its exit code, whether the
page is fresh. The text comes from the help of each command, so what is wrong here is mended there.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from typer.main import get_command

from cobranca_cli import errors
from cobranca_cli.cli.app import build_app
from cobranca_cli.cli.portuguese import EXAMPLES, shown_name

PAGE = Path(__file__).parents[1] / "docs" / "comandos.md"

EXIT_CODES = {
    errors.EXIT_OK: "tudo certo",
    errors.EXIT_BUG: "um defeito do programa",
    errors.EXIT_USAGE: "o comando foi digitado de um jeito que não dá para cumprir",
    errors.EXIT_DATA: "há dados inválidos, ou que não existem",
    errors.EXIT_LEDGER: "o livro não pode ser usado: não existe, está danificado, é de outro programa…",
    errors.EXIT_BUSY: "outro processo está usando o livro; tente de novo",
    errors.EXIT_UNCERTAIN: "não deu para saber se gravou; rode `cobranca verificar`",
    errors.EXIT_CHECK: "a verificação encontrou um problema",
    errors.EXIT_OUTSIDE: "algo fora do livro falhou: o disco da saída, o servidor de e-mail",
    errors.EXIT_OVERDUE: "há faturas vencidas (só com `vencidos --codigo-saida`)",
    errors.EXIT_SECURED: "vender a prazo com entrada ou garantia (só com `credito avaliar --codigo-saida`)",
    errors.EXIT_CASH: "vender só à vista (só com `credito avaliar --codigo-saida`)",
    errors.EXIT_REFUSED: "não vender (só com `credito avaliar --codigo-saida`)",
    errors.EXIT_INTERRUPTED: "interrompido com Ctrl-C",
}

INTRO = """\
# Comandos

<!-- Gerado por tools/comandos.py a partir da ajuda do programa. Não edite: rode o gerador. -->

A mesma informação está em `cobranca --ajuda` e em `cobranca COMANDO --ajuda`. As palavras em maiúsculas são o
que você preenche. As opções vêm depois do nome do comando; só `--livro` e `--hoje` podem vir antes.

O que é resultado sai na saída padrão; avisos, perguntas e erros saem na saída de erros. Por isso
`cobranca vencidos --formato csv > vencidos.csv` grava só a lista.
"""

CODES_INTRO = """\
## Códigos de saída

Para scripts e agendadores: o código com que o programa termina.

"""


def commands(group: Any, words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command that the help lists, with the words that lead to it."""
    context = typer.Context(group)
    for name, _ in group.summaries():
        found = group.get_command(context, name)
        if hasattr(found, "entries"):
            yield from commands(found, (*words, name))
        else:
            yield (*words, name), found


def cell(text: str) -> str:
    """Text as a cell of a table takes it."""
    return text.replace("|", "\\|")


def row(param: Any) -> str:
    """A parameter as a row: its name and what it does."""
    option = param.param_type_name == "option"
    metavar = "" if not option or getattr(param, "is_flag", False) else f" {param.metavar}"
    default = param.show_default if isinstance(param.show_default, str) else ""
    said = [f"Padrão: {default}."] if default else []
    if option and param.required:
        said.append("Obrigatório.")
    return f"| `{cell(shown_name(param) + metavar)}` | {cell(' '.join([param.help, *said]))} |\n"


def table(heading: str, params: list[Any]) -> str:
    """The parameters as a table, nothing when there are none."""
    rows = "".join(row(param) for param in params if not param.hidden)
    return f"\n| {heading} | o que faz |\n|---|---|\n{rows}" if rows else ""


def is_common(param: Any) -> bool:
    """Whether the option stands in most commands, and so in a table of its own."""
    return str(param.name).startswith("comum_")


def section(words: tuple[str, ...], command: Any) -> str:
    """The section of one command."""
    text, _, examples = command.help.partition(EXAMPLES)
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option"]
    own = [p for p in options if not is_common(p)]
    common = [p.opts[0] for p in options if is_common(p)]
    formats = [
        "\n" + p.help.replace("Formato:", "Formatos:") + "\n" for p in options if p.name == "comum_formato"
    ]
    usage = " ".join(["cobranca", *words, *(shown_name(p) + "..." * (p.nargs == -1) for p in arguments)])
    typed = "\n".join(line.strip() for line in examples.strip().splitlines())
    accepted = ", ".join(f"`{name}`" for name in common)
    return (
        f"\n### {' '.join(words)}\n\n{text.strip()}\n\nUso: `{usage} [OPÇÕES]`\n"
        f"{table('argumento', arguments)}{table('opção', own)}"
        f"\nOpções comuns: {accepted}.\n{''.join(formats)}\n```sh\n{typed}\n```\n"
    )


def common_options(found: list[tuple[tuple[str, ...], Any]]) -> str:
    """The options that commands share, each once, in the order of the command that has most of them."""
    lists = sorted(([p for p in command.params if is_common(p)] for _, command in found), key=len)
    shared = {p.opts[0]: p for params in reversed(lists) for p in params if p.name != "comum_formato"}
    formats = "| `--formato FORMATO` | Um dos formatos do comando. Padrão: tabela, ou o final de --saida. |\n"
    return (
        f"\n## Opções comuns\n\nCada comando diz quais aceita.\n{table('opção', [*shared.values()])}{formats}"
    )


def page() -> str:
    """The whole page."""
    root = get_command(build_app())
    found = list(commands(root, ()))
    codes = "".join(f"| {number} | {meaning} |\n" for number, meaning in EXIT_CODES.items())
    sections = "".join(section(words, command) for words, command in found)
    return (
        f"{INTRO}{common_options(found)}\n## Um por um\n{sections}"
        f"\n{CODES_INTRO}| código | quer dizer |\n|---|---|\n{codes}"
    )


def main(words: list[str]) -> int:
    """Write the page, or with `--conferir` tell whether it is what would be written."""
    text = page()
    if "--conferir" in words:
        return int(not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text)
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
