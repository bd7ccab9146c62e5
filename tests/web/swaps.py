"""What htmx would make of an answer, without a browser: press a link, form or field of a page and get the page after.

after = press(browser, "/office", "#filters", status="open")
assert same(after.page, reload(browser, after.url))
"""

import difflib
import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.test import TestResponse


@dataclass
class After:
    """The page after a swap, the answer that was swapped in, and the address the browser would show."""

    page: BeautifulSoup
    response: TestResponse
    url: str


def press(client: FlaskClient, path: str, selector: str, **values: Any) -> After:
    """Open `path`, activate the element found by `selector` with its form's values and `values`, swap the answer in."""
    page = reload(client, path)
    element = page.select_one(selector)
    assert element is not None, f"{path} has no {selector}"
    method = "post" if element.has_attr("hx-post") else "get"
    url = str(element.get("hx-post") or element.get("hx-get") or "")
    assert url, f"{selector} asks for nothing"
    target = _target(page, element)
    headers = {"HX-Request": "true", "HX-Current-URL": path, "Sec-Fetch-Site": "same-origin"}
    if target.get("id"):
        headers["HX-Target"] = str(target["id"])
    data = {**_values(element, method), **values}
    response = _send(client, method, url, data, headers)
    pushed = response.headers.get("HX-Push-Url") or (url if element.get("hx-push-url") == "true" else path)
    if "HX-Redirect" in response.headers:
        return After(reload(client, response.headers["HX-Redirect"]), response, response.headers["HX-Redirect"])
    if _swapped(page, response.status_code):
        _swap(page, target, response, str(element.get("hx-swap") or "innerHTML").split()[0])
    return After(page, response, _with_query(pushed, data) if method == "get" and pushed == url else pushed)


def reload(client: FlaskClient, path: str) -> BeautifulSoup:
    """The whole page at `path`."""
    return BeautifulSoup(client.get(path).text, "html5lib")


def same(one: BeautifulSoup, other: BeautifulSoup) -> bool:
    """Whether two pages are the same but for tokens and white space; the difference is printed if not."""
    lines = [_plain(page) for page in (one, other)]
    if lines[0] == lines[1]:
        return True
    print("\n".join(difflib.unified_diff(*lines, "after the swap", "after a reload", lineterm="", n=1)))  # noqa: T201
    return False


def _plain(page: BeautifulSoup) -> list[str]:
    copy = BeautifulSoup(str(page), "html5lib")
    for token in copy.select("input[name=csrf_token]"):
        token["value"] = ""
    text = re.sub(r">\s+", ">\n", re.sub(r"\s+<", "\n<", str(copy.body)))
    return [line for line in text.replace("><", ">\n<").splitlines() if line.strip()]


def _send(client: FlaskClient, method: str, url: str, data: dict[str, Any], headers: dict[str, str]) -> TestResponse:
    if method == "post":
        return client.post(url, data=data, headers=headers)
    return client.get(_with_query(url, data), headers=headers)


def _with_query(url: str, data: dict[str, Any]) -> str:
    if not data:
        return url
    return f"{url}{'&' if urlsplit(url).query else '?'}{urlencode(data, doseq=True)}"


def _values(element: Tag, method: str) -> dict[str, Any]:
    form = element if element.name == "form" else element.find_parent("form")
    if form is None or element.name == "a":
        return {}
    if method == "get" and element.name != "form":
        return {str(element["name"]): element.get("value", "")} if element.has_attr("name") else {}
    values: dict[str, Any] = {}
    for field in form.find_all(["input", "select", "textarea"]):
        if not field.has_attr("name") or field.get("type") in ("submit", "file"):
            continue
        if field.get("type") in ("radio", "checkbox") and not field.has_attr("checked"):
            continue
        if field.name == "select":
            chosen = field.find("option", selected=True) or field.find("option")
            values[str(field["name"])] = chosen.get("value", "") if chosen else ""
        else:
            values[str(field["name"])] = field.get("value", field.get_text())
    return values


def _target(page: BeautifulSoup, element: Tag) -> Tag:
    wanted = str(element.get("hx-target") or "this")
    if wanted == "this":
        return element
    if wanted.startswith("closest "):
        found = element.find_parent(lambda parent: parent in page.select(wanted.removeprefix("closest ")))
    elif wanted.startswith("find "):
        found = element.select_one(wanted.removeprefix("find "))
    else:
        found = page.select_one(wanted)
    assert found is not None, f"hx-target {wanted} is not on the page"
    return found


def _swapped(page: BeautifulSoup, status: int) -> bool:
    meta = page.find("meta", attrs={"name": "htmx-config"})
    assert meta is not None
    for rule in json.loads(str(meta["content"]))["responseHandling"]:
        if re.search(rule["code"], str(status)):
            return bool(rule["swap"])
    return False


def _swap(page: BeautifulSoup, target: Tag, response: TestResponse, style: str) -> None:
    retargeted = response.headers.get("HX-Retarget")
    if retargeted:
        found = page.select_one(retargeted)
        assert found is not None
        target = found
    style = response.headers.get("HX-Reswap", style)
    fresh = BeautifulSoup(f"<body><div>{response.text}</div></body>", "html5lib")
    assert fresh.div is not None
    for outside in fresh.div.select("[hx-swap-oob]"):
        del outside["hx-swap-oob"]
        old = page.find(id=outside["id"])
        outside.extract()
        if old is not None:
            old.replace_with(outside)
    children = list(fresh.div.contents)
    if style == "innerHTML":
        target.clear()
        target.extend(children)
    elif style == "outerHTML":
        target.replace_with(*children)
    elif style == "beforeend":
        target.extend(children)
    else:
        raise ValueError(f"no such way to swap: {style}")
