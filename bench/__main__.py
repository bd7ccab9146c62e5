"""`python -m bench`: every workload as a ratio against a floor of the same run; writes bench/latest.json.

Exit code 1 when a workload misses what is wanted of it.
"""

import datetime
import json
import sys
from pathlib import Path

from bench import claims, profiles
from webapp.policy import Library

ROOT = Path(__file__).resolve().parents[1]
LATEST = Path(__file__).with_name("latest.json")


def main() -> int:
    """Run all workloads, print a line each, write the file."""
    policies = ROOT / "policies"
    library = Library.from_folder(policies)
    results = [
        claims.measure(library.profile("guangdong", datetime.date(2022, 4, 1))),
        profiles.loading(policies),
        profiles.proof(policies),
    ]
    LATEST.write_text(json.dumps({"workloads": [one.as_dict() for one in results]}, indent=2) + "\n", encoding="utf-8")
    for one in results:
        mark = "ok  " if one.reached() else "miss"
        print(
            f"{mark} {one.workload}: {one.ratio} (wanted {one.better} than {one.want}; "
            f"{one.ours} against {one.floor} {one.unit}, spread {one.spread})"
        )
    return 0 if all(one.reached() for one in results) else 1


if __name__ == "__main__":
    sys.exit(main())
