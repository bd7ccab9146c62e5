"""What a first visit to a page costs: bytes as they are sent, requests, and whose host they go to.

A rule text that an editor has open is as long as its province's rules: it is weighed apart from the page around it.
"""

from dataclasses import dataclass, field
from urllib.parse import urldefrag, urlsplit

import brotli
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

ACCEPT = {"Accept-Encoding": "br"}
KB = 1024


@dataclass
class Weight:
    """Bytes by kind of file (html, the text being edited in it, css, js, image), the addresses asked for, and foreign hosts."""

    path: str
    bytes: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("html", "text", "css", "js", "image"), 0))
    requests: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All bytes."""
        return sum(self.bytes.values())

    def faults(self, *, total: int, requests: int = 8) -> list[str]:
        """What is above the budget: `total` in bytes, and the parts of web-rules W1 that hold for every page."""
        limits = {"html": 14 * KB, "text": 20 * KB, "css": 12 * KB, "js": 20 * KB, "image": 10 * KB}
        found = [f"{kind} {size} > {limits[kind]}" for kind, size in self.bytes.items() if size > limits[kind]]
        if self.total > total:
            found.append(f"total {self.total} > {total}")
        if len(self.requests) > requests:
            found.append(f"{len(self.requests)} requests > {requests}")
        return [f"{self.path}: {fault}" for fault in found + [f"foreign {host}" for host in self.foreign]]

    def row(self) -> str:
        """One line of the table."""
        parts = " ".join(f"{kind} {size / KB:5.1f}" for kind, size in self.bytes.items())
        return f"{self.total / KB:6.1f} KB  {parts}  {len(self.requests)} requests  {self.path}"


def weigh(client: FlaskClient, path: str) -> Weight:
    """Ask for a page as a browser with an empty cache would, and for everything it links."""
    weight = Weight(path)
    html = _fetch(client, weight, path, "html")
    page = BeautifulSoup(html, "lxml")
    if edited := "".join(each.get_text() for each in page.select("form.desk textarea")):
        weight.bytes["text"] = len(brotli.compress(edited.encode()))
        weight.bytes["html"] -= weight.bytes["text"]
    for kind, addresses in _linked(page).items():
        for address in addresses:
            if urlsplit(address).netloc:
                weight.foreign.append(address)
            elif address and address not in weight.requests:
                _fetch(client, weight, address, kind)
    return weight


def _linked(page: BeautifulSoup) -> dict[str, list[str]]:
    return {
        "css": [str(link["href"]) for link in page.select("link[rel=stylesheet]")],
        "js": [str(script["src"]) for script in page.select("script[src]")],
        "image": [urldefrag(str(use["href"]))[0] for use in page.select("use[href]")]
        + [str(image["src"]) for image in page.select("img[src]") if not str(image["src"]).startswith("data:")]
        + [str(link["href"]) for link in page.select("link[rel~=icon]")],
    }


def _fetch(client: FlaskClient, weight: Weight, address: str, kind: str) -> bytes:
    response = client.get(address, headers=ACCEPT)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    weight.bytes[kind] += len(response.data)
    weight.requests.append(address)
    if kind != "html":
        return b""
    return brotli.decompress(response.data) if response.headers.get("Content-Encoding") == "br" else response.data
