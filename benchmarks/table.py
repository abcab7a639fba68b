"""The lines that are printed: what, against what, the ratio, the goal, and whether it is met."""

from dataclasses import dataclass

from benchmarks.measure import Runs, Spread, ratio, spread

_WIDTHS = (42, 26, 10, 21, 21, 4, 19, 6)
_HEADINGS = ("what", "against", "ms median", "wall ratio", "CPU ratio", "MiB", "goal", "")


@dataclass(frozen=True, slots=True)
class Goal:
    """A limit of quality/performance.md section 7. `by` is `wall`, `cpu`, `seconds`, `mib` or `exponent`."""

    name: str
    limit: float
    by: str

    def __str__(self) -> str:
        unit = {"seconds": " s", "mib": " MiB", "exponent": ""}.get(self.by, f" x {self.by}")
        return f"{self.name} <= {self.limit:g}{unit}"


def _row(cells: tuple[str, ...]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, _WIDTHS, strict=True)).rstrip()


def heading(title: str) -> None:
    """Start a part of the table."""
    print(f"\n## {title}\n\n{_row(_HEADINGS)}", flush=True)


class Lines:
    """Prints lines over the runs of one part; a small run judges nothing but what holds at any size."""

    def __init__(self, runs: Runs, *, judge: bool = True) -> None:
        self.runs = runs
        self.judge = judge

    def line(self, name: str, base: str | None = None, goal: Goal | None = None, label: str = "") -> None:
        """One job, against another job of the same rounds."""
        ours = self.runs[name]
        values: dict[str, Spread] = {
            "seconds": spread(usage.wall for usage in ours),
            "mib": spread(usage.mib for usage in ours),
        }
        if base:
            values |= {by: ratio(ours, self.runs[base], by) for by in ("wall", "cpu")}
        mib = values["mib"].median
        cells = (
            label or name,
            base or "",
            f"{values['seconds'].median * 1000:,.1f}",
            str(values.get("wall", "")),
            str(values.get("cpu", "")),
            f"{mib:.0f}" if mib else "",
        )
        print(_row((*cells, *verdict(goal if self.judge else None, values))), flush=True)


def verdict(goal: Goal | None, values: dict[str, Spread]) -> tuple[str, str]:
    """The goal, and whether the median reaches it."""
    if goal is None:
        return "", ""
    return str(goal), "met" if values[goal.by].median <= goal.limit else "MISSED"


def exponent(label: str, sizes: tuple[int, int], times: tuple[float, float], goal: Goal) -> None:
    """How the time grows with the size: 1 is linear."""
    from math import log

    found = log(times[1] / times[0]) / log(sizes[1] / sizes[0])
    note = f"{sizes[0]:,} -> {sizes[1]:,}"
    met = "met" if found <= goal.limit else "MISSED"
    print(_row((label, note, "", f"exponent {found:.2f}", "", "", str(goal), met)), flush=True)
