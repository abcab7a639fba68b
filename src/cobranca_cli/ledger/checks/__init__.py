"""What `cobranca verificar` looks at: one module a layer, each only reads, and gives `Finding`s."""
