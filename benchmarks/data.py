"""Seeded data, written row by row. `python -m benchmarks.data KIND ...` runs it in a child."""

import csv
import random
import sqlite3
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

TODAY = date(2026, 11, 21)
SEED = 20261121
_FIRST = date(2024, 12, 1)
_CPF = ((10, 9, 8, 7, 6, 5, 4, 3, 2), (11, 10, 9, 8, 7, 6, 5, 4, 3, 2))
_CNPJ = ((5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2), (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2))


def document(index: int) -> str:
    """A made-up valid document: every third a CPF, the others a CNPJ."""
    text, weights = (
        (f"{100_000_000 + index * 7919:09d}"[-9:], _CPF)
        if index % 3 == 0
        else (f"{10_000_000 + index * 613:08d}0001", _CNPJ)
    )
    for row in weights:
        rest = sum(int(digit) * weight for digit, weight in zip(text, row, strict=True)) % 11
        text += "0" if rest < 2 else str(11 - rest)
    return text


def masked(text: str) -> str:
    """The document as files write it."""
    if len(text) == 11:
        return f"{text[:3]}.{text[3:6]}.{text[6:9]}-{text[9:]}"
    return f"{text[:2]}.{text[2:5]}.{text[5:8]}/{text[8:12]}-{text[12:]}"


def write_csv(path: Path, rows: int, customers: int, bad: int) -> None:
    """An invoice file of 7 columns in the order of its numbers, with `bad` rows spread over it."""
    chance = random.Random(SEED)
    people = [(f"Cliente {index:06d} Comércio Ltda", masked(document(index))) for index in range(customers)]
    days = [(_FIRST + timedelta(days=index)).strftime("%d/%m/%Y") for index in range(900)]
    step = rows // bad if bad else 0
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("numero;parcela;cliente;documento;emissao;vencimento;valor\r\n")
        for index in range(rows):
            name, paper = chance.choice(people)
            issued = chance.randrange(700)
            due, cents = days[issued + chance.randrange(10, 120)], chance.randrange(500, 900_000)
            amount = f"{cents // 100:,}".replace(",", ".") + f",{cents % 100:02d}"
            if step and index % step == step - 1:
                due, amount, paper = _spoil(index // step % 4, due, amount, paper)
            line = (f"NF{index // 3:07d}", str(index % 3 + 1), name, paper, days[issued], due, amount)
            file.write(";".join(line) + "\r\n")


def write_payments(path: Path, invoices: Path) -> None:
    """Payments of five in six of the invoices due by now: one in ten late, one in twenty in two parts."""
    chance = random.Random(SEED)
    with invoices.open(encoding="utf-8", newline="") as source, path.open("w", newline="") as file:
        file.write("data;valor;numero;parcela;documento;chave\n")
        for row in csv.DictReader(source, delimiter=";"):
            issued, due = (_day(row[name]) for name in ("emissao", "vencimento"))
            late = chance.randrange(1, 60) if chance.random() < 0.1 else -chance.randrange(5)
            day = max(issued, due + timedelta(days=late))
            if day > TODAY or chance.random() > 5 / 6:
                continue
            cents = int(row["valor"].replace(".", "").replace(",", ""))
            first = cents // 2 if chance.random() < 0.05 else cents
            for part, share in enumerate((first, cents - first)):
                if share:
                    amount = f"{share // 100},{share % 100:02d}"
                    key = f"{row['numero']}-{row['parcela']}-{part}"
                    line = (f"{day:%d/%m/%Y}", amount, row["numero"], row["parcela"], row["documento"], key)
                    file.write(";".join(line) + "\n")


def _day(text: str) -> date:
    day, month, year = map(int, text.split("/"))
    return date(year, month, day)


def _spoil(kind: int, due: str, amount: str, paper: str) -> tuple[str, str, str]:
    return (
        ("31/02/2026", amount, paper),
        (due, "abc", paper),
        (due, amount, "111.111.111-11"),
        (due, f"-{amount}", paper),
    )[kind]


def fill_ledger(path: Path, rows: int, customers: int, shape: str) -> None:
    """Fill an empty ledger directly.

    `aberto`: everything open, due over two years. `parte`: 15 % open, 2 % overdue. `cancelado`: as
    `aberto`, and one invoice in ten cancelled on some day of the last twenty months.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA cache_size=-65536")
    connection.execute("BEGIN")
    indexes = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE tbl_name = 'receivable' AND type = 'index' AND sql <> ''"
    ).fetchall()
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    connection.executemany(
        "INSERT INTO customer (name, name_key, document, created_on) VALUES (?, ?, ?, '2026-11-21')",
        (
            (name, name.casefold(), document(n))
            for n in range(customers)
            for name in [f"Cliente {n:06d} Ltda"]
        ),
    )
    connection.executemany(
        "INSERT INTO receivable (customer_id, number, issued, due, due_effective, starts_on, amount, settled,"
        " cancelled_on) VALUES (?1, ?2, ?3, ?4, ?4, ?3, ?5, ?6, ?7)",
        _invoices(rows, customers, shape),
    )
    connection.execute(
        "INSERT INTO cancellation (receivable_id, cancelled_on, reason, recorded_at)"
        " SELECT id, cancelled_on, 'medida', 'medida' FROM receivable WHERE cancelled_on IS NOT NULL"
    )
    for _, sql in indexes:
        connection.execute(sql)
    connection.execute("COMMIT")
    connection.close()


def _invoices(rows: int, customers: int, shape: str) -> Iterator[tuple[object, ...]]:
    chance = random.Random(SEED)
    for index in range(rows):
        issued = TODAY - timedelta(days=chance.randrange(720))
        due = issued + timedelta(days=chance.randrange(10, 120))
        amount, settled, cancelled = chance.randrange(500, 900_000), 0, None
        if shape == "parte":
            if index % 50 == 0:
                due = min(due, TODAY - timedelta(days=1 + index // 50 % 400))
                issued = min(issued, due)
            elif index % 100 < 15:
                due = TODAY + timedelta(days=1 + index % 100)
            else:
                settled = amount
        elif shape == "cancelado" and index % 10 == 0:
            later = issued + timedelta(days=chance.randrange(600))
            cancelled = min(later, TODAY).isoformat()
        yield (
            chance.randrange(customers) + 1, f"NF{index:07d}", issued.isoformat(), due.isoformat(),
            amount, settled, cancelled,
        )  # fmt: skip


def copy_to_duckdb(ledger: Path, target: Path) -> None:
    """The same open invoices and customers in DuckDB's own file."""
    import duckdb

    source = sqlite3.connect(ledger)
    with duckdb.connect(str(target)) as connection:
        for table, columns in (
            ("customer", "id, name, document"),
            ("receivable", "customer_id, due_effective, starts_on, amount, settled"),
        ):
            path = target.with_suffix(f".{table}.csv")
            where = " WHERE cancelled_on IS NULL" if table == "receivable" else ""
            with path.open("w", newline="") as file:
                csv.writer(file).writerow(columns.split(", "))
                csv.writer(file).writerows(source.execute(f"SELECT {columns} FROM {table}{where}"))
            types = "types = {'document': 'VARCHAR'}" if table == "customer" else "auto_detect = true"
            connection.execute(f"CREATE TABLE {table} AS SELECT * FROM read_csv('{path}', {types})")
            path.unlink()
    source.close()


def main(words: list[str]) -> None:
    """`csv PATH ROWS CUSTOMERS BAD`, `payments PATH INVOICES`, `ledger PATH ROWS CUSTOMERS SHAPE` or
    `duckdb LEDGER TARGET`.
    """
    kind, path, *rest = words
    if kind == "csv":
        write_csv(Path(path), *map(int, rest))
    elif kind == "payments":
        write_payments(Path(path), Path(rest[0]))
    elif kind == "ledger":
        fill_ledger(Path(path), int(rest[0]), int(rest[1]), rest[2])
    else:
        copy_to_duckdb(Path(path), Path(rest[0]))


if __name__ == "__main__":
    main(sys.argv[1:])
