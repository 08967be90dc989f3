"""How long `import convbook` takes beyond NumPy: `python tests/benchmarks/bench_import.py`.

Every row is timed in fresh interpreters, which import what stands before it first. The rows take turns, so
that a busy moment of the machine falls on all of them.
"""

import subprocess
import sys
from statistics import median

ROUNDS = 15
CODE = (
    "{before}\nfrom time import perf_counter\nstart = perf_counter()\n{timed}\nprint(perf_counter() - start)"
)
ROWS = {
    "numpy": ("", "import numpy"),
    "convbook, after numpy": ("import numpy", "import convbook"),
    "the first explorer, after convbook": ("import convbook", "convbook.explore('window')"),
}


def seconds(before: str, timed: str) -> float:
    code = CODE.format(before=before, timed=timed)
    return float(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    )


def main() -> None:
    times = {name: [] for name in ROWS}
    for _ in range(ROUNDS):
        for name, (before, timed) in ROWS.items():
            times[name].append(1000 * seconds(before, timed))
    print(f"{'milliseconds, ' + str(ROUNDS) + ' interpreters':38}{'median':>8}{'min':>8}{'max':>8}")
    for name, row in times.items():
        print(f"{name:38}{median(row):8.0f}{min(row):8.0f}{max(row):8.0f}")


if __name__ == "__main__":
    main()
