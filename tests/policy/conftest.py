"""The real library, and one with a made-up fourth province beside the real ones."""

import shutil
from pathlib import Path

import pytest

from webapp.policy import Library

ROOT = Path(__file__).resolve().parents[2]
POLICIES = ROOT / "policies"
FOURTH = Path(__file__).parent / "fourth"


@pytest.fixture(scope="session")
def library() -> Library:
    """The library of the repository's own policies."""
    return Library.from_folder(POLICIES)


@pytest.fixture(scope="session")
def four_provinces(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A policies folder with the made-up province of Donghai in it, added by files alone."""
    folder = tmp_path_factory.mktemp("four") / "policies"
    shutil.copytree(POLICIES, folder)
    shutil.copytree(FOURTH, folder, dirs_exist_ok=True)
    return folder
