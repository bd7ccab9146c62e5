"""The stylesheet as data: its tokens in the four themes, and the rest of its text."""

import re
from pathlib import Path

import webapp

CSS = Path(webapp.__file__).parent / "static" / "site.css"
DARK = "@media (prefers-color-scheme: dark)"
THEMES = {
    "light": [":root"],
    "dark": [":root", ':root[data-theme="dark"]'],
    "care": [":root", ':root[data-mode="care"]'],
    "care-dark": [
        ":root",
        ':root[data-theme="dark"]',
        ':root[data-mode="care"]',
        ':root[data-mode="care"][data-theme="dark"]',
    ],
}


def text() -> str:
    """The stylesheet without comments."""
    return re.sub(r"/\*.*?\*/", "", CSS.read_text(encoding="utf-8"), flags=re.S)


def blocks(selector: str) -> list[dict[str, str]]:
    """The declarations of each rule with exactly this selector, in order of the file."""
    found = re.findall(rf"(?:^|}}|{{)\s*{re.escape(selector)}\s*{{([^}}]*)}}", text())
    return [dict(re.findall(r"([\w-]+)\s*:\s*([^;]+);", body)) for body in found]


def tokens(theme: str) -> dict[str, str]:
    """The custom properties of a theme, as set by the reader's choice."""
    merged: dict[str, str] = {}
    for selector in THEMES[theme]:
        merged |= blocks(selector)[0]
    return {name.removeprefix("--"): value for name, value in merged.items() if name.startswith("--")}


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours #rrggbb (WCAG 2)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
