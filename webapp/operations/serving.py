"""`gonghui serve`: the web server and the background worker, which live and die together."""

import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

CHECK_SECONDS = 0.5
GRACE_SECONDS = 35


def serve(host: str, port: int, *, workers: int) -> int:
    """Run both until told to stop or until one ends; the exit code of the one that ended first."""
    web = [
        *(sys.executable, "-m", "gunicorn", "webapp.app:create_app()", "--bind", f"{host}:{port}"),
        *("--workers", str(workers), "--max-requests", "20000", "--max-requests-jitter", "2000"),
    ]
    return run_together([web, [sys.executable, "-m", "webapp.cli", "jobs"]])


def run_together(commands: Sequence[Sequence[str]]) -> int:
    """Start the commands, pass a stop signal on, and end all when one ends."""
    running = [subprocess.Popen(command) for command in commands]

    def stop(_number: int, _frame: FrameType | None) -> None:
        for process in running:
            process.send_signal(signal.SIGTERM)

    previous = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        while all(process.poll() is None for process in running):
            time.sleep(CHECK_SECONDS)
        return next(process.returncode for process in running if process.returncode is not None)
    finally:
        for process in running:
            _end(process)
        for number, handler in previous.items():
            signal.signal(number, handler)


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
