"""Entry of the `cobranca` program: what must happen before anything is imported."""

import os
import sys

from cobranca_cli import __version__

PROGRAM = "cobranca"


def _prepare_streams() -> None:
    # A console that is not UTF-8 (cron with PYTHONIOENCODING, a Windows redirect) must not stop a report.
    for stream in (sys.stdout, sys.stderr):
        encoding = (getattr(stream, "encoding", None) or "").replace("-", "").lower()
        if encoding not in ("", "utf8") and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _run() -> None:
    import gc

    # Start-up makes no garbage worth collecting: the collector is back before the command runs, and what
    # start-up made is frozen, or its first collection would walk all of it. Reports make rows by the
    # thousand and no cycles, so it looks less often.
    gc.disable()
    try:
        from typer.main import get_command

        from cobranca_cli.cli.app import build_app
        from cobranca_cli.cli.talk import say
        from cobranca_cli.waits import heard_by

        heard_by(say)
        root = get_command(build_app())
        gc.freeze()
        gc.set_threshold(50_000, 20, 20)
    finally:
        gc.enable()
    root.main(prog_name=PROGRAM)


def main() -> None:
    """Run the program and leave with its exit code."""
    os.umask(0o077)
    if sys.argv[1:] in (["--versao"], ["--version"]):
        print(PROGRAM, __version__)
        return
    _prepare_streams()
    try:
        _run()
    except KeyboardInterrupt:
        print("\nInterrompido.", file=sys.stderr)
        raise SystemExit(130) from None
    except ImportError as error:
        if "--depurar" in sys.argv:
            raise
        print(f"erro [E-INTERNO]: falta uma parte do programa ({error.name}).", file=sys.stderr)
        print("dica: instale de novo o cobranca e suas dependências.", file=sys.stderr)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
