"""Where the ledger is when nobody says."""

import os
from pathlib import Path

ENV_LEDGER = "COBRANCA_LIVRO"
FILE_NAME = "livro.db"


def data_folder() -> Path:
    """The user's data folder of the program, by the custom of each operating system; it may not exist yet."""
    from platformdirs import user_data_path

    return user_data_path("cobranca", appauthor=False)


def ledger_path(typed: str | None = None) -> Path:
    """The ledger: what was typed, else `COBRANCA_LIVRO`, else `livro.db` in the data folder.

    `~` is expanded, for cron and systemd do not expand it in variables; a relative path stays relative.
    """
    chosen = typed or os.environ.get(ENV_LEDGER)
    return expanded(chosen) if chosen else data_folder() / FILE_NAME


def expanded(typed: str) -> Path:
    """The path with `~` expanded; the `~` of somebody who is not known here stays as it is."""
    try:
        return Path(typed).expanduser()
    except RuntimeError:
        return Path(typed)
