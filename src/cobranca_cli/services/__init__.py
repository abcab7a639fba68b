"""Use cases: each joins importing, domain and ledger into one act of the user."""
