"""The servers in front as docs/operations.md writes them: what people see while the one behind is away, and that photographs pass."""

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from bs4 import BeautifulSoup

from tests.operations.walk.guide import blocks
from webapp.cli import main

BODY = b"x" * 3 * 1024 * 1024


class Behind(BaseHTTPRequestHandler):
    """Says how much it was sent, and for whom."""

    def do_POST(self) -> None:
        length = len(self.rfile.read(int(self.headers["Content-Length"])))
        answer = f"{length} {self.headers['Host']} {self.headers['X-Forwarded-Proto']}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def away(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The folder with the page that the command prints."""
    assert main(["away"]) == 0
    (tmp_path / "away.html").write_text(capsys.readouterr().out, "utf-8")
    return tmp_path


def free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
    return port


def nginx(folder: Path, port: int, behind: int) -> list[str]:
    """The block of the guide without its certificate, on a port of ours."""
    text = next(block.text for block in blocks() if "proxy_pass" in block.text)
    text = re.sub(r" *ssl_.*\n", "", text).replace("listen 443 ssl", f"listen 127.0.0.1:{port}")
    text = text.replace("/etc/gonghui", str(folder)).replace("127.0.0.1:8000", f"127.0.0.1:{behind}")
    kept = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = f"user root; daemon off; pid {folder}/pid; error_log stderr; events {{}} http {{ access_log off; {kept} {text} }}"
    (folder / "front.conf").write_text(whole, "utf-8")
    return ["nginx", "-p", str(folder), "-c", str(folder / "front.conf")]


def caddy(folder: Path, port: int, behind: int) -> list[str]:
    """The same of Caddy, by plain HTTP."""
    text = next(block.text for block in blocks() if "handle_errors" in block.text)
    text = text.replace(
        "gonghui.example, *.gonghui.example", f"http://127.0.0.1:{port}, http://gd.gonghui.example:{port}"
    )
    text = text.replace("/etc/gonghui", str(folder)).replace("127.0.0.1:8000", f"127.0.0.1:{behind}")
    (folder / "Caddyfile").write_text("{\nadmin off\nauto_https off\n}\n" + text, "utf-8")
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


@contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    """The server in front while the block runs."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(100):
                with socket.socket() as trying:
                    if trying.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield
        finally:
            process.terminate()


def asked(port: int, method: str = "GET", body: bytes = b"") -> tuple[int, str]:
    """Status and text of an answer."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request(method, "/me", body, {"Host": f"gd.gonghui.example:{port}"})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


@pytest.mark.parametrize("front", [nginx, caddy])
def test_people_read_what_is_the_matter_and_photographs_pass(
    away: Path, front: Callable[[Path, int, int], list[str]]
) -> None:
    if shutil.which(front.__name__) is None:
        pytest.skip(f"no {front.__name__} on this machine")
    port, behind = free(), free()
    with running(front(away, port, behind), port):
        status, text = asked(port)
        assert status == 502 and "网站暂时打不开" in text
        with ThreadingHTTPServer(("127.0.0.1", behind), Behind) as server:
            Thread(target=server.serve_forever, daemon=True).start()
            status, text = asked(port, "POST", BODY)
            server.shutdown()
    assert status == 200 and text.split()[0] == str(len(BODY)) and text.split()[1].startswith("gd.gonghui.example")


def test_the_page_asks_for_nothing_else_and_scripts_know_it_for_a_problem(away: Path) -> None:
    page = BeautifulSoup((away / "away.html").read_text("utf-8"), "html.parser")
    assert not page.find_all(["link", "script", "img"]) and page.select_one("#problem .lead") is not None
    assert page.html is not None and page.html["lang"] == "zh-CN"
