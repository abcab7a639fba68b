"""Who may import whom, and what may stand in the files that say what is installed."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PIN = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>[0-9a-z.]+)( ; .+)?")


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    found = [PIN.fullmatch(line) for line in lines]
    assert all(found), [line for line, match in zip(lines, found, strict=True) if not match]
    return {match["name"]: match["version"] for match in found if match}


def wanted() -> list[str]:
    extras = [each for group in PROJECT["optional-dependencies"].values() for each in group]
    return [*PROJECT["dependencies"], *extras]


def test_imports_go_one_way() -> None:
    lint = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_constraints_hold_names_and_versions_only() -> None:
    """No address and no hash: with a hash, pip asks one for this project too, and stops."""
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert "://" not in text and "--hash" not in text
    assert pins()


@pytest.mark.parametrize("requirement", wanted())
def test_every_requirement_is_pinned_within_its_bounds(requirement: str) -> None:
    from packaging.requirements import Requirement

    parsed = Requirement(requirement)
    assert parsed.specifier.contains(pins()[parsed.name])


def test_the_readme_installs_by_the_constraints() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    install = "python3 -m venv .venv && .venv/bin/pip install -q -c constraints.txt -e '.[dev]' && .venv/bin/"
    lines = [line for line in readme.splitlines() if line.startswith("python3 -m venv")]
    # Twice: in English and in Portuguese.
    assert lines == [f"{install}cobranca demo", f"{install}python -m pytest -q"] * 2


@pytest.mark.parametrize(
    "path", ["README.md", "CHANGELOG.md", "LICENSE", "pyproject.toml", "constraints.txt"]
)
def test_what_is_published_stands_at_the_top(path: str) -> None:
    assert (ROOT / path).is_file()
