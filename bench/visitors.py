"""Who comes to a server in a measurement: visitors who walk, senders who are slow, a member with large pictures."""

import random
import re
import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import urlencode

WALK = ("/", "/policy", "/stations", "/join", "POST /join", "/claims")
PAUSE = (0.5, 1.5)
PATIENCE = 60
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class Seen:
    """What came back: seconds of each answer, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)


class Client:
    """A browser as far as needed; each request on a connection of its own, as behind most proxies."""

    def __init__(self, port: int, host: str, cookie: str = "") -> None:
        self.port, self.host, self.cookie = port, host, cookie

    def open(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> tuple[int, str]:
        """Status and text of the answer."""
        headers = {"Host": self.host, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
        headers |= {"Cookie": self.cookie, "Sec-Fetch-Site": "same-origin"}
        if body is not None:
            headers["Content-Type"] = kind
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            self._keep_cookie(answer)
            return answer.status, answer.read().decode(errors="replace")
        finally:
            connection.close()

    def _keep_cookie(self, answer: HTTPResponse) -> None:
        if given := answer.getheader("Set-Cookie"):
            self.cookie = given.partition(";")[0]


def walk(client: Client, seen: Seen, over: threading.Event) -> None:
    """Read pages and begin to join, again and again."""
    token = ""
    while not over.is_set():
        for step in WALK:
            method, _, path = step.rpartition(" ")
            body = urlencode({"csrf_token": token}).encode() if method else None
            begin = time.monotonic()
            try:
                status, text = client.open(method or "GET", path, body, "application/x-www-form-urlencoded")
            except (OSError, HTTPException) as error:
                seen.failed.append(f"{step}: {type(error).__name__}")
            else:
                seen.seconds.append(time.monotonic() - begin)
                if status >= 400:
                    seen.failed.append(f"{step}: {status}")
                if found := TOKEN.search(text):
                    token = found[1]
            if over.wait(random.uniform(*PAUSE)):
                return


def send_slowly(port: int, host: str, over: threading.Event) -> None:
    """A large body, a few bytes at a time."""
    head = f"POST /join HTTP/1.1\r\nHost: {host}\r\nX-Forwarded-For: 192.0.2.2\r\nSec-Fetch-Site: same-origin\r\n"
    head += "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 900000\r\n\r\n"
    while not over.is_set():
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as sender:
                sender.sendall(head.encode())
                while not over.wait(0.5):
                    sender.sendall(b"a=1&b=2&")
        except OSError:
            over.wait(0.5)


def send_pictures(
    client: Client, path: str, forms: Sequence[Sequence[bytes]], seen: Seen, over: threading.Event
) -> None:
    """One form of pictures after the other."""
    for pictures in forms:
        if over.is_set():
            return
        begin = time.monotonic()
        try:
            token = TOKEN.search(client.open("GET", path)[1])
            assert token is not None
            kind, body = _form(token[1], pictures)
            status, text = client.open("POST", path, body, kind)
        except (OSError, HTTPException) as error:
            seen.failed.append(type(error).__name__)
        else:
            seen.seconds.append(time.monotonic() - begin)
            told = re.search(r"error-summary.*?<li><a[^>]*>([^<]*)", text, re.DOTALL)
            seen.answers.append(f"{status} {told[1] if told else ''}".strip())


def _form(token: str, pictures: Sequence[bytes]) -> tuple[str, bytes]:
    boundary = "----------measurement"
    parts = [f'name="csrf_token"\r\n\r\n{token}'.encode(), b'name="purpose"\r\n\r\ninvoice']
    for number, picture in enumerate(pictures):
        suffix = "png" if picture.startswith(b"\x89PNG") else "jpg"
        parts.append(f'name="invoice-files"; filename="{number}.{suffix}"\r\n\r\n'.encode() + picture)
    body = b"".join(b"--%s\r\nContent-Disposition: form-data; %s\r\n" % (boundary.encode(), part) for part in parts)
    return f"multipart/form-data; boundary={boundary}", body + f"--{boundary}--\r\n".encode()
