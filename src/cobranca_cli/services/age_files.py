"""Copies encrypted with age, by the library of the extra `cifrado`: for a public key, and back.

The secret key never lies on this machine but for the moment in which a copy is restored.
"""

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from cobranca_cli.errors import ConfigError, DataError, OutsideError
from cobranca_cli.faults import reason
from cobranca_cli.ledger.restoring import bad_copy

if TYPE_CHECKING:
    from collections.abc import Sequence

MAGIC = b"age-encryption.org/v1"
_SECRET = "AGE-SECRET-KEY-1"  # noqa: S105 - how such a key begins
_MOST_KEY_BYTES = 65_536
_WRONG_KEY = "No matching keys found"


def _library() -> Any:
    try:
        import pyrage
    except ImportError as error:
        from cobranca_cli.services.doctor_program import PACKAGE, pip_install

        raise OutsideError(
            "falta a biblioteca que cifra as cópias (pyrage)",
            code="E-CIFRA",
            hint=f"instale com: {pip_install(f'{PACKAGE}[cifrado]')}; sem ela nenhuma cópia é feita nem lida",
        ) from error
    return pyrage


def is_sealed(path: Path) -> bool:
    """Whether the file is one of age's. Raises OSError when it cannot be read."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def recipient(public_key: str) -> Any:
    """The key that copies are encrypted for. Raises ConfigError for one with a typing error."""
    library = _library()
    try:
        return library.x25519.Recipient.from_str(public_key)
    except library.RecipientError as error:
        raise ConfigError(
            "destinatario, em [backup] de cobranca.toml, não é uma chave pública do age",
            hint="copie-a de novo, inteira: ela começa com age1 e tem uma letra que confere as outras",
        ) from error


def seal(plain: bytes, key: Any, target: BinaryIO) -> None:
    """Write the bytes encrypted."""
    _library().encrypt_io(BytesIO(plain), target, [key])


def unseal(sealed: Path, key_file: Path) -> bytes:
    """What the file holds, decrypted.

    Raises DataError for a wrong key, LedgerError for a damaged file, OSError.
    """
    library = _library()
    keys = _secret_keys(library, key_file)
    content = sealed.read_bytes()
    try:
        return bytes(library.decrypt(content, keys))
    except library.DecryptError as error:
        if str(error) != _WRONG_KEY:
            raise bad_copy(sealed, "o que está cifrado não confere") from error
        raise DataError(
            f"a chave de {key_file} não abre a cópia {sealed}, ou o começo da cópia está danificado",
            code="E-CHAVE",
            hint="confira se é a chave de quando a cópia foi feita, ou use outra cópia",
        ) from error


def _secret_keys(library: Any, key_file: Path) -> "Sequence[Any]":
    try:
        with key_file.open(encoding="utf-8", errors="replace") as file:
            lines = file.read(_MOST_KEY_BYTES).splitlines()
        keys = [library.x25519.Identity.from_str(each.strip()) for each in lines if each.startswith(_SECRET)]
    except OSError as error:
        raise DataError(
            f"não encontrei a chave {key_file}"
            if isinstance(error, FileNotFoundError)
            else f"não consegui ler a chave {key_file}: {reason(error)}",
            code="E-CHAVE",
            hint="diga em --chave o arquivo da chave secreta, que você guarda fora desta máquina",
        ) from error
    except library.IdentityError:
        keys = []
    if not keys:
        raise DataError(
            f"não há uma chave secreta do age em {key_file}",
            code="E-CHAVE",
            hint=f"a linha da chave começa com {_SECRET}",
        )
    return keys


def new_pair() -> tuple[str, str]:
    """A new pair of keys: the public one and the secret one."""
    identity = _library().x25519.Identity.generate()
    return str(identity.to_public()), str(identity)
