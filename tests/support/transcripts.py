"""Transcripts: what a document says that the program prints is what it prints.

Two notations, both replayed in an empty folder with the sample data in it, on the day `TODAY`:

- a ```console block of a Markdown page shows what a person sees on a terminal of 80 columns: `$ command`
  lines, each followed by its output. A line that holds only `[…]` stands for any number of lines.
- a `.txt` file shows what a script sees, in pipes: `$ command`, stdout, `>2` and stderr if there is any,
  and `>= CODE` at the end. Text between two commands is a comment.

`python -m tests.support.transcripts --update-golden` writes into all of them what the program says now.
"""

import fcntl
import os
import re
import shlex
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
TODAY = "2026-11-21"
SKIPPED = "[…]"
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
GOLDEN = sorted((ROOT / "tests" / "cli" / "transcripts").glob("*.txt"))

_BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
_STEP = re.compile(r"^\$ (?P<command>.*)\n(?P<shown>(?:(?!\$ ).*\n)*)", re.MULTILINE)
_GOLDEN_STEP = re.compile(r"^\$ (?P<command>.*)\n(?:.*\n)*?>= \d+\n", re.MULTILINE)


class Shell:
    """A shell in a folder of its own; `export` and `cd` last from one command to the next."""

    def __init__(self, home: Path) -> None:
        self.home, self.folder = home.resolve(), home.resolve()
        self.bin = Path(sys.executable).parent
        path = os.pathsep.join([str(self.bin), os.environ.get("PATH", os.defpath)])
        self.env = {"PATH": path, "HOME": str(self.home), "LANG": "C.UTF-8", "TERM": "dumb"}
        self.env["COBRANCA_HOJE"] = TODAY
        shutil.copytree(
            ROOT / "sample_data", self.home / "sample_data", ignore=shutil.ignore_patterns("__pycache__")
        )

    def keeps(self, command: str) -> bool:
        """Carry out `export NAME=VALUE` and `cd FOLDER`, which say nothing."""
        word, *rest = shlex.split(command)
        if word == "export":
            self.env.update(pair.split("=", 1) for pair in rest)
        elif word == "cd":
            self.folder = self.folder / rest[0]
        return word in ("export", "cd")

    def in_pipes(self, command: str) -> tuple[str, str, int]:
        """What a script gets: stdout, stderr and the exit code."""
        done = subprocess.run(
            command, shell=True, cwd=self.folder, env=self.env, stdin=subprocess.DEVNULL, capture_output=True
        )
        return self._tidy(done.stdout), self._tidy(done.stderr), done.returncode

    def on_terminal(self, command: str) -> str:
        """What a person sees, 80 columns wide; nobody answers questions."""
        screen, terminal = os.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        streams = {"stdin": subprocess.DEVNULL, "stdout": terminal, "stderr": terminal}
        with subprocess.Popen(command, shell=True, cwd=self.folder, env=self.env, **streams):
            os.close(terminal)
            seen = b"".join(iter(lambda: _read(screen), b""))
        os.close(screen)
        return self._tidy(seen)

    def _tidy(self, output: bytes) -> str:
        text = output.decode().replace("\r\n", "\n")
        text = text.replace(str(self.bin), "/home/ana/cobranca/.venv/bin").replace(
            str(self.home), "/home/ana/loja"
        )
        # Where the system tells who holds a lock, it is another number every time.
        text = re.sub(r"(outro processo) \(\d+, \w+\)", r"\1", text)
        return re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)


def _read(screen: int) -> bytes:
    try:
        return os.read(screen, 65536)
    except OSError:  # Linux's word for the end of a terminal
        return b""


def replay_page(text: str, shell: Shell) -> str:
    """The Markdown page with what the program prints now."""

    def step(found: re.Match[str]) -> str:
        if shell.keeps(found["command"]):
            return f"$ {found['command']}\n"
        return f"$ {found['command']}\n{_abridged(shell.on_terminal(found['command']), found['shown'])}"

    return _BLOCK.sub(lambda block: _STEP.sub(step, block[0]), text)


def _abridged(actual: str, shown: str) -> str:
    """`actual`, left out where `shown` leaves out: as many lines before and after as it has."""
    lines, wanted = actual.splitlines(keepends=True), shown.splitlines()
    if SKIPPED not in wanted:
        # An empty line between the output and the next command is the page's own.
        return actual + "\n" * (wanted[-1:] == [""] and not actual.endswith("\n\n"))
    before, after = wanted.index(SKIPPED), len(wanted) - wanted.index(SKIPPED) - 1
    return "".join([*lines[:before], f"{SKIPPED}\n", *lines[len(lines) - after :]])


def replay_golden(text: str, shell: Shell) -> str:
    """The `.txt` transcript with what the program prints now."""

    def step(found: re.Match[str]) -> str:
        if shell.keeps(found["command"]):
            return found[0]
        out, err, code = shell.in_pipes(found["command"])
        return f"$ {found['command']}\n{out}{f'>2{chr(10)}{err}' if err else ''}>= {code}\n"

    return _GOLDEN_STEP.sub(step, text)


def replayed(path: Path) -> str:
    """The document with what the program prints now."""
    replay: Callable[[str, Shell], str] = replay_golden if path.suffix == ".txt" else replay_page
    with tempfile.TemporaryDirectory() as folder:
        return replay(path.read_text(encoding="utf-8"), Shell(Path(folder) / "loja"))


def main(words: list[str]) -> int:
    """Say which documents differ; with `--update-golden`, write them."""
    stale = []
    for path in (*PAGES, *GOLDEN):
        now = replayed(path)
        if now != path.read_text(encoding="utf-8"):
            stale.append(path)
            if "--update-golden" in words:
                path.write_text(now, encoding="utf-8")
    for path in stale:
        print(path.relative_to(ROOT))
    return int(bool(stale) and "--update-golden" not in words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
