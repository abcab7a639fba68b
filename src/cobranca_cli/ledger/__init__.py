"""The SQLite ledger: schema, connections, the event chain, reads and writes."""
