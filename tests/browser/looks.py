"""What a person meets on a page: axe's rules, room to press, focus to see, nothing cut off when it is enlarged."""

from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MAX_STOPS = 200


def axe(page: Page, *, only: list[str] | None = None) -> list[str]:
    """Violations of accessibility rules, one line a node. `only`: rule ids instead of all tags."""
    if not page.evaluate("() => typeof axe === 'object'"):
        page.evaluate(AXE)
    run = {"type": "rule", "values": only} if only else {"type": "tag", "values": TAGS}
    found: list[dict[str, Any]] = page.evaluate(
        "async (run) => (await axe.run(document, {runOnly: run, resultTypes: ['violations']})).violations", run
    )
    return [
        f"{rule['id']}: {node['html'][:160]} ({node['failureSummary'].splitlines()[-1].strip()})"
        for rule in found
        for node in rule["nodes"]
    ]


def overflow(page: Page) -> list[str]:
    """Elements that stick out of the window sideways (WCAG 1.4.10); boxes that scroll by themselves may."""
    found: list[str] = page.evaluate(
        """() => {
          const wide = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= wide) return [];
          const scrolls = (e) => e && (/(auto|scroll|hidden)/.test(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
          return [...document.body.querySelectorAll('*')]
            .filter((e) => e.getBoundingClientRect().right > wide + 1 && !scrolls(e.parentElement))
            .slice(0, 5).map((e) => e.outerHTML.slice(0, 120));
        }"""
    )
    return found


def small_targets(page: Page, least: int) -> list[str]:
    """What can be pressed and is smaller than `least` CSS pixels; links inside a sentence may be (WCAG 2.5.8)."""
    found: list[str] = page.evaluate(
        """(least) => {
          const shown = (e) => e.checkVisibility({ visibilityProperty: true });
          const inSentence = (e) => e.tagName === 'A' && getComputedStyle(e).display === 'inline'
            && e.parentElement.textContent.trim().length > e.textContent.trim().length;
          const box = (e) => {
            const label = e.matches('input[type=radio],input[type=checkbox]') && document.querySelector(`label[for="${e.id}"]`);
            return (label || e).getBoundingClientRect();
          };
          return [...document.querySelectorAll('a[href],button,input:not([type=hidden]),select,textarea,summary')]
            .filter((e) => shown(e) && !inSentence(e) && !e.classList.contains('skip-link'))
            .map((e) => [e, box(e)])
            .filter(([e, r]) => r.width < least - 0.5 || r.height < least - 0.5)
            .map(([e, r]) => `${Math.round(r.width)}x${Math.round(r.height)} ${e.outerHTML.slice(0, 120)}`);
        }""",
        least,
    )
    return found


def keyboard_faults(page: Page) -> list[str]:
    """Walk the page with Tab: every stop shows its focus, in the order of the page, none is covered, none is skipped."""
    page.evaluate("() => { const b = document.body; b.tabIndex = -1; b.focus(); b.removeAttribute('tabindex'); }")
    faults: list[str] = []
    seen: list[int] = []
    for _ in range(MAX_STOPS):
        page.keyboard.press("Tab")
        stop: dict[str, Any] | None = page.evaluate(_STOP)
        if stop is None or stop["order"] in seen:
            break
        if seen and stop["order"] < seen[-1]:
            faults.append(f"out of order: {stop['html']}")
        if not stop["outlined"]:
            faults.append(f"no visible focus: {stop['html']}")
        if stop["covered"]:
            faults.append(f"focus is covered: {stop['html']}")
        seen.append(stop["order"])
    reachable: int = page.evaluate(_REACHABLE)
    if len(seen) < min(reachable, MAX_STOPS):
        faults.append(f"{len(seen)} stops of {reachable}")
    return faults


_STOP = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const order = [...document.querySelectorAll('*')].indexOf(e);
  const shown = e.matches('.option__input') ? e.nextElementSibling : e;
  const style = getComputedStyle(shown);
  const r = shown.getBoundingClientRect();
  const x = Math.min(Math.max(r.left + r.width / 2, 1), innerWidth - 1);
  const y = Math.min(Math.max(r.top + r.height / 2, 1), innerHeight - 1);
  const top = document.elementFromPoint(x, y);
  return {
    order, html: e.outerHTML.slice(0, 120),
    outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    covered: r.bottom > innerHeight + 1 ? false : !(top && (shown.contains(top) || top.contains(shown) || e.contains(top)
      || top.closest(`label[for="${e.id}"]`))),
  };
}"""

_REACHABLE = """() => {
  const groups = new Set();
  return [...document.querySelectorAll('a[href],button,input:not([type=hidden]),select,textarea,summary')].filter((e) => {
    if (e.disabled || !e.checkVisibility({ visibilityProperty: true })) return false;
    if (e.type !== 'radio') return true;
    const group = (e.form ? [...document.forms].indexOf(e.form) : '') + e.name;
    return groups.has(group) ? false : groups.add(group);
  }).length;
}"""


def enlarge_text(page: Page, percent: int) -> None:
    """Set the reader's own text size."""
    page.evaluate("(size) => { document.documentElement.style.fontSize = size + '%'; }", percent)


def space_text(page: Page) -> None:
    """The spacing a reader may ask for (WCAG 1.4.12)."""
    page.evaluate(
        """() => document.querySelectorAll('*').forEach((e) => {
          e.style.lineHeight = '1.5'; e.style.letterSpacing = '0.12em'; e.style.wordSpacing = '0.16em';
        })"""
    )
