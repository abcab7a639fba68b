"""Ways to run the program: inside this process, and as a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.cli.frame_program import build
from typer.testing import CliRunner, Result

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    for name in ("COBRANCA_LIVRO", "COBRANCA_HOJE", "_COBRANCA_COMPLETE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "dados"))
    yield


@pytest.fixture
def frame() -> Callable[..., Result]:
    """Run the small program of `frame_program` in this process."""

    def run(*words: str, **env: str) -> Result:
        return CliRunner().invoke(build(), list(words), env=env)

    return run


@pytest.fixture
def process() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the small program as a process: `process("relato", env={...})`; `module` runs another one."""

    def run(
        *words: str,
        env: dict[str, str] | None = None,
        module: str = "tests.cli.frame_program",
        before: str = "",
    ) -> subprocess.CompletedProcess[str]:
        start = [sys.executable, "-m", module] if not before else [sys.executable, "-c", before]
        environment = {**os.environ, **(env or {})} if env is None or "ONLY" not in env else env
        return subprocess.run(
            [*start, *words], capture_output=True, text=True, env=environment, cwd=ROOT, timeout=60
        )

    return run
