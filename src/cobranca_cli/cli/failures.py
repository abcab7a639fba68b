"""The only place where an error becomes lines on stderr and an exit code."""

import errno
import os
import sys
import traceback
from pathlib import Path

from typer.exceptions import TyperException

from cobranca_cli import __version__
from cobranca_cli.cli import portuguese
from cobranca_cli.cli.invocation import Invocation
from cobranca_cli.cli.run import commits_so_far
from cobranca_cli.cli.talk import say
from cobranca_cli.errors import (
    EXIT_INTERRUPTED,
    EXIT_OK,
    NOTHING_WRITTEN,
    CobrancaError,
    LedgerError,
    OutsideError,
    UsageError,
)
from cobranca_cli.faults import reason

_PACKAGE = Path(__file__).resolve().parents[1]
_UNTOLD = "o que este comando fazia já entrou no livro."
_REPORT = (
    "isto é um defeito do programa, não do que você fez; avise quem cuida dele: diga qual foi o comando e "
    f"copie a linha acima (versão {__version__}), sem dados de clientes; --depurar mostra o detalhe técnico"
)


def report(error: BaseException, call: Invocation) -> int:
    """Say what happened, once, and give the exit code; a reader that went away is no error."""
    if _reader_gone(error):
        drop_output()
        return call.run.ends_with if call.run else EXIT_OK
    if call.debug:
        say("".join(traceback.format_exception(error)), end="")
    if isinstance(error, KeyboardInterrupt):
        say("\nInterrompido.")
        _say_ledger_state(None, call)
        return EXIT_INTERRUPTED
    known = _known(error, call)
    say(f"erro [{known.code}]: {known.message}")
    hint = _help(known, call) or known.hint
    if hint:
        say(f"dica: {hint}")
    _say_ledger_state(known, call)
    return known.exit_code


def flush_output() -> None:
    """Write what is still held back for stdout, while a failure can still be told. Raises OutsideError."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        if _reader_gone(error):
            raise
        drop_output()
        raise OutsideError(f"não foi possível escrever a saída ({reason(error)})") from error


def drop_output() -> None:
    """Send what is still to be written to stdout nowhere, so that leaving the program cannot fail on it."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return


def _reader_gone(error: BaseException) -> bool:
    # Windows says EINVAL where the others say EPIPE.
    windows = os.name == "nt" and isinstance(error, OSError) and error.errno == errno.EINVAL
    return isinstance(error, BrokenPipeError) or windows


def _known(error: BaseException, call: Invocation) -> CobrancaError:
    if isinstance(error, CobrancaError):
        if isinstance(error, UsageError) and error.hint is None:
            error.hint = portuguese.hint_for(call.path)
        return error
    if isinstance(error, TyperException):
        return portuguese.translate(error, call.words, call.path)
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        drop_output()
        return OutsideError("acabou o espaço em disco", hint="libere espaço e rode de novo")
    return _of_the_ledger(call) or CobrancaError(
        f"defeito do programa ({type(error).__name__} em {_place(error)})", hint=_REPORT
    )


def _of_the_ledger(call: Invocation) -> CobrancaError | None:
    """The error of a ledger in which others have written: no defect of the program, but what it was given."""
    if call.run is None:
        return None
    try:
        from cobranca_cli.cli.moment import moment_of
        from cobranca_cli.services.damage import damage

        return damage(call.run.ledger_path, moment_of(call.run))
    except Exception:  # noqa: BLE001 - the error that is being told comes first
        return None


def _help(error: CobrancaError, call: Invocation) -> str | None:
    """Which copy brings a ledger back that is not there or damaged."""
    if not isinstance(error, LedgerError) or call.run is None:
        return None
    from cobranca_cli.services.copies import help_with

    return help_with(error.code, call.run.ledger_path)


def _place(error: BaseException) -> str:
    """The last line of our code that the error came through; what the error says may name people."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        file = Path(frame.filename)
        if file.is_relative_to(_PACKAGE):
            return f"{file.relative_to(_PACKAGE).as_posix()}:{frame.lineno}"
    return "código de terceiros"


def _say_ledger_state(error: CobrancaError | None, call: Invocation) -> None:
    if not call.writes:
        return
    told = error.ledger_state if error else None
    done = call.run.ledger_state if call.run else None
    known = max(call.commits_before, call.run.told_commits if call.run else 0)
    if not told and commits_so_far() > known:
        # Cut short between the commit and the sentence about it.
        done = f"{done} {_UNTOLD}" if done else f"Gravado: {_UNTOLD}"
    say(told or done or NOTHING_WRITTEN)
