"""`autocompletar`: the script that lets the shell finish what is typed."""

from typing import Annotated

from cobranca_cli.cli import completion
from cobranca_cli.cli.frame import Arg, Choice, Run, Section, command

commands = Section()


@command(commands, "autocompletar", formats=())
def show(
    run: Run,
    shell: Annotated[str, Arg("SHELL", "bash, zsh, fish ou powershell.", Choice(*completion.SHELLS))],
) -> None:
    """Mostra o que colar na configuração do terminal para completar comandos com a tecla Tab.

    Exemplos:
      cobranca autocompletar bash >> ~/.bashrc
      cobranca autocompletar zsh >> ~/.zshrc
      cobranca autocompletar fish > ~/.config/fish/completions/cobranca.fish
      cobranca autocompletar powershell >> $PROFILE
    """
    print(completion.script(shell))
