"""The folder of the demonstration: what lies in it before the first command runs."""

from contextlib import suppress
from pathlib import Path
from shutil import copyfile, rmtree

from cobranca_cli.errors import LedgerError, OutsideError
from cobranca_cli.faults import reason
from cobranca_cli.services.copies import known_copies

LEDGER = "demo.db"
LETTERS = "cartas"
BAD_FILE = "planilha-com-erros.csv"
_MARK = ".demonstracao-do-cobranca"
SAMPLES = ("clientes.csv", "faturas.csv", "recebidas.csv")
_MADE = (LEDGER, f"{LEDGER}-journal", f"{LEDGER}.ancora", "cobranca.toml", BAD_FILE, *SAMPLES)

_BAD_ROWS = """\
numero;cliente;documento;vencimento;valor
NF-9001;Padaria Bom Dia Ltda;11.222.333/0001-81;15/12/2026;1.250,00
NF-9002;Padaria Bom Dia Ltda;11.222.333/0001-81;31/02/2027;980,00
NF-9003;Mercado Novo Ltda;11.222.333/0001-99;10/12/2026;1,480.00
"""


def prepare_folder(folder: Path, sample: Path, results: tuple[str, ...]) -> None:
    """Make the folder anew with the sample files; `results` are files that the demonstration will write.

    Only a folder that an earlier demonstration made, or an empty one, is taken: nothing of the owner's
    is ever replaced. Raises LedgerError or OutsideError.
    """
    mark = folder / _MARK
    if folder.exists() and not mark.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise LedgerError(
            f"a pasta {folder} já tem arquivos que não são da demonstração",
            hint="escolha outra pasta com --pasta",
        )
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        mark.touch(mode=0o600)
        for name in (*_MADE, *results):
            with suppress(FileNotFoundError):
                (folder / name).unlink()
        for copy in known_copies(folder / LEDGER):
            copy.unlink()
        if (folder / LETTERS).is_dir():
            rmtree(folder / LETTERS)
        for name in SAMPLES:
            copyfile(sample / name, folder / name)
        (folder / BAD_FILE).write_text(_BAD_ROWS, encoding="utf-8")
    except OSError as error:
        raise OutsideError(f"não consegui preparar a pasta {folder}: {reason(error)}") from error
