"""Side-by-side measurements of the installed program; run with `python -m benchmarks`."""
