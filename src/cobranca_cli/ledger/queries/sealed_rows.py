"""Rows held against the seals: which range differs, which rows no seal covers, in words."""

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from cobranca_cli.brformat import counted
from cobranca_cli.domain.finding import Finding
from cobranca_cli.ledger.fact_tables import FACT_TABLES
from cobranca_cli.ledger.queries.names import TITLE
from cobranca_cli.ledger.seals import Range, Reader, Salts, read_seal, reader

NAMES = {
    "import_batch": ("importação", "importações"),
    "receivable": ("fatura", "faturas"),
    "cancellation": ("cancelamento", "cancelamentos"),
    "movement": ("lançamento", "lançamentos"),
    "movement_reversal": ("estorno", "estornos"),
    "entry": ("efeito de lançamento", "efeitos de lançamentos"),
    "charge_terms": ("versão dos encargos", "versões dos encargos"),
    "index_value": ("valor de índice", "valores de índices"),
    "legal_fact": ("fato jurídico", "fatos jurídicos"),
    "policy": ("política", "políticas"),
    "dunning_run": ("execução da régua", "execuções da régua"),
    "dunning_action": ("ação da régua", "ações da régua"),
    "dunning_decision": ("decisão sobre ação", "decisões sobre ações"),
    "letter": ("carta", "cartas"),
    "payment_slip": ("boleto ou Pix", "boletos e Pix"),
    "contact": ("contato", "contatos"),
    "promise": ("promessa", "promessas"),
    "promise_withdrawal": ("promessa retirada", "promessas retiradas"),
    "hold": ("pausa", "pausas"),
    "hold_end": ("fim de pausa", "fins de pausa"),
    "agreement": ("acordo", "acordos"),
    "agreement_breach": ("quebra de acordo", "quebras de acordos"),
    "customer_fact": ("dado de crédito", "dados de crédito"),
    "guarantee": ("garantia", "garantias"),
    "guarantee_end": ("fim de garantia", "fins de garantia"),
    "bureau_report": ("consulta de crédito", "consultas de crédito"),
    "credit_limit": ("limite de crédito", "limites de crédito"),
    "credit_decision": ("decisão de crédito", "decisões de crédito"),
    "risk_model": ("modelo de risco", "modelos de risco"),
    "erasure": ("anonimização", "anonimizações"),
    "erased_text": ("texto apagado", "textos apagados"),
    "dunning_withdrawal": ("execução da régua desfeita", "execuções da régua desfeitas"),
    "import_withdrawal": ("importação desfeita", "importações desfeitas"),
}
"""What a row of each table is called, and several."""

_SUBJECTS = {
    "receivable": f"SELECT 'fatura ' || {TITLE} FROM receivable r WHERE r.id = ?",
    "movement": "SELECT kind || ' ' || id FROM movement WHERE id = ?",
    "entry": "SELECT kind || ' ' || id FROM movement WHERE id = (SELECT movement_id FROM entry WHERE id = ?)",
    "agreement": "SELECT 'acordo ' || number FROM agreement WHERE id = ?",
}

REMEDY = "recupere a última cópia boa com 'cobranca restaurar' e lance de novo o que veio depois dela"


_LEAST = -(2**63)


class Gap(NamedTuple):
    """Rows from one id to another that a seal skips."""

    table: str
    first: int
    last: int


class SealedRows:
    """What the seals say, taken one event at a time in the order of the chain.

    It keeps how far each table is covered and the gaps found, nothing else.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._readers: dict[str, Reader] = {}
        self._covered: dict[str, int] = {}
        self._gaps: list[Gap] = []
        self.any = False
        self._salts = Salts(connection, make=False)

    def take(self, seq: int, data: str) -> Iterator[Finding]:
        """Hold the rows of one seal against it; `data` is what its event holds."""
        said = read_seal(data)
        if said is None:
            yield Finding("historico", "V-SELO", f"evento {seq}", "o selo não pode ser lido", REMEDY)
            return
        self.any = True
        for table, (first, last) in said.outside.items():
            yield self._outside(table, first, last)
        for table, ranges in said.ranges.items():
            for each in ranges:
                yield from self._hold(seq, table, each)

    def uncovered(self) -> Iterator[Finding]:
        """The rows that no seal covers; call it when the chain has been read to its end."""
        for table in FACT_TABLES if self.any else ():
            after = self._covered.get(table, 0) + 1
            query = f"SELECT max(id) FROM {table} WHERE id >= ?"
            (newest,) = self._connection.execute(query, (after,)).fetchone()
            if newest is not None:
                self._gaps.append(Gap(table, after, newest))
            # The program counts from 1.
            self._gaps.append(Gap(table, _LEAST, 0))
            yield from self._noted(table)
        for gap in self._gaps:
            query = f"SELECT min(id), max(id) FROM {gap.table} WHERE id BETWEEN ? AND ?"
            first, last = self._connection.execute(query, gap[1:]).fetchone()
            if first is not None:
                yield self._outside(gap.table, first, last)

    def _noted(self, table: str) -> Iterator[Finding]:
        """What the program notes beside the seals of how far they go, so that it need not read them all."""
        query = "SELECT coalesce(max(last_id), 0) FROM sealed WHERE table_name = ?"
        (noted,) = self._connection.execute(query, (table,)).fetchone()
        if noted != self._covered.get(table, 0):
            what = f"{NAMES[table][1]}: a anotação de até onde vão os selos não é a dos selos"
            yield Finding("historico", "V-SELO", f"tabela {table}", what, REMEDY)

    def _hold(self, seq: int, table: str, sealed: Range) -> Iterator[Finding]:
        covered = self._covered.get(table, 0)
        if sealed.first <= covered:
            yield Finding(
                "historico", "V-SELO", f"evento {seq}",
                f"{_which(table, sealed.first, sealed.last)}: já tinham selo, e ganharam outro por cima",
                REMEDY,
            )  # fmt: skip
        if sealed.first > covered + 1:
            self._gaps.append(Gap(table, covered + 1, sealed.first - 1))
        self._covered[table] = max(covered, sealed.last)
        if self._read(table, sealed) == sealed:
            return
        # A person may have been erased meanwhile; then the rows are to be read the other way.
        self._readers.pop(table, None)
        found = self._read(table, sealed)
        if found != sealed:
            yield self._differs(seq, table, sealed, found.rows if found else 0)

    def _read(self, table: str, sealed: Range) -> Range | None:
        if table not in self._readers:
            self._readers[table] = reader(self._connection, table, self._salts)
        return self._readers[table](sealed.first, sealed.last, -1)

    def _differs(self, seq: int, table: str, sealed: Range, count: int) -> Finding:
        some = "o que está no livro" if sealed.first == sealed.last else "ao menos uma linha"
        which = _which(table, sealed.first, sealed.last)
        what = f"{which}: {some} não é o que foi gravado (selo no evento {seq})"
        if count != sealed.rows:
            what += f"; eram {counted(sealed.rows, 'linha', 'linhas')}, agora {count}"
        subject = self._subjects(table, sealed.first, sealed.last)
        return Finding("historico", "V-LINHA-ALTERADA", subject, what, REMEDY)

    def _outside(self, table: str, first: int, last: int) -> Finding:
        return Finding(
            "historico",
            "V-LINHA-DE-FORA",
            self._subjects(table, first, last),
            f"{_which(table, first, last)}: o que está no livro não foi gravado pelo cobranca",
            "descubra que programa gravou no livro; se não foi você, recupere a última cópia boa com"
            " 'cobranca restaurar'",
        )

    def _subjects(self, table: str, first: int, last: int) -> str:
        """A seal covers many rows and does not tell which it was: the first and the last are named."""
        one = self._subject(table, first)
        return one if first == last else f"{one} a {self._subject(table, last)}"

    def _subject(self, table: str, identity: int) -> str:
        row = (
            self._connection.execute(_SUBJECTS[table], (identity,)).fetchone() if table in _SUBJECTS else None
        )
        return str(row[0]) if row and row[0] else f"{NAMES[table][0]} {identity}"


def _which(table: str, first: int, last: int) -> str:
    one, many = NAMES[table]
    return f"{one} nº {first}" if first == last else f"{many} nº {first} a {last}"
