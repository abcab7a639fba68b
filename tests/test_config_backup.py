"""`[backup]` of cobranca.toml: the default that `iniciar` writes, and what is refused with a remedy."""

import tomllib
from pathlib import Path

import pytest

from cobranca_cli.config import Settings, parse_settings
from cobranca_cli.config_backup import BACKUP_SPEC, BACKUP_TOML, BackupSettings, backup_settings
from cobranca_cli.domain.copies import Keep
from cobranca_cli.errors import ConfigError
from cobranca_cli.services.policy_errors import errors_of

PATH = Path("cobranca.toml")
KEY = "age1pxg9a7zkw53spuklf04t03846j9fpmxjxlxsq5hnn86lu9y8qywqvjvc4m"


def settings(text: str) -> BackupSettings:
    return backup_settings(parse_settings(f"[backup]\n{text}".encode(), PATH))


def test_without_the_section_the_defaults_count() -> None:
    assert backup_settings(Settings(PATH)) == BackupSettings(Path("copias"), Keep(7, 4, 12), "")
    assert backup_settings(parse_settings(BACKUP_TOML.encode(), PATH)) == backup_settings(Settings(PATH))


def test_every_key_is_in_the_default() -> None:
    assert tomllib.loads(BACKUP_TOML)["backup"].keys() == BACKUP_SPEC.keys()


def test_what_is_written_counts() -> None:
    mine = settings(f'pasta = "~/x"\nmanter_semanais = 0\nmanter_diarias = 30\ndestinatario = "{KEY}"')
    assert mine == BackupSettings(Path("~/x").expanduser(), Keep(30, 0, 12), KEY)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("manter_diaria = 3", "manter_diarias"),
        ("manter_diarias = 0", "entre 1 e 366"),
        ('manter_mensais = "12"', "sem aspas"),
        ('pasta = ""', "diga uma pasta"),
        ('destinatario = "age1xyz"', "chave pública do age"),
        (f'destinatario = "{KEY.upper()}"', "chave pública do age"),
        ('destinatario = "AGE-SECRET-KEY-1QQQ"', "apague-a daqui e faça outro par"),
        ('destinatario = "age-secret-key-1qqq"', "apague-a daqui e faça outro par"),
    ],
)
def test_what_is_refused_is_told_with_a_remedy(text: str, told: str) -> None:
    with pytest.raises(ConfigError) as raised:
        settings(text)
    assert told in f"{raised.value.message} {raised.value.hint}"
    assert "1QQQ" not in raised.value.message.upper(), "a secret key is not shown"


def test_the_check_of_the_policy_does_not_show_a_secret_key_either() -> None:
    (found,) = errors_of({"backup": {"destinatario": "AGE-SECRET-KEY-1QQQ"}}, PATH)
    assert "outro par" in f"{found}" and "1QQQ" not in f"{found}"
