"""The whole site with the world of the tests, served for a real browser."""

from dataclasses import dataclass

from flask import Flask

from tests.client import Browser
from tests.world import World
from webapp.web.sessions import COOKIE


@dataclass
class Site:
    """The running application, its port, and what is in its database."""

    app: Flask
    port: int
    world: World


def cookies_of(browser: Browser) -> list[dict[str, object]]:
    """The session of a test client, for a real browser on the same host."""
    found = browser.get_cookie(COOKIE, browser.origin.removeprefix("https://"))
    if found is None:
        return []
    return [{"name": COOKIE, "value": found.value, "url": browser.origin, "secure": True, "httpOnly": True}]
