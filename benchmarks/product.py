"""The program as people have it: a wheel built from this checkout, installed with its bytecode."""

import compileall
import subprocess
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import PYTHON, Usage, child, environment

ROOT = Path(__file__).resolve().parents[1]
_LAUNCHER = "import sys\nfrom cobranca_cli.__main__ import main\nsys.exit(main())\n"
COMPANY = [
    "--empresa",
    "Firma de Medida",
    "--documento",
    "11.222.333/0001-81",
    "--cidade",
    "Recife",
    "--uf",
    "PE",
]


@dataclass(frozen=True, slots=True)
class Product:
    """An installed program; `work` is the folder for everything it makes."""

    site: Path
    work: Path

    @property
    def env(self) -> dict[str, str]:
        """Environment of a child that finds the installed program, and beside it these benchmarks."""
        return {**environment(self.site, ROOT), "TMPDIR": str(self.work)}

    def command(self, *words: str) -> list[str]:
        """The command line of one call."""
        return [PYTHON, str(self.site / "launch.py"), *words]

    def run(self, *words: str, output: Path | None = None) -> Usage:
        """Call the program; it must succeed."""
        return child(self.command(*words), self.env, output=output)

    def helper(self, module: str, *words: str, output: Path | None = None) -> Usage:
        """Run a module of these benchmarks in a child, so that this process stays small."""
        return child([PYTHON, "-m", f"benchmarks.{module}", *words], self.env, output=output)

    def ledger(self, name: str) -> Path:
        """A new, empty ledger in a folder of its own."""
        path = self.work / name / "livro.db"
        path.parent.mkdir()
        self.run("iniciar", "--livro", str(path), *COMPANY)
        return path


def install(work: Path) -> Product:
    """Build the wheel and put it, compiled, in `work`; dependencies are those of the running interpreter."""
    site, wheels = work / "site", work / "wheel"
    pip = [PYTHON, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    build = [*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", str(wheels), str(ROOT)]
    subprocess.run(build, check=True)
    found = [str(wheel) for wheel in wheels.glob("*.whl")]
    subprocess.run([*pip, "install", "--no-deps", "--target", str(site), *found], check=True)
    # Not the script that pip writes: the old ones import `re`, half an empty Python, the new ones do not.
    (site / "launch.py").write_text(_LAUNCHER)
    compileall.compile_dir(site, quiet=1)
    return Product(site, work)
