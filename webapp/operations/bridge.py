"""The application behind an event loop: a request costs a thread only once all of its body is there.

`gonghui serve` starts the web server (granian) on `application`. The loop reads bodies, also those of many slow senders at
once, into files without a name, and gives each whole request to one of a few threads that run the WSGI application. What is
too much is not kept, who sends too slowly is left. A request that never ends and a process whose server is
gone end the process; the server starts another one.
"""

import asyncio
import contextvars
import faulthandler
import logging
import os
import sys
import threading
import time
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any, NoReturn, cast
from urllib.parse import unquote_to_bytes

from webapp.files.limits import FILE_BYTES_IN_MEMORY, MB, OTHER_REQUEST_BYTES, REQUEST_BYTES
from webapp.operations.serving import DEFAULT_THREADS, THREADS

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

IDLE_SECONDS = 20.0
FIRST_SECONDS = 60.0
SLOWEST = 16 * 1024
"""Bytes a second by which a body must have come on the average once the first seconds are over."""
READ_ON = 4
"""How many times what is allowed is read before a sender is answered: most browsers look for the answer only afterwards."""
WAITING_BYTES = 1024 * MB
"""Of all bodies of a process together; they lie on the disk."""
STUCK_SECONDS = 120.0
"""A request that takes longer ends its process."""
LOOK_EVERY = 2.0

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

log = logging.getLogger("webapp.operations")


class Answer:
    """A status, headers and a content."""

    def __init__(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        self.status = status
        self.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        self.content = content


class Unreceived(Exception):
    """A body that does not come as it should; `answer` says so, unless the sender is gone."""

    def __init__(self, answer: Answer | None) -> None:
        super().__init__()
        self.answer = answer


def application() -> "Bridge":
    """The whole site, for `--factory` of the server."""
    from webapp.app import create_app

    return watched(Bridge(create_app(), threads=int(os.environ.get(THREADS, DEFAULT_THREADS))))


class Bridge:
    """A WSGI application as an ASGI one. `running`: since when (monotonic) each thread has been at its request."""

    def __init__(self, wsgi: "WSGIApplication", *, threads: int) -> None:
        self._wsgi = wsgi
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self._waiting_bytes = 0
        self.running: dict[int, float] = {}

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        with cast(IO[bytes], SpooledTemporaryFile(max_size=FILE_BYTES_IN_MEMORY)) as body:
            try:
                length = await self._received(scope, receive, body)
                answer = await self._answered(environ_of(scope, body, length))
            except Unreceived as unreceived:
                if unreceived.answer is None:
                    return
                answer = unreceived.answer
            finally:
                self._waiting_bytes -= body.seek(0, os.SEEK_END)
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        await send({"type": "http.response.body", "body": answer.content})

    async def _received(self, scope: Message, receive: Receive, body: IO[bytes]) -> int:
        """Bring the body into the file; how long it is. What is too long for the application is read as far as a browser needs
        that is to show the answer, and not kept.
        """
        headers = dict(scope["headers"])
        most = REQUEST_BYTES if headers.get(b"content-type", b"").startswith(b"multipart/") else OTHER_REQUEST_BYTES
        length = int(headers.get(b"content-length", 0))
        if length > READ_ON * most or not (length or b"transfer-encoding" in headers):
            return length
        began, size, more = time.monotonic(), 0, True
        while more and size <= READ_ON * most:
            chunk, more = await _next(receive, until=began + FIRST_SECONDS + size / SLOWEST)
            size += len(chunk)
            self._waiting_bytes += body.write(chunk) if size <= most else 0
            if self._waiting_bytes > WAITING_BYTES:
                raise Unreceived(_plain(503, "现在上传的人太多，这次没有收下。请过几分钟再试。"))
        body.seek(0)
        return size

    async def _answered(self, environ: "WSGIEnvironment") -> Answer:
        run = contextvars.Context().run
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, run, self._run, environ)
        except Exception:
            log.exception("the application failed")
            return _plain(500, "系统出了问题，不是您的操作造成的。请过几分钟再试。")

    def _run(self, environ: "WSGIEnvironment") -> Answer:
        thread = threading.get_ident()
        self.running[thread] = time.monotonic()
        try:
            return run_wsgi(self._wsgi, environ)
        finally:
            del self.running[thread]


async def _next(receive: Receive, *, until: float) -> tuple[bytes, bool]:
    """A piece of the body and whether there is more; raises Unreceived."""
    try:
        async with asyncio.timeout(min(IDLE_SECONDS, until - time.monotonic())):
            message = await receive()
    except TimeoutError:
        raise Unreceived(_plain(408, "网络太慢，内容没有收完，也没有保存。请换个网络再试一次。")) from None
    if message["type"] != "http.request":
        raise Unreceived(None)
    return message.get("body", b""), message.get("more_body", False)


def environ_of(scope: Message, body: IO[bytes], length: int) -> "WSGIEnvironment":
    """The request as WSGI has it. A header with an underscore could pass for another one, so it is dropped."""
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": scope["server"][0],
        "SERVER_PORT": str(scope["server"][1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": scope["client"][0],
        "CONTENT_LENGTH": str(length),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        if b"_" in name or name in (b"content-length", b"transfer-encoding"):
            continue
        key = name.decode("latin-1").upper().replace("-", "_")
        key = key if key == "CONTENT_TYPE" else f"HTTP_{key}"
        between = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = between.join(filter(None, (environ.get(key), value.decode("latin-1"))))
    return environ


def run_wsgi(wsgi: "WSGIApplication", environ: "WSGIEnvironment") -> Answer:
    """Run the application to its end."""
    begun: list[tuple[str, list[tuple[str, str]]]] = []

    def start(status: str, headers: list[tuple[str, str]], _error: object = None, /) -> Callable[[bytes], None]:
        begun.append((status, headers))
        return _no_write

    content = wsgi(environ, start)
    try:
        whole = b"".join(content)
    finally:
        if hasattr(content, "close"):
            content.close()
    status, headers = begun[-1]
    return Answer(int(status.split(" ", 1)[0]), headers, whole)


def _no_write(_content: bytes) -> None:
    raise NotImplementedError("nothing here writes past what it returns")


def _plain(status: int, words: str) -> Answer:
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store"), ("Connection", "close")]
    return Answer(status, headers, f"{words}\n".encode())


def watched(bridge: Bridge) -> Bridge:
    """The bridge, in a process that ends when a request never does, when nothing here gets its turn any more, or when the
    server is gone.
    """
    threading.Thread(target=_watch, args=(bridge, os.getppid()), daemon=True).start()
    return bridge


def _watch(bridge: Bridge, server: int) -> NoReturn:
    while True:
        # The system's own timer: it also comes when one thread keeps all others from running.
        faulthandler.dump_traceback_later(STUCK_SECONDS, exit=True)
        time.sleep(LOOK_EVERY)
        longest = time.monotonic() - min(list(bridge.running.values()), default=time.monotonic())
        if os.getppid() != server or longest > STUCK_SECONDS:
            log.critical(
                "this process ends: %s", "its server is gone" if longest < STUCK_SECONDS else "a request is stuck"
            )
            if longest > STUCK_SECONDS:
                faulthandler.dump_traceback()
            os._exit(1)
