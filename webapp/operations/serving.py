"""`gonghui serve`: the web server and, beside it, the background work, which is started again whenever it ends."""

import logging
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from threading import Event
from types import FrameType

from webapp.config import BadSettings

THREADS = "GONGHUI_THREADS"
"""The variable that tells a web process how many requests it works on at a time."""
DEFAULT_THREADS = 8
CHECK_SECONDS = 0.2
STOP_SECONDS = 6
"""What running requests and slow senders get when the server stops; then they are ended."""
GRACE_SECONDS = STOP_SECONDS + 2
"""What both processes get; then they are killed. Service managers and people wait for about ten seconds."""
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
OPEN_FILES = 65_536
CONNECTIONS = 2_000
"""Of each web process; a slow sender costs one, and no thread."""
HEADER_MS = 20_000
MEMORY_MB = 340
"""A web process that has become larger is replaced by a new one."""

log = logging.getLogger("webapp.operations")

Command = Sequence[str]


def serve(host: str, port: int, *, workers: int, threads: int) -> int:
    """Run both until told to stop or until the web server ends; its exit code."""
    logging.basicConfig(format="%(asctime)s %(name)s %(levelname)s %(message)s")
    _allow_files()
    os.environ[THREADS] = str(threads)
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")  # threads that keep memory of their own make a process large
    web = web_command("webapp.operations.bridge:application", host, port, workers=workers)
    return run_together(web, [sys.executable, "-m", "webapp.cli", "jobs"])


def refuse_taken(host: str, port: int) -> None:
    """Raises BadSettings when nothing can listen there. The web processes share their port, so they would not notice that
    another server has it.
    """
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise BadSettings(f"cannot listen on {host}:{port}: {error.strerror}; choose another one by --port") from error


def web_command(factory: str, host: str, port: int, *, workers: int) -> Command:
    """The web server on what `factory` ("module:function") makes."""
    return [
        *(sys.executable, "-m", "granian", factory, "--factory", "--host", host, "--port", str(port)),
        *("--interface", "asginl", "--http", "1", "--no-ws", "--backpressure", str(CONNECTIONS)),
        *("--http1-header-read-timeout", str(HEADER_MS), "--log-level", "warning"),
        *("--workers", str(workers), "--workers-kill-timeout", str(STOP_SECONDS)),
        *("--respawn-failed-workers", "--workers-max-rss", str(MEMORY_MB), "--rss-samples", "2"),
    ]


def run_together(web: Command, jobs: Command) -> int:
    """Start both, pass signals on, start `jobs` again when it ends; the exit code of `web`, 128 + n where a signal ended it."""
    told = Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        told.set()

    def renew(_number: int, _frame: FrameType | None) -> None:
        server.send_signal(signal.SIGHUP)

    # A terminal that is closed hangs up, too, and means the end.
    hang_up = stop if sys.stdin and sys.stdin.isatty() else renew
    previous = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    server, worker = subprocess.Popen(web), Restarted(jobs)
    signal.signal(signal.SIGHUP, hang_up)
    try:
        while server.poll() is None and not told.wait(CHECK_SECONDS):
            worker.look_after()
    finally:
        until = time.monotonic() + GRACE_SECONDS
        worker.stop()
        server.terminate()
        _end(server, until)
        worker.end(until)
        for number, handler in previous.items():
            signal.signal(number, handler)
    return server.returncode if server.returncode >= 0 else 128 - server.returncode


class Restarted:
    """A command that is started again when it ends: at once waited for a second, then for ever longer, up to a minute, until
    it has lived for that long.
    """

    def __init__(self, command: Command) -> None:
        self._command = command
        self._wait = FIRST_WAIT
        self._stopping = False
        self._start()

    def _start(self) -> None:
        self._process = subprocess.Popen(self._command)
        self._started = time.monotonic()
        self._due: float | None = None

    def look_after(self) -> None:
        """Notice that it has ended, or start it when its time has come."""
        if self._stopping or (self._due is None and self._process.poll() is None):
            return
        if self._due is None:
            lived = time.monotonic() - self._started
            self._wait = FIRST_WAIT if lived > LONGEST_WAIT else self._wait
            code = self._process.returncode
            log.error("background work ended with %d after %.0f s and starts again in %g s", code, lived, self._wait)
            self._due = time.monotonic() + self._wait
            self._wait = min(2 * self._wait, LONGEST_WAIT)
        elif time.monotonic() >= self._due:
            self._start()

    def stop(self) -> None:
        """Tell it to stop; it is not started again."""
        self._stopping = True
        if self._process.poll() is None:
            self._process.terminate()

    def end(self, until: float) -> None:
        """Wait until it has stopped; kill it at that time (monotonic)."""
        _end(self._process, until)


def _end(process: "subprocess.Popen[bytes]", until: float) -> None:
    try:
        process.wait(max(0.0, until - time.monotonic()))
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _allow_files() -> None:
    """Each connection is an open file."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
