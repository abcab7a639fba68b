"""Every error a user can meet: one tree, one exit code a class, text built in one place.

Bad data inside a file is not here: it is a value (`importing.problems.RowProblem`), collected and
reported together. What stands here stops a command. Exit codes are part of the contract.
"""

EXIT_OK = 0
EXIT_BUG = 1
EXIT_USAGE = 2
EXIT_DATA = 3
EXIT_LEDGER = 4
EXIT_BUSY = 5
EXIT_UNCERTAIN = 6
EXIT_CHECK = 7
EXIT_OUTSIDE = 8
EXIT_OVERDUE = 20
EXIT_SECURED = 21
EXIT_CASH = 22
EXIT_REFUSED = 23
EXIT_INTERRUPTED = 130

NOTHING_WRITTEN = "Nada foi gravado."
UNCERTAIN = "INCERTO: rode cobranca verificar"


class CobrancaError(Exception):
    """Base of the tree.

    `message` says what is wrong, in Portuguese, without a final line break; `hint` says what to do.
    `ledger_state` overrides what a writing command says of the ledger at the end of its error.
    """

    exit_code = EXIT_BUG
    code = "E-INTERNO"

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        code: str | None = None,
        ledger_state: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.ledger_state = ledger_state
        if code is not None:
            self.code = code


class UsageError(CobrancaError):
    """The command was typed in a way that cannot be carried out."""

    exit_code = EXIT_USAGE
    code = "E-USO"


class DataError(CobrancaError):
    """The data given is invalid, or names something that does not exist."""

    exit_code = EXIT_DATA
    code = "E-DADOS"


class ConfigError(DataError):
    """`cobranca.toml` holds something the program does not accept."""

    code = "E-CONFIG"


class NotFoundError(DataError):
    """No customer or invoice answers to what was typed."""

    code = "E-NAO-ENCONTRADO"


class AmbiguousError(DataError):
    """More than one customer or invoice answers to what was typed."""

    code = "E-AMBIGUO"


class MissingIndexError(DataError):
    """A month of an index is not known; nothing is computed without it, and never with zero."""

    code = "E-INDICE"


class TemplateError(DataError):
    """A letter's template cannot be rendered as it is written."""

    code = "E-MODELO"


class LedgerError(CobrancaError):
    """The ledger cannot be used: missing, foreign, newer, damaged, read-only, disk full."""

    exit_code = EXIT_LEDGER
    code = "E-LIVRO"


class BusyError(CobrancaError):
    """Another process holds the ledger; trying again later helps."""

    exit_code = EXIT_BUSY
    code = "E-OCUPADO"


class UncertainError(CobrancaError):
    """A commit failed in a way that does not tell whether it happened."""

    exit_code = EXIT_UNCERTAIN
    code = "E-INCERTO"

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message, hint=hint, ledger_state=UNCERTAIN)


class OutsideError(CobrancaError):
    """Something outside the ledger failed: the disk of the output, a server."""

    exit_code = EXIT_OUTSIDE
    code = "E-SAIDA"
