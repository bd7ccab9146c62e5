"""The stylesheet keeps its own rules: colours as roles, logical properties, contrast in four themes, a small size."""

import re
from pathlib import Path

import brotli
import pytest

from tests.web import stylesheet
from tests.web.conftest import TEMPLATES

TEXT = [
    *(("text", ground) for ground in ("bg", "surface", "surface-strong", "good-soft", "wait-soft", "calm-soft")),
    *(("text", ground) for ground in ("action-soft", "bad-soft", "brand-soft")),
    *(("text-soft", ground) for ground in ("bg", "surface", "action-soft")),
    *(("action", ground) for ground in ("bg", "surface", "action-soft")),
    *(("action-strong", ground) for ground in ("bg", "surface", "action-soft")),
    ("on-action", "action"),
    ("on-action", "action-strong"),
    ("on-brand", "brand"),
    ("brand-text", "bg"),
    ("brand-text", "brand-soft"),
    *((role, f"{role}-soft") for role in ("good", "wait", "bad", "calm")),
    ("bad", "bg"),
    ("calm", "bg"),
]
EDGES = [(role, ground) for role in ("line-strong", "focus", "brand", "good", "bad") for ground in ("bg", "surface")]


@pytest.mark.parametrize("theme", stylesheet.THEMES)
def test_words_stand_out_in_every_theme(theme: str) -> None:
    found = stylesheet.tokens(theme)
    least = 7 if theme.startswith("care") else 4.5
    weak = {pair: round(stylesheet.contrast(found[pair[0]], found[pair[1]]), 2) for pair in TEXT}
    exempt = {("on-brand", "brand"), ("brand-text", "brand-soft"), ("brand-text", "bg")}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < (4.5 if pair in exempt else least)} == {}


@pytest.mark.parametrize("theme", stylesheet.THEMES)
def test_edges_and_focus_stand_out_in_every_theme(theme: str) -> None:
    found = stylesheet.tokens(theme)
    assert {pair for pair in EDGES if stylesheet.contrast(found[pair[0]], found[pair[1]]) < 3} == set()


def test_the_devices_dark_is_the_chosen_dark() -> None:
    assert stylesheet.blocks(':root:not([data-theme="light"])') == stylesheet.blocks(':root[data-theme="dark"]')
    chosen = stylesheet.blocks(':root[data-mode="care"][data-theme="dark"]')
    assert stylesheet.blocks(':root[data-mode="care"]:not([data-theme="light"])') == chosen


def test_colours_are_only_in_the_tokens() -> None:
    outside = re.sub(r":root[^{}]*\{[^}]*\}", "", stylesheet.text())
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(", outside) == []


def test_nothing_is_left_or_right() -> None:
    names = r"(?:margin|padding|border|inset)-(?:left|right|top|bottom)|float|(?<![\w-])(?:left|right|top|bottom)\s*:"
    assert re.findall(names, stylesheet.text().replace("safe-area-inset-", "")) == []
    assert re.findall(r"text-align:\s*(?:left|right)", stylesheet.text()) == []


@pytest.mark.parametrize(
    "new", [":has(", "light-dark(", "@layer", "@container", "@import", "@font-face", "&", "!important"]
)
def test_old_engines_miss_nothing(new: str) -> None:
    assert new not in stylesheet.text()


def test_every_token_that_is_used_is_set() -> None:
    used = set(re.findall(r"var\(--([\w-]+)\)", stylesheet.text()))
    assert used - stylesheet.tokens("light").keys() == set()
    assert stylesheet.tokens("light").keys() - used - {"shadow"} == set()


def test_the_large_version_is_large() -> None:
    care = stylesheet.tokens("care")
    pixels = {name: float(care[name].removesuffix("rem")) * 16 for name in ("size", "small", "h1", "target")}
    assert pixels["size"] >= 18 and pixels["small"] >= 18
    assert pixels["h1"] >= 30
    assert pixels["target"] >= 60
    assert float(stylesheet.tokens("light")["target"].removesuffix("rem")) * 16 >= 44


def test_it_is_small() -> None:
    assert len(brotli.compress(stylesheet.CSS.read_bytes())) < 12 * 1024


def _classes(template: Path) -> set[str]:
    written = re.findall(r'class="([^"]*)"', template.read_text(encoding="utf-8"))
    plain = (re.sub(r"\{%.*?%\}|[\w-]*\{\{.*?\}\}[\w-]*", " ", value) for value in written)
    return {name for value in plain for name in value.split()}


@pytest.mark.parametrize(
    "template", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES))
)
def test_every_class_of_a_template_is_in_the_stylesheet(template: Path) -> None:
    known = set(re.findall(r"\.([a-zA-Z][\w-]*)", stylesheet.text()))
    assert _classes(template) - known == set()
