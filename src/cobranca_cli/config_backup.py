"""`[backup]` of `cobranca.toml`: where copies go, how many are kept, and for whose key they are encrypted.

Read only by `backup`. Without the section, or without a key of it, the default of `BACKUP_TOML` counts.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from cobranca_cli.config import Settings
from cobranca_cli.config_checks import Check, checked_section, count, text
from cobranca_cli.domain.copies import Keep

FOLDER = "copias"

BACKUP_TOML = f"""\
# Cópias de segurança: cobranca backup. O que elas guardam, e como voltar: docs/copias.md.
[backup]
pasta = "{FOLDER}"                 # ao lado do livro; de outro disco, o caminho inteiro
manter_diarias = 7               # quantas ficam: a última de cada um destes dias,
manter_semanais = 4              # destas semanas
manter_mensais = 12              # e destes meses
destinatario = ""                # chave pública age1…: as cópias saem cifradas para ela
                                 # (para ter um par de chaves: cobranca backup --criar-chave)

"""
"""The default, as the owner finds it in his file."""

_RECIPIENT = re.compile(r"age1[02-9ac-hj-np-z]{58}", re.ASCII)


class BackupSettings(NamedTuple):
    """`[backup]`, checked.

    Attributes:
        folder: where copies go; relative to the ledger's folder unless it is absolute.
        keep: how many copies stay.
        recipient: age public key (X25519) for which copies are encrypted; empty: they are not.
    """

    folder: Path
    keep: Keep
    recipient: str


def _recipient(value: object) -> str:
    typed = text(value)
    if typed.upper().startswith("AGE-SECRET-KEY-"):
        raise ValueError(
            "é a chave secreta, que não pode ficar nesta máquina: apague-a daqui e faça outro par com"
            " 'cobranca backup --criar-chave'; aqui vai a pública, age1…"
        )
    if typed and not _RECIPIENT.fullmatch(typed):
        raise ValueError("deve ser uma chave pública do age, age1 e mais 58 letras e números")
    return typed


def _folder(value: object) -> str:
    typed = text(value)
    if not typed:
        raise ValueError("diga uma pasta")
    return typed


BACKUP_SPEC: dict[str, Check] = {
    "pasta": _folder,
    "manter_diarias": count(1, 366),
    "manter_semanais": count(0, 104),
    "manter_mensais": count(0, 120),
    "destinatario": _recipient,
}
"""Keys of `[backup]`."""


def backup_settings(settings: Settings) -> BackupSettings:
    """The owner's rules for copies. Raises ConfigError naming file, key, value and remedy."""
    written = settings.prevention.get("backup", {})
    values = {**_defaults(), **checked_section(written, BACKUP_SPEC, settings.path, "backup")}
    daily, weekly, monthly = (values[f"manter_{each}"] for each in ("diarias", "semanais", "mensais"))
    assert isinstance(daily, int) and isinstance(weekly, int) and isinstance(monthly, int)
    return BackupSettings(
        Path(str(values["pasta"])).expanduser(), Keep(daily, weekly, monthly), str(values["destinatario"])
    )


@cache
def _defaults() -> Mapping[str, object]:
    import tomllib

    written: Mapping[str, object] = tomllib.loads(BACKUP_TOML)["backup"]
    return {key: BACKUP_SPEC[key](value) for key, value in written.items()}
