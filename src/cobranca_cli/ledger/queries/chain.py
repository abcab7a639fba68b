"""The history held against itself: the chain of events, the rows it seals, the heads that were kept.

Cost is linear in events and rows; memory is that of the longest event. Nothing is locked but for the last
moment: events are only ever added, and so are the rows that they seal.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from cobranca_cli.domain.finding import Finding
from cobranca_cli.domain.mark import Mark
from cobranca_cli.faults import reason
from cobranca_cli.ledger.anchor import GIVEN, Anchored, anchor_path, anchored
from cobranca_cli.ledger.events import COLUMNS, GENESIS, Event, event_hash
from cobranca_cli.ledger.schema import STEPS
from cobranca_cli.ledger.seals import KIND, holds_facts
from cobranca_cli.local_time import instant_br

from .sealed_rows import REMEDY, SealedRows

_BATCH = 200
_EVENTS = f"SELECT {COLUMNS} FROM event WHERE seq > ? ORDER BY seq LIMIT {_BATCH}"


def chain_findings(
    connection: sqlite3.Connection, path: Path | None, heads: Iterable[Anchored] = ()
) -> Iterator[Finding]:
    """What in the history is not as it was written, the chain first, then rows, heads and triggers.

    `path` is the ledger, whose anchor is read; None looks at no anchor, as of a copy. `heads` are others
    that were kept, of backups for example. A ledger of an older format without seals is only held against
    its chain.
    """
    try:
        kept, missing = anchored(path) if path else None, "não existe"
    except OSError as error:
        kept, missing = None, f"não pode ser lida ({reason(error)})"
    history = _History(connection, [*(kept or ()), *heads])
    yield from history.read()
    # What was written meanwhile, and what nothing covers, is one look at one state of the ledger.
    ours = not connection.in_transaction
    if ours:
        connection.execute("BEGIN")
    try:
        yield from list(history.read())
        last = list(history.last_words())
    finally:
        if ours:
            connection.execute("ROLLBACK")
    yield from last
    if not history.sealed and _has_unsealed_facts(connection):
        yield Finding("historico", "V-SELO", "", "nenhuma linha do livro tem selo no histórico", REMEDY)
    if path and not kept and history.sealed:
        missing = missing if kept is None else "está vazia ou estragada"
        yield Finding(
            "historico", "V-ANCORA", str(anchor_path(path)), f"a âncora do livro {missing}",
            "se este arquivo é uma cópia de segurança, é o normal: cópia não tem âncora; se é o livro de todo"
            " dia e veio de outra pasta, traga a âncora junto; se não veio, confira o fim do histórico com o"
            " da última cópia",
        )  # fmt: skip
    yield from trigger_findings(connection)


def _has_unsealed_facts(connection: sqlite3.Connection) -> bool:
    """Whether there are facts that the upgrade, or the write that made them, must have sealed."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return version == len(STEPS) and holds_facts(connection)


class _History:
    """The chain as far as it has been read."""

    def __init__(self, connection: sqlite3.Connection, heads: Iterable[Anchored]) -> None:
        self._connection = connection
        self._rows = SealedRows(connection)
        # Of one number there may be two: an older copy was laid in place, and written on.
        self._heads: dict[int, list[Anchored]] = {}
        for head in heads:
            self._heads.setdefault(head.seq, []).append(head)
        self._seq, self._hash = 0, GENESIS
        self._agreed = 0
        self._rewritten: Anchored | None = None

    @property
    def sealed(self) -> bool:
        return self._rows.any

    def read(self) -> Iterator[Finding]:
        """On from the last event that was read, to the end."""
        while batch := self._connection.execute(_EVENTS, (self._seq,)).fetchall():
            for row in batch:
                event = Event(*row)
                yield from self._link(event)
                self._compare(event)
                if event.kind == KIND:
                    yield from self._rows.take(event.seq, event.data)

    def last_words(self) -> Iterator[Finding]:
        """What can only be said at the end."""
        yield from self._never_numbered()
        yield from self._rows.uncovered()
        if self._rewritten:
            yield _rewritten(self._rewritten, self._agreed)
        last = max(self._heads, default=0)
        if last > self._seq:
            yield _cut(self._heads[last][-1], self._seq)

    def _never_numbered(self) -> Iterator[Finding]:
        """Events before the first: the chain does not hold them, and the program gives no such number."""
        query = "SELECT max(seq) FROM event WHERE seq < 1"
        (seq,) = self._connection.execute(query).fetchone()
        if seq is not None:
            what = "tem um número que o programa não dá: foi posto por fora do histórico"
            yield Finding("historico", "V-EVENTO-DE-FORA", f"evento {seq}", what, REMEDY)

    def _link(self, event: Event) -> Iterator[Finding]:
        where, expected = f"evento {event.seq}", self._seq + 1
        if event.seq != expected:
            missing = str(expected) if event.seq == expected + 1 else f"{expected} a {event.seq - 1}"
            yield Finding(
                "historico", "V-EVENTO-FALTA", where, f"antes dele falta no histórico: {missing}", REMEDY
            )
        elif event.previous != self._hash:
            yield Finding("historico", "V-EVENTO-ELO", where, "não continua o evento anterior", REMEDY)
        texts = all(isinstance(each, str) for each in event[1:])
        if not texts or event_hash(*event[:5]) != event.hash:
            yield Finding("historico", "V-EVENTO-ALTERADO", where, "foi alterado depois de gravado", REMEDY)
        self._seq, self._hash = event.seq, event.hash

    def _compare(self, event: Event) -> None:
        heads = self._heads.get(event.seq, ())
        other = next((head for head in heads if not event.hash.startswith(head.hash)), None)
        if heads and not other and not self._rewritten:
            self._agreed = event.seq
        self._rewritten = self._rewritten or other


def _rewritten(head: Anchored, agreed: int) -> Finding:
    since = f"depois do evento {agreed}" if agreed else "desde o começo"
    restored = "se você recuperou uma cópia sem 'cobranca restaurar'"
    if head.occasion == GIVEN:
        restored = "veja se a marca está copiada certo; se você recuperou uma cópia mais antiga do que ela"
    return Finding(
        "historico",
        "V-HISTORICO-REESCRITO",
        f"evento {head.seq}",
        f"o histórico foi escrito de novo {since}: {_kept(head)} é de outro evento {head.seq}",
        f"{restored}, o que veio depois dela se perdeu; se não, alguém refez o livro: compare com a última"
        " cópia",
    )


def _kept(head: Anchored) -> str:
    """Where a head comes from, in words."""
    given = head.occasion == GIVEN
    return f"a marca {Mark(head.seq, head.hash).text}" if given else f"a âncora de {instant_br(head.instant)}"


def _cut(head: Anchored, last: int) -> Finding:
    return Finding(
        "historico",
        "V-HISTORICO-CORTADO",
        f"evento {last}",
        f"o histórico acaba no evento {last}, mas {_kept(head)} é do evento {head.seq}:"
        " o fim foi cortado, ou este livro é uma cópia mais antiga",
        "procure o livro ou a cópia mais nova; se a cópia antiga é a que você quer, ponha-a no lugar com"
        " 'cobranca restaurar'",
    )


def trigger_findings(connection: sqlite3.Connection) -> Iterator[Finding]:
    """The triggers that the schema has not, or has otherwise, and those that are not of the program."""
    query = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
    found = dict(connection.execute(query).fetchall())
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    expected = {
        statement.split()[2]: statement
        for step in STEPS[:version]
        for statement in step
        if statement.startswith("CREATE TRIGGER")
    }
    for name in sorted({*found, *expected}):
        if found.get(name) == expected.get(name):
            continue
        what = "a proteção falta" if name not in found else "a proteção não é a do programa"
        yield Finding("historico", "V-GATILHO", f"gatilho {name}", what, REMEDY)
