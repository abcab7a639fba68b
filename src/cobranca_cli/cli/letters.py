"""`carta`: the section that the commands about letters share."""

from cobranca_cli.cli.frame import Section

letters = Section("carta", "Gera, lista, mostra e verifica cartas.")
