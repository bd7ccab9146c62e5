"""Policy stays apart: no web, no database, and no province or document named outside `policies/`."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.policy.conftest import POLICIES, ROOT

FORBIDDEN = ("flask", "flask_sqlalchemy", "sqlalchemy", "wtforms", "flask_wtf")


@pytest.mark.parametrize(
    "module", ["webapp.policy", "webapp.policy.commands.proving", "webapp.policy.checking.profiles"]
)
def test_importing_policy_loads_no_web_and_no_database(module: str) -> None:
    program = f"import sys, {module}; print([name for name in {FORBIDDEN!r} if name in sys.modules])"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)

    assert done.stdout.strip() == "[]"


def provincial_words() -> dict[str, re.Pattern[str]]:
    """The words that belong to one province or document, each with the pattern that finds it."""
    words: set[str] = set()
    for path in POLICIES.glob("*.yaml"):
        profile = yaml.safe_load(path.read_text("utf-8"))
        if profile["layer"] == "province":
            words |= {profile["jurisdiction"], profile["name"], profile["name"][:-1]}
    for path in (POLICIES / "sources").glob("*.yaml"):
        document = yaml.safe_load(path.read_text("utf-8"))["document"]
        words |= {document["id"], document["number"]}
    # A document's id is only itself in front of a clause: BGD30X or GD300 are other things.
    return {word: re.compile(rf"(?<![A-Za-z]){re.escape(word)}(?![0-9A-Za-z])", re.IGNORECASE) for word in words}


def sources_of_the_program() -> list[Path]:
    kinds = ("*.py", "*.html", "*.css", "*.js", "*.txt", "*.mako", "*.ini")
    return sorted(
        path
        for folder in ("webapp", "templates")
        for kind in kinds
        for path in (ROOT / folder).rglob(kind)
        if "_bundled" not in path.parts and "vendor" not in path.parts
    )


def test_no_province_and_no_document_is_named_in_the_program() -> None:
    words = provincial_words()
    named = []
    for path in sources_of_the_program():
        for number, line in enumerate(path.read_text("utf-8").replace("Asia/Shanghai", "").splitlines(), 1):
            named += [f"{path.relative_to(ROOT)}:{number}: {word}" for word, one in words.items() if one.search(line)]
    assert not named, "\n".join(named)


def test_the_words_looked_for_are_those_of_the_profiles() -> None:
    assert {"guangdong", "江苏", "上海市", "GD30", "苏工办〔2024〕47号"} <= set(provincial_words())
