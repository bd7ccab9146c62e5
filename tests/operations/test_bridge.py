"""The web server on a small site: slow senders cost no thread, what comes is what was sent, and what is stuck is replaced."""

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPResponse
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.operations import small_site
from webapp.files.limits import OTHER_REQUEST_BYTES
from webapp.operations.serving import web_command

SLOW = 60
SLOWLY = "POST / HTTP/1.1\nHost: h\nContent-Type: application/x-www-form-urlencoded\nContent-Length: 900000\n\nabc"
ROOT = Path(__file__).parents[2]
FORM = "application/x-www-form-urlencoded"


class Answer(NamedTuple):
    """What came back."""

    status: int
    text: str
    headers: HTTPMessage

    @classmethod
    def read(cls, answer: HTTPResponse) -> "Answer":
        return cls(answer.status, answer.read().decode(), answer.headers)

    @property
    def told(self) -> dict[str, Any]:
        """What the site tells of a request."""
        assert self.status == 200, self.text
        found: dict[str, Any] = json.loads(self.text)
        return found


class Server:
    """A running web server of one process."""

    def __init__(self, port: int, process: "subprocess.Popen[bytes]") -> None:
        self.port, self.process = port, process

    def ask(self, path: str, method: str = "GET", body: Any = None, **headers: str) -> Answer:
        """One request on a connection of its own."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        with closing(connection):
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            return Answer.read(connection.getresponse())

    def sender(self, head: str) -> socket.socket:
        """A connection on which a part of a request was sent."""
        sender = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        sender.sendall(head.replace("\n", "\r\n").encode("latin-1"))
        return sender

    def pid(self) -> int:
        """The process that answers, once one does."""
        until = time.monotonic() + 60
        while True:
            try:
                return int(self.ask("/").told["pid"])
            except (OSError, HTTPException):
                assert time.monotonic() < until, "nobody answers"
                time.sleep(0.1)


@contextmanager
def running() -> Iterator[Server]:
    """Start a server, stop it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = web_command(f"{small_site.__name__}:application", "127.0.0.1", port, workers=1)
    environ = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=environ, stderr=subprocess.DEVNULL) as process:
        try:
            server = Server(port, process)
            server.pid()
            yield server
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """One for all tests; whoever ends its process waits for the next one."""
    with running() as started:
        yield started


def response(connection: socket.socket) -> Answer:
    """What the server says on it."""
    answer = HTTPResponse(connection)
    answer.begin()
    return Answer.read(answer)


def test_many_slow_senders_cost_no_thread(server: Server) -> None:
    assert SLOW > 10 * small_site.THREADS
    with ExitStack() as open_:
        senders = [open_.enter_context(server.sender(SLOWLY)) for _ in range(SLOW)]
        assert server.ask("/").told["body"] == 0
        for sender in senders:
            sender.sendall(b"d")
        assert server.ask("/", "POST", b"a=1", Content_Type=FORM).told["body"] == 3


def test_who_sends_nothing_more_is_told_so_and_left(server: Server) -> None:
    with server.sender(SLOWLY) as sender:
        answer = response(sender)
        assert answer.status == 408 and "网络太慢" in answer.text
        assert sender.recv(1) == b""


@pytest.mark.parametrize(
    "head", ["", "GET / HTTP/1.1\nHost:", SLOWLY], ids=["nothing sent", "half a head", "half a body"]
)
def test_who_is_gone_leaves_nothing_behind(server: Server, head: str) -> None:
    server.sender(head).close()
    assert server.ask("/").told["body"] == 0


def test_what_is_sent_arrives_as_it_was_sent(server: Server) -> None:
    path = "/a%2Fb/%E4%BD%A0%FF?x=%20&y"
    told = server.ask(path, "POST", b"a" * 200_000, Content_Type=FORM, X_Forwarded_For="192.0.2.1").told
    assert told["PATH_INFO"].encode("latin-1") == b"/a/b/\xe4\xbd\xa0\xff"
    assert (told["QUERY_STRING"], told["CONTENT_TYPE"], told["CONTENT_LENGTH"]) == ("x=%20&y", FORM, "200000")
    assert (told["body"], told["HTTP_X_FORWARDED_FOR"], told["REMOTE_ADDR"]) == (200_000, "192.0.2.1", "127.0.0.1")


def test_headers_that_come_twice_are_joined_and_none_passes_for_another(server: Server) -> None:
    head = (
        "GET / HTTP/1.1\nHost: h\nCookie: a=1\nCookie: b=2\nX-A: 1\nX-A: 2\nX_Forwarded_For: 192.0.2.9\n"
        "Connection: close\n\n"
    )
    with server.sender(head) as sender:
        answer = response(sender)
    told = answer.told
    assert (told["HTTP_COOKIE"], told["HTTP_X_A"]) == ("a=1; b=2", "1,2")
    assert "HTTP_X_FORWARDED_FOR" not in told
    assert answer.headers.get_all("Set-Cookie") == ["a=1", "b=2"]


def test_a_body_in_pieces_has_a_length(server: Server) -> None:
    told = server.ask("/", "POST", iter([b"a" * 1000, b"b" * 1000]), Content_Type=FORM).told
    assert (told["body"], told["CONTENT_LENGTH"]) == (2000, "2000")
    assert "HTTP_TRANSFER_ENCODING" not in told


@pytest.mark.parametrize("times", [2, 1000])
def test_what_is_too_much_is_not_kept_and_the_application_says_so(server: Server, times: int) -> None:
    length = times * OTHER_REQUEST_BYTES
    with server.sender(f"POST / HTTP/1.1\nHost: h\nContent-Type: {FORM}\nContent-Length: {length}\n\n") as sender:
        if times == 2:
            sender.sendall(bytes(length))
        answer = response(sender)
    assert answer.told["CONTENT_LENGTH"] == str(length) and answer.told["body"] <= OTHER_REQUEST_BYTES


def test_an_application_that_fails_is_a_sentence(server: Server) -> None:
    answer = server.ask("/boom")
    assert answer.status == 500 and "不是您的操作造成的" in answer.text


def test_a_request_that_never_ends_ends_its_process_and_another_one_answers(server: Server) -> None:
    before = server.pid()
    with pytest.raises((OSError, HTTPException)):
        server.ask("/stuck")
    assert server.pid() != before


def test_a_process_that_is_killed_is_replaced_and_none_outlives_its_server() -> None:
    with running() as server:
        before = server.pid()
        os.kill(before, signal.SIGKILL)
        after = server.pid()
        assert after != before
        server.process.kill()
        server.process.wait()
        gone(after)


def gone(pid: int) -> None:
    """Wait until a process is no more."""
    until = time.monotonic() + 30
    while Path(f"/proc/{pid}/cmdline").exists() and Path(f"/proc/{pid}/cmdline").read_bytes():
        assert time.monotonic() < until, "it lives on"
        time.sleep(0.05)


def test_a_server_that_stops_ends_what_runs_and_waits_for_no_slow_sender() -> None:
    with running() as server, ThreadPoolExecutor(1) as pool, server.sender(SLOWLY):
        napping = pool.submit(server.ask, "/nap")
        time.sleep(small_site.NAP / 2)
        server.process.terminate()
        assert napping.result().told["body"] == 0
        assert server.process.wait(20) == 0
