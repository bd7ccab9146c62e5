"""`gonghui serve`: the web server and, beside it, the background work, which is started again whenever it ends."""

import logging
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

THREADS = "GONGHUI_THREADS"
"""The variable that tells a web process how many requests it works on at a time."""
DEFAULT_THREADS = 8
CHECK_SECONDS = 0.2
STOP_SECONDS = 25
"""What running requests get when the server stops; then they are ended."""
GRACE_SECONDS = STOP_SECONDS + 10
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
    server, worker = subprocess.Popen(web), Restarted(jobs)

    def stop(_number: int, _frame: FrameType | None) -> None:
        worker.stop()
        server.send_signal(signal.SIGTERM)

    def renew(_number: int, _frame: FrameType | None) -> None:
        server.send_signal(signal.SIGHUP)

    handlers = {signal.SIGTERM: stop, signal.SIGINT: stop, signal.SIGHUP: renew}
    previous = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        while server.poll() is None:
            worker.look_after()
            time.sleep(CHECK_SECONDS)
        return server.returncode if server.returncode >= 0 else 128 - server.returncode
    finally:
        worker.stop()
        _end(server)
        worker.end()
        for number, handler in previous.items():
            signal.signal(number, handler)


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

    def end(self) -> None:
        """Wait until it has stopped."""
        _end(self._process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _allow_files() -> None:
    """Each connection is an open file."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
