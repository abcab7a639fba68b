"""`doutor`: is everything in place, and what mends what is not."""

import os
import sys
from typing import Annotated

from cobranca_cli.cli.frame import Opt, Run, Section, command
from cobranca_cli.cli.moment import moment_of
from cobranca_cli.errors import EXIT_CHECK

doctor = Section()


@command(doctor, "doutor")
def examine(
    run: Run,
    rapido: Annotated[
        bool, Opt("--rapido", "Não lê o livro inteiro à procura de páginas danificadas.")
    ] = False,
) -> int | None:
    """Confere a instalação inteira: para cada item diz ok ou o comando que conserta.

    Olha o programa e as bibliotecas, o livro e a pasta dele, o relógio, a tela, os modelos de carta, o
    cobranca.toml, o agendador, a última cópia e se a próxima pode ser feita. Funciona sem livro, não cria nem
    muda nada e não usa a rede. 'opcional' é o que o programa dispensa. Sai com o código 7 quando há algo a
    consertar. O que está dentro do livro, quem confere é 'cobranca verificar'.

    Exemplos:
      cobranca doutor
      cobranca doutor --rapido
      cobranca doutor --formato json
    """
    from cobranca_cli.output.terminal import terminal_width
    from cobranca_cli.services.doctor import examine as service
    from cobranca_cli.services.doctor import needs_mending
    from cobranca_cli.services.doctor_types import Asked, Screen
    from cobranca_cli.views.doctor import examined

    terminal = sys.stdout is not None and sys.stdout.isatty()
    encoding = (sys.stdout.encoding if sys.stdout else None) or "desconhecida"
    colour = terminal and "NO_COLOR" not in os.environ and os.environ.get("TERM") not in (None, "dumb")
    screen = Screen(terminal, terminal_width(), encoding, colour)
    moment = moment_of(run)
    lines = service(Asked(run.ledger_path, moment.today, moment.instant, screen, rapido))
    run.emit(examined(lines, run.today))
    return EXIT_CHECK if needs_mending(lines) else None
