"""The running site as people meet it: a proxy in front, a gateway that keeps what it was given, browsers on both."""

import json
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from werkzeug.wrappers import Response

from tests.client import Visitor
from tests.join.walking import Walk
from webapp.tenancy import NATIONAL
from webapp.web.identity_number import check_digit

PATIENCE_SECONDS = 90
HOP_BY_HOP = frozenset({"connection", "transfer-encoding", "keep-alive", "server", "date"})
PLUGIN = """
import json, os
from dataclasses import asdict

class Pigeon:
    def __init__(self, app):
        self.loft = os.environ["LOFT"]
    def __call__(self, message):
        with open(self.loft, "a") as loft:
            loft.write(json.dumps(asdict(message), default=str) + "\\n")
    def probe(self):
        open(self.loft, "a").close()
"""
_NOBODYS = "160101" + "19900101" + "001"
NOBODYS_NUMBER = _NOBODYS + check_digit(_NOBODYS)
"""Of an area that was never assigned; those of the demo are refused in production."""
Found = TypeVar("Found")


def install_gateway(folder: Path) -> None:
    """A package with the channel `pigeon`, for PYTHONPATH; it appends each message to the file that LOFT names."""
    (folder / "pigeon_post.py").write_text(PLUGIN)
    about = folder / "pigeon_post-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: pigeon-post\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[gonghui.messages]\npigeon = pigeon_post:Pigeon\n")


class Front:
    """A proxy that ends TLS: passes a request on to the server with its host, the sender's address and https."""

    def __init__(self, port: int) -> None:
        self._port = port

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Pass one request on."""
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        query = f"?{environ['QUERY_STRING']}" if environ.get("QUERY_STRING") else ""
        headers = {name[5:].replace("_", "-"): value for name, value in environ.items() if name.startswith("HTTP_")}
        headers |= {"Content-Type": environ.get("CONTENT_TYPE") or "", "Content-Length": str(len(body))}
        headers |= {"X-Forwarded-For": environ.get("REMOTE_ADDR") or "192.0.2.1", "X-Forwarded-Proto": "https"}
        connection = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE_SECONDS)
        connection.request(environ["REQUEST_METHOD"], environ["PATH_INFO"] + query, body or None, headers)
        answer = connection.getresponse()
        kept = [(name, value) for name, value in answer.getheaders() if name.lower() not in HOP_BY_HOP]
        start_response(f"{answer.status} {answer.reason}", kept)
        content = answer.read()
        connection.close()
        return [content]

    def wait(self) -> None:
        """Until the server is ready."""
        until(lambda: _status(self._port, "/health/ready") == 200 or None)


def _status(port: int, path: str) -> int | None:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()


def until(look: Callable[[], Found | None]) -> Found:
    """What `look` finds, as soon as it finds something."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        if (found := look()) is not None:
            return found
        time.sleep(0.2)
    raise AssertionError(f"nothing came within {PATIENCE_SECONDS} seconds")


@dataclass
class Site:
    """The site behind its front, and the phones of everybody."""

    front: Front
    base_domain: str
    loft: Path

    def browser(self, jurisdiction: str) -> Visitor:
        """A new browser on a province's host, or on the bare domain for the nation's desk."""
        visitor = Visitor(self.front, Response)
        visitor.jurisdiction = None if jurisdiction == NATIONAL else jurisdiction
        visitor.base_domain = self.base_domain
        return visitor

    def message(self, template: str, phone: str) -> str:
        """The newest text of this kind on a phone, as soon as it is there."""
        return until(lambda: next((one["text"] for one in self._on(phone) if one["template"] == template), None))

    def _on(self, phone: str) -> list[dict[str, Any]]:
        lines = self.loft.read_text().splitlines() if self.loft.exists() else []
        return [one for one in map(json.loads, reversed(lines)) if one["phone"] == phone]

    def officer(self, jurisdiction: str, login: str, phone: str, password: str) -> Visitor:
        """Somebody who follows the link on his phone, sets a password and signs in."""
        found = re.search(r"https://(\S+?)(/officers/password/\S+?)(?:\s|$)", self.message("account_link", phone))
        browser = self.browser(jurisdiction)
        assert found is not None and f"https://{found[1]}" == browser.origin
        assert browser.submit(urlsplit(found[2]).path, {"password": password, "again": password}).status_code == 303
        assert browser.submit("/officers/login", {"login": login, "password": password}).status_code == 303
        return browser

    def worker(self, jurisdiction: str, phone: str, **wants: Any) -> "LiveWalk":
        """Somebody who walks the join pages."""
        named = {name.replace("__", "-"): value for name, value in wants.items()}
        return LiveWalk(self.browser(jurisdiction), None, named, phone, number=NOBODYS_NUMBER, site=self)  # type: ignore[arg-type]


@dataclass
class LiveWalk(Walk):
    """A walk on the running site: codes are read on the phone."""

    site: Site = field(kw_only=True)

    def begin(self) -> "LiveWalk":
        """Start on /join and answer all questions."""
        self.go("/join").send(button="开始").answer_questions()
        return self

    def sign_in_with_code(self) -> "LiveWalk":
        """Type the code that came."""
        code = re.search(r"\d{6}", self.site.message("login_code", self.phone))
        assert code is not None
        self.send({"code": code[0]}, button="登录")
        return self
