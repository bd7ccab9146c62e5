"""Build webapp/static/icons.svg out of an unpacked @tabler/icons package: `python tools/sprite.py <package folder>`."""

import re
import sys
from pathlib import Path

TARGET = Path(__file__).parent.parent / "webapp" / "static" / "icons.svg"
VERSION = "3.51.0"
ICONS = (
    "alert-circle",
    "alert-triangle",
    "arrow-right",
    "briefcase",
    "building",
    "calendar",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "circle-check",
    "clock",
    "file-text",
    "headset",
    "heart-handshake",
    "help-circle",
    "id-badge-2",
    "info-circle",
    "map-pin",
    "phone",
    "printer",
    "scale",
    "search",
    "shield-check",
    "trash",
    "upload",
    "user",
    "user-plus",
    "users",
)


def symbol(folder: Path, name: str) -> str:
    """One icon as a `<symbol>`; stroke and fill come from the stylesheet."""
    text = (folder / "icons" / "outline" / f"{name}.svg").read_text(encoding="utf-8")
    paths = re.findall(r"<path[^>]*?/>", re.sub(r"\s+", " ", text))
    drawn = "".join(path.replace(" />", "/>") for path in paths if 'd="M0 0h24v24H0z"' not in path)
    return f'<symbol id="{name}" viewBox="0 0 24 24">{drawn}</symbol>'


def main() -> None:
    """Write the sprite."""
    folder = Path(sys.argv[1])
    body = "".join(symbol(folder, name) for name in sorted(ICONS))
    note = f"<!-- @tabler/icons {VERSION}, MIT, see vendor/tabler-icons.LICENSE -->"
    TARGET.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{note}{body}</svg>\n', encoding="utf-8")


if __name__ == "__main__":
    main()
