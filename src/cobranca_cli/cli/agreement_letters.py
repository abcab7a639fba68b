"""`acordo termo`, `propor`, `avisar`: the letters of an agreement."""

from cobranca_cli.cli.agreements import agreements

assert agreements.info.name == "acordo"
