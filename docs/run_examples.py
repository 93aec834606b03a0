"""Put real output under the commands of the README: `make readme` runs this.

In each ```console block, every line that begins with "$ " is run in the project's folder and what stood under it is
replaced by what it prints. `make test` keeps what stands there: it takes minutes, and its last line is what matters.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ("make test",)


def with_real_output(page: str) -> str:
    """`page` with the output under its commands brought up to date."""
    return re.sub(r"(```console\n)(.*?)(```)", lambda m: m[1] + _rerun(m[2]) + m[3], page, flags=re.S)


def _rerun(block: str) -> str:
    out = []
    for command, shown in re.findall(r"^\$ ([^\n]*)\n((?:(?!\$ )[^\n]*\n)*)", block, re.M):
        out.append(f"$ {command}\n" + (shown if command in KEPT else _output_of(command)))
    return "".join(out)


def _output_of(command: str) -> str:
    above = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")  # a make of its own, not one inside `make readme`
    environment = {**{name: value for name, value in os.environ.items() if name not in above}, "NO_COLOR": "1"}
    done = subprocess.run(command, shell=True, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"$ {command}: exit code {done.returncode}")
    return done.stdout.rstrip("\n") + "\n"


if __name__ == "__main__":
    for name in sys.argv[1:] or ["README.md"]:
        path = ROOT / name
        path.write_text(with_real_output(path.read_text()))
