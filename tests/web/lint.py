"""What every page of ours keeps to, checked on its HTML: `assert page_faults(html) == []`.

Rules: valid HTML, one h1, a title, a language, labels, forms that work without script and carry the token, htmx only on
native links, forms and fields, nothing inline, nothing from another host, and the contract of the error summary.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import html5lib
from bs4 import BeautifulSoup, Comment, Tag

NATIVE = frozenset({"a", "form", "button", "input", "select", "textarea"})
TYPED = ("input", "select", "textarea")
UNLABELLED = frozenset({"hidden", "submit", "button", "image"})
REQUESTS = ("hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete")
_OF_THE_PAGE_AROUND = ("stands in no form", "without script nothing sends it", "which is not on the page")
FORBIDDEN_HX = ("hx-on", "hx-boost", "hx-put", "hx-patch", "hx-delete", "hx-disable")


def page_faults(html: str) -> list[str]:
    """What is wrong with a whole page, one line a fault."""
    page = _parsed(html)
    checks = (_document, *_CONTENT_CHECKS)
    return validity_faults(html) + [fault for check in checks for fault in check(page)]


def fragment_faults(html: str) -> list[str]:
    """What is wrong with a fragment that htmx puts into a page."""
    page = _parsed(html)
    faults = validity_faults(html, fragment=True) + [fault for check in _CONTENT_CHECKS for fault in check(page)]
    return [fault for fault in faults if not fault.endswith(_OF_THE_PAGE_AROUND)]


def validity_faults(html: str, *, fragment: bool = False) -> list[str]:
    """Errors of a strict HTML parser, with their line."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    parser.parseFragment(html) if fragment else parser.parse(html)
    return [f"line {line}: {code} {data}" for (line, _column), code, data in parser.errors]


def question_faults(html: str) -> list[str]:
    """A page that asks one thing: back link, the question is the h1, one main button."""
    page = _parsed(html)
    faults = []
    if page.select_one(".back-link[href]") is None:
        faults.append("no back link")
    if page.select_one("h1 label, legend h1, form h1") is None:
        faults.append("the question is not the h1")
    if len(page.select("main form .button:not(.button--secondary):not(.button--plain):not(.button--danger)")) != 1:
        faults.append("not exactly one main button")
    return faults


def _parsed(html: str) -> BeautifulSoup:
    """By the quick parser: where it builds another tree than the strict one, the strict one has found an error."""
    return BeautifulSoup(html, "lxml")


def text_of(element: Tag | None) -> str:
    """Visible words of an element, spaces squeezed."""
    return " ".join(element.get_text(" ", strip=True).split()) if element else ""


def _document(page: BeautifulSoup) -> Iterator[str]:
    if not page.html or not page.html.get("lang"):
        yield "html has no lang"
    if not text_of(page.title):
        yield "no title"
    if len(page.find_all("h1")) != 1:
        yield f"{len(page.find_all('h1'))} h1"
    if len(page.find_all("main")) != 1:
        yield f"{len(page.find_all('main'))} main"
    first = page.select_one("body a, body button, body input")
    if first is None or "skip-link" not in first.get("class", []):
        yield "the skip link is not the first stop"


def _ids(page: BeautifulSoup) -> Iterator[str]:
    counted = Counter(str(element["id"]) for element in page.find_all(id=True))
    yield from (f"id {name} stands {count} times" for name, count in counted.items() if count > 1)
    for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
        for element in page.find_all(attrs={attribute: True}):
            value = element[attribute]
            for name in value if isinstance(value, list) else str(value).split():
                if name not in counted:
                    yield f"{attribute} points to {name}, which is not on the page"


def _forms(page: BeautifulSoup) -> Iterator[str]:
    for form in page.find_all("form"):
        name = f"form {form.get('action', '?')}"
        if not form.has_attr("novalidate"):
            yield f"{name} has no novalidate"
        if not form.has_attr("action"):
            yield f"{name} has no action"
        if form.find(["button", "input"], type="submit") is None:
            yield f"{name} has no submit button"
        if str(form.get("method", "get")).lower() == "post" and not _token(form):
            yield f"{name} carries no token"


def _token(form: Tag) -> str:
    field = form.find("input", attrs={"name": "csrf_token", "type": "hidden"})
    return str(field.get("value", "")) if field else ""


def _fields(page: BeautifulSoup) -> Iterator[str]:
    labelled = {str(label["for"]) for label in page.find_all("label", attrs={"for": True}) if text_of(label)}
    for field in page.find_all(TYPED):
        name = f"{field.name} {field.get('name', '?')}"
        if field.has_attr("required"):
            yield f"{name} is required: the server validates"
        if field.get("type") in UNLABELLED:
            continue
        if field.get("id") not in labelled and not field.get("aria-label"):
            yield f"{name} has no label"
        if field.get("placeholder"):
            yield f"{name} hides its hint in a placeholder"
        if field.find_parent("form") is None and not field.has_attr("form"):
            yield f"{name} stands in no form"
    for label in page.find_all(["label", "legend"]):
        if "*" in label.get_text():
            yield f"an asterisk in the label {text_of(label)}"


def _inline(page: BeautifulSoup) -> Iterator[str]:
    for element in page.find_all(True):
        for attribute in element.attrs:
            if attribute == "style" or attribute.startswith("on"):
                yield f"{element.name} has {attribute}"
    for script in page.find_all("script"):
        if not script.get("src"):
            yield "an inline script"
    if page.find("style"):
        yield "an inline style sheet"


def _hosts(page: BeautifulSoup) -> Iterator[str]:
    for element in page.find_all(["script", "link", "img", "use", "iframe", "source"]):
        address = str(element.get("src") or element.get("href") or "")
        if urlsplit(address).netloc:
            yield f"{element.name} comes from {address}"
    for link in page.find_all("a", href=True):
        if str(link["href"]).startswith("javascript:") or link.get("target") == "_blank":
            yield f"link {link['href']} is no plain link"
    for image in page.find_all("img"):
        if not image.has_attr("alt"):
            yield f"image {image.get('src')} has no alt"


def _htmx(page: BeautifulSoup) -> Iterator[str]:
    for element in page.find_all(True):
        attributes = {name: str(value) for name, value in element.attrs.items() if name.startswith("hx-")}
        if attributes:
            yield from _htmx_element(element, attributes)


def _htmx_element(element: Tag, attributes: dict[str, str]) -> Iterator[str]:
    name = f"{element.name} with {', '.join(sorted(attributes))}"
    for attribute, value in attributes.items():
        if attribute.startswith(FORBIDDEN_HX):
            yield f"{name}: {attribute} is not used here"
        if value.startswith(("js:", "javascript:")) or (attribute == "hx-trigger" and "[" in value):
            yield f"{name}: {attribute} needs eval"
    if not any(request in attributes for request in REQUESTS):
        return
    polls = attributes.get("hx-trigger", "").startswith("every ")
    if element.name not in NATIVE and not polls:
        yield f"{name}: not a native link, form or field"
    fallback = {"a": "href", "form": "action"}.get(element.name)
    asked = attributes.get("hx-get") or attributes.get("hx-post") or ""
    if fallback and str(element.get(fallback, "")) != asked:
        yield f"{name}: without script it would go to {element.get(fallback)!r}"
    if element.name in TYPED + ("button",) and element.find_parent("form") is None:
        yield f"{name}: without script nothing sends it"


def _errors(page: BeautifulSoup) -> Iterator[str]:
    summary = page.select_one(".error-summary")
    wrong = page.select("[aria-invalid]")
    if summary is None:
        if wrong:
            yield "a field is marked wrong and there is no error summary"
        return
    if page.title and text_of(page.title) and not text_of(page.title).startswith("错误："):
        yield "the title does not begin with 错误："
    if summary.get("role") != "alert" or summary.get("tabindex") != "-1":
        yield "the error summary cannot take the focus"
    heading = page.find("h1")
    if heading is not None and heading.find_previous(class_="error-summary") is None:
        yield "the error summary stands below the h1"
    for link in summary.select("a[href^='#']"):
        yield from _error_link(page, link)


def _error_link(page: BeautifulSoup, link: Tag) -> Iterator[str]:
    target = page.find(id=str(link["href"])[1:])
    if target is None:
        yield f"the error link {link['href']} leads nowhere"
        return
    beside = (target.find_parent(class_="field--error") or page).select_one(".field-error")
    if beside is None or text_of(beside).removeprefix("错误：").strip() != text_of(link):
        yield f"{link['href']}: the summary says {text_of(link)!r}, the field {text_of(beside)!r}"


Check = Callable[[BeautifulSoup], Iterator[str]]
_NO_WORDS = re.compile(r"\bNone\b|\bTrue\b|\bFalse\b|\{'|\['|\('|Decimal\(|\b[a-z]+(?:_[a-z]+)+\b")
"""A Python value, or an id of a profile, where people read."""
_TEXT_OF_PROGRAMS = ("script", "style", "template", "textarea", "pre", "code", "samp", "svg", "noscript")


def _words(page: BeautifulSoup) -> Iterator[str]:
    for text in page.find_all(string=True):
        found = _NO_WORDS.search(text)
        if (
            found
            and not any(parent.name in _TEXT_OF_PROGRAMS for parent in text.parents)
            and not isinstance(text, Comment)
        ):
            yield f"“{found[0]}” is no word: {' '.join(text.split())[:80]}"


_CONTENT_CHECKS: tuple[Check, ...] = (_ids, _forms, _fields, _inline, _hosts, _htmx, _errors, _words)
