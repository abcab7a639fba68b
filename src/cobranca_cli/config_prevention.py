"""`[regua.segmentos]` and `[fidelidade]` of `cobranca.toml`: what may stand there."""

from cobranca_cli.config_checks import Check

SEGMENTS_SPEC: dict[str, Check] = {}
"""Keys of `[regua.segmentos]`; the meaning of each is in `domain.segments`."""
