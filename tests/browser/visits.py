"""One browser window of a test, and what it noticed that should not happen."""

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, ViewportSize

PHONE: ViewportSize = {"width": 360, "height": 740}


class Visit:
    """A window on a province's host. `page` is Playwright's; `bad` collects what it noticed."""

    def __init__(
        self,
        browser: Browser,
        port: int,
        jurisdiction: str | None,
        *,
        expected: tuple[int, ...] = (),
        viewport: ViewportSize = PHONE,
        theme: str = "light",
        care: bool = False,
        javascript: bool = True,
        **options: Any,
    ) -> None:
        host = f"{jurisdiction}.localhost" if jurisdiction else "localhost"
        self.origin = f"http://{host}:{port}"
        self.expected = expected
        self.bad: list[str] = []
        self.context = browser.new_context(
            viewport=viewport,
            color_scheme=theme,
            java_script_enabled=javascript,
            locale="zh-CN",
            reduced_motion="reduce",
            **options,
        )
        if care:
            self.context.add_cookies([{"name": "care", "value": "1", "url": self.origin}])
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.bad.append(f"script error: {error}"))
        self.page.on("request", self._on_request)
        self.page.on("response", self._on_response)

    def open(self, path: str) -> Page:
        """Go to a path of this host."""
        self.page.goto(self.origin + path)
        return self.page

    def close(self) -> None:
        """Close the window and forget its cookies."""
        self.context.close()

    def _on_console(self, message: ConsoleMessage) -> None:
        status = [f"{words} {code}" for code in self.expected for words in ("status of", "Status Error Code")]
        if message.type in ("error", "warning") and not any(words in message.text for words in status):
            self.bad.append(f"console: {message.text}")

    def _on_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and f"{parts.scheme}://{parts.netloc}" != self.origin:
            self.bad.append(f"another host: {request.url}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.bad.append(f"{response.status}: {response.url}")
