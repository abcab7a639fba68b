"""Cobrança: who owes what, since when, and what the law allows, in one local ledger."""

__version__ = "0.1.0"
