"""Letters: templates rendered in a child process, away from the ledger and within limits."""
