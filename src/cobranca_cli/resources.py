"""Files that come with the program: beside the package when installed, at the root of a checkout."""

from pathlib import Path

from cobranca_cli.errors import OutsideError


def folder(name: str) -> Path:
    """The folder `name` (`sample_data`, `templates`) that was shipped. Raises OutsideError without it."""
    package = Path(__file__).resolve().parent
    for place in (package / name, package.parents[1] / name):
        if place.is_dir():
            return place
    raise OutsideError(f"falta a pasta {name} da instalação", hint="instale de novo o cobranca")
