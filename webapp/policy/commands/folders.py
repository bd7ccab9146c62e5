"""Where the profiles and the reference data lie, for the command line."""

import os
from pathlib import Path


def policies_folder() -> Path:
    """The folder of profiles: GONGHUI_POLICIES, else the repository's, else the copy that the wheel ships."""
    given = os.environ.get("GONGHUI_POLICIES")
    if given:
        return Path(given)
    package = Path(__file__).resolve().parents[2]
    repository = package.parent / "policies"
    return repository if repository.is_dir() else package / "_bundled" / "policies"


def reference_folder() -> Path:
    """The folder of reference data: the repository's, else the copy that the wheel ships."""
    package = Path(__file__).resolve().parents[2]
    repository = package.parent / "reference"
    return repository if repository.is_dir() else package / "_bundled" / "reference"


def shown(path: Path) -> str:
    """A path as people say it: relative to where they stand, if it lies below."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
