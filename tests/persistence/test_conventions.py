"""Habits of the whole program that keep the ground's promises. (Policy knows no province in scope and may ask the clock.)"""

import re
from pathlib import Path

import pytest

WEBAPP = Path(__file__).parents[2] / "webapp"
GROUND = ("persistence", "operations", "migrations", "tenancy", "policy")
FORBIDDEN = {
    "a commit outside the ground": r"session\.(commit|rollback)\(",
    "an unscoped statement": r"unscoped\s*=",
    "a raw connection": r"raw_connection|exec_driver_sql|\.engine\.(connect|begin)\(",
    "SQL as text": r"(?<!\w)text\(f?\"(SELECT|INSERT|UPDATE|DELETE|WITH)",
    "the local clock": r"datetime\.(now|utcnow|today)\(\)|date\.today\(\)",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_only_the_ground_does(what: str) -> None:
    found = [
        f"{path.relative_to(WEBAPP)}: {line.strip()}"
        for path in sorted(WEBAPP.rglob("*.py"))
        if not str(path.relative_to(WEBAPP)).startswith(GROUND)
        for line in path.read_text().splitlines()
        if re.search(FORBIDDEN[what], line)
    ]
    assert found == []
