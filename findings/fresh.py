"""Runs a program with pinned public packages in a folder of its own, without our code, and compares what it prints."""

import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory


def differs(packages: Sequence[str], program: str, seen: Sequence[str]) -> int:
    """0 if the program still prints these lines, else 1; what it printed is shown."""
    with TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / "bin" / "python"
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages], check=True
        )
        told = subprocess.run([python, "-c", program], capture_output=True, text=True, check=True, cwd=folder).stdout
    print(f"python {sys.version.split()[0]}, {', '.join(packages)}", told, sep="\n", end="")
    if told.splitlines() == list(seen):
        return 0
    print("expected, from when this was found:", *seen, sep="\n")
    return 1
