"""A new ledger with its settings beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cobranca_cli.config import FILE_NAME, parse_settings
from cobranca_cli.config_agreement import AGREEMENT_TOML
from cobranca_cli.config_backup import BACKUP_TOML
from cobranca_cli.config_credit import CREDIT_TOML
from cobranca_cli.config_ladder import LADDER_TOML
from cobranca_cli.config_prevention import PREVENTION_TOML
from cobranca_cli.domain.moment import Moment
from cobranca_cli.errors import LedgerError
from cobranca_cli.faults import reason
from cobranca_cli.ledger.due_dates import record_mark
from cobranca_cli.ledger.migrations import create_ledger
from cobranca_cli.ledger.raw import create_empty
from cobranca_cli.ledger.transaction import commits, writing
from cobranca_cli.services.copies import refuse_lost

_TEMPLATE = """\
# Configurações do cobranca. Este arquivo é seu: mude o que precisar e salve.
# O que vem depois de # é comentário. Textos e percentuais ficam entre aspas.

# Quem cobra. Toda carta de cobrança precisa trazer nome, endereço e CPF ou CNPJ
# de quem vendeu (Código de Defesa do Consumidor, art. 42-A).
[empresa]
{company}
# O que se soma a uma fatura paga com atraso. Os dois valores abaixo são os que quase
# todo boleto brasileiro usa, mas só valem se o contrato, o pedido ou o boleto que o
# cliente aceitou disser: "após o vencimento, multa de 2% e juros de 1% ao mês".
# Sem essa previsão não há multa, e os juros são os legais (Código Civil, art. 406).
# Para consumidor, a multa não pode passar de 2% (CDC, art. 52, § 1º).
[encargos]
multa = "2"                    # % do valor, uma vez só
juros = "1"                    # % ao mês, por dia de atraso, sem juros sobre juros
juros_metodo = "A_mensal_30"   # valor x juros x dias / 30

# Se o contrato com consumidores é outro, só o que muda para eles:
# [encargos.consumo]
# multa = "2"

# Carência, correção por índice, desconto por antecipação, tolerância de centavos e outras
# escolhas: docs/configuracao.md. Para um cliente ou uma fatura: cobranca encargos definir.

# Feriados da sua cidade e do seu estado, além dos nacionais e bancários, que o programa
# já conhece. "MM-DD" vale todo ano; "AAAA-MM-DD" vale só naquele ano.
[calendario]
feriados = []

{others}# Um formato de arquivo só seu, para usar com: cobranca importar faturas --perfil meu-sistema
# [importacao.perfil.meu-sistema]
# pular_linhas = 2
# separador = ";"
# decimal = "virgula"
# datas = "dd/mm/aaaa"
# [importacao.perfil.meu-sistema.colunas]
# "Nome do Sacado" = "cliente"
# "Nosso Número" = "numero"
"""


@dataclass(frozen=True, slots=True)
class Created:
    """The settings of the new ledger, whether they were written now, and what is worth saying."""

    settings: Path
    written: bool
    notices: tuple[str, ...]


def create(ledger: Path, company: Mapping[str, str], moment: Moment) -> Created:
    """Make the ledger and, unless there is one already, the settings beside it; `company` is keyed as in
    `[empresa]`. Raises LedgerError when the ledger exists or was lost, ConfigError when a company value is
    not valid.
    """
    refuse_existing(ledger)
    settings_path = ledger.parent / FILE_NAME
    others = LADDER_TOML + PREVENTION_TOML + AGREEMENT_TOML + CREDIT_TOML + BACKUP_TOML
    text = _TEMPLATE.format(company=_company(company), others=others).encode()
    settings = parse_settings(text, settings_path)
    written = not settings_path.exists()
    if not written:
        settings = parse_settings(settings_path.read_bytes(), settings_path)
    try:
        create_ledger(ledger)
    except OSError as error:
        if ledger.exists():
            raise _exists(ledger) from None
        raise LedgerError(
            f"não consegui criar o livro {ledger}: {reason(error)}",
            hint="confira a permissão da pasta e o espaço em disco",
        ) from error
    before = commits()
    try:
        with writing(ledger) as transaction:
            record_mark(transaction.connection, settings.calendar)
            transaction.record("livro_criado", {"versao": 1}, moment.instant)
    except BaseException:
        if commits() == before:
            ledger.unlink(missing_ok=True)
        raise
    if written:
        create_empty(settings_path)
        settings_path.write_bytes(text)
    return Created(settings_path, written, tuple(transaction.notices))


def refuse_existing(ledger: Path) -> None:
    """Raise LedgerError when a ledger is at the place of the new one already, or was and has left a copy."""
    if ledger.exists():
        raise _exists(ledger)
    refuse_lost(ledger)


def _exists(ledger: Path) -> LedgerError:
    return LedgerError(
        f"o livro {ledger} já existe",
        code="E-LIVRO-EXISTE",
        hint="use-o como está, ou escolha outro arquivo com --livro",
    )


def _company(values: Mapping[str, str]) -> str:
    keys = ("nome", "documento", "endereco", "cidade", "uf", "telefone", "email", "pix")
    return "".join(f"{key} = {_quoted(values.get(key, ''))}\n" for key in keys)


def _quoted(text: str) -> str:
    """A TOML basic string; whatever the text holds, it stays inside its quotes."""
    escaped = "".join(
        f"\\{character}"
        if character in '"\\'
        else character
        if character.isprintable()
        else f"\\u{ord(character):04x}"
        for character in text
    )
    return f'"{escaped}"'
