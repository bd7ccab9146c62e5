"""A browser of one province's host, as far as tests need one: host, https, forms with their tokens."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from lxml.html import HtmlElement, document_fromstring
from werkzeug.test import Client, TestResponse


class Visitor(Client):
    """A client that knows its host and fills in forms. `jurisdiction` None means the bare domain."""

    jurisdiction: str | None = None
    base_domain = "localhost"

    @property
    def origin(self) -> str:
        """Scheme and host."""
        return f"https://{self.jurisdiction}.{self.base_domain}" if self.jurisdiction else f"https://{self.base_domain}"

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request to this browser's host."""
        if args and isinstance(args[0], str):
            kwargs.setdefault("base_url", self.origin)
        return super().open(*args, **kwargs)

    def submit(
        self, path: str, fields: dict[str, Any] | None = None, *, button: str | None = None, **kwargs: Any
    ) -> TestResponse:
        """Open the page, fill in its form and send it as a browser would: hidden fields and preset values go along.

        `button` picks the form (and sends the button) whose submit button has this name or text; without it the page's
        last form in `<main>` is sent. The answer's redirect is not followed unless `follow_redirects=True`.
        """
        page = self.get(path)
        assert page.status_code == 200, f"{path}: {page.status_code}"
        return self.send(page.text, path, fields, button=button, **kwargs)

    def send(
        self, page: str, path: str, fields: dict[str, Any] | None = None, *, button: str | None = None, **kwargs: Any
    ) -> TestResponse:
        """`submit` on a page that is open already: its HTML, and its path for a form that names none."""
        form = _pick_form(page, button)
        data = {**_preset(form, button), **(fields or {})}
        headers = {"Sec-Fetch-Site": "same-origin", "Origin": self.origin, "Referer": f"{self.origin}{path}"}
        headers |= kwargs.pop("headers", {})
        return self.post(str(form.get("action") or path), data=data, headers=headers, **kwargs)


class Browser(Visitor, FlaskClient):
    """A visitor of an application in this process."""

    def sign_in(self, kind: str, who: object) -> "Browser":
        """Be a worker or an officer from now on (`kind`), without the sign-in pages."""
        with self.session_transaction(base_url=self.origin) as session:
            session[kind] = str(who)
        return self


def browse(app: Flask, jurisdiction: str | None) -> Browser:
    """A new browser on a province's host, or on the bare domain (None)."""
    browser = Browser(app, app.response_class)
    browser.jurisdiction = jurisdiction
    return browser


def _submit_buttons(form: HtmlElement) -> list[HtmlElement]:
    return [b for b in form.iter("button", "input") if (b.get("type") or "submit") == "submit"]


def _is_named(button: HtmlElement, name: str) -> bool:
    return name in (button.get("name"), button.get("value"), _words(button))


def _words(element: HtmlElement) -> str:
    return "".join(text.strip() for text in element.xpath(".//text()"))


def _pick_form(page: str, button: str | None) -> HtmlElement:
    document = document_fromstring(page)
    main = document.find(".//main")
    forms = [
        form for form in (document if main is None else main).iter("form") if form.get("method", "").lower() == "post"
    ]
    if button is not None:
        forms = [form for form in forms if any(_is_named(each, button) for each in _submit_buttons(form))]
    assert forms, "no such form on the page"
    return forms[-1]


def _preset(form: HtmlElement, button: str | None) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for item in form.iter("input"):
        kind = item.get("type", "text")
        if item.get("name") and kind not in ("submit", "file", "button"):
            if kind in ("checkbox", "radio") and "checked" not in item.attrib:
                continue
            data[item.get("name")] = item.get("value", "")
    for item in form.iter("textarea"):
        data[item.get("name")] = item.text_content().removeprefix("\n")
    for item in form.iter("select"):
        options = list(item.iter("option"))
        chosen = next((each for each in options if "selected" in each.attrib), next(iter(options), None))
        data[item.get("name")] = "" if chosen is None else chosen.get("value", chosen.text_content())
    for each in _submit_buttons(form):
        if button is not None and each.get("name") and _is_named(each, button):
            data[each.get("name")] = each.get("value", "")
    return data
