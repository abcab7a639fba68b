"""`docs/verificar.md` explains every code of a finding, and no other."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
_CODE = re.compile(r"\bV-[A-Z]+(?:-[A-Z]+)*\b")


def test_every_code_is_explained() -> None:
    sources = "".join(path.read_text() for path in (ROOT / "src").rglob("*.py"))
    used = set(re.findall(r'"(V-[A-Z]+(?:-[A-Z]+)*)"', sources))
    explained = set(_CODE.findall((ROOT / "docs" / "verificar.md").read_text()))
    assert len(used) > 30
    assert explained == used
