"""The web server and the background work beside it, with real processes: what happens when one of the two ends."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from webapp.operations import serving

PATIENCE = 30
ENDLESS = "import time; time.sleep(600)"


def command(code: str) -> list[str]:
    return [sys.executable, "-c", code]


@contextmanager
def together(web: str, jobs: str) -> Iterator["subprocess.Popen[str]"]:
    """`run_together` on two pieces of code, with waits that a test can wait for."""
    code = f"""
import logging, sys
from webapp.operations import serving
logging.basicConfig(format="%(message)s")
serving.FIRST_WAIT, serving.LONGEST_WAIT, serving.CHECK_SECONDS, serving.GRACE_SECONDS = 0.1, 0.4, 0.01, 1
sys.exit(serving.run_together({command(web)!r}, {command(jobs)!r}))
"""
    with subprocess.Popen(command(code), stderr=subprocess.PIPE, text=True) as running:
        try:
            yield running
        finally:
            running.terminate()
            running.wait(PATIENCE)


def wait_for(path: Path) -> str:
    """What a process wrote there, once it has."""
    until = time.monotonic() + PATIENCE
    while not (path.exists() and path.read_text()):
        assert time.monotonic() < until, f"nothing in {path.name}"
        time.sleep(0.01)
    return path.read_text()


def tells(path: Path, first: str = "") -> str:
    """Code that does something first, writes its process number and goes on for ever."""
    written = f"pathlib.Path({str(path)!r}).write_text(str(os.getpid()))"
    return f"import os, pathlib, signal; {first}{written}; {ENDLESS}"


def alive(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    return True


def test_background_work_that_ends_starts_again_after_waits_that_grow_and_the_server_goes_on(tmp_path: Path) -> None:
    with together(tells(tmp_path / "web"), "raise SystemExit(3)") as running:
        assert running.stderr is not None
        lines = [running.stderr.readline() for _ in range(4)]
        assert all("background work ended with 3" in line for line in lines)
        waits = [line.rpartition("again in ")[2].strip() for line in lines]
        assert waits == ["0.1 s", "0.2 s", "0.4 s", "0.4 s"]
        assert alive(wait_for(tmp_path / "web")) and running.poll() is None


def test_a_server_that_ends_ends_the_work_and_its_code_is_told(tmp_path: Path) -> None:
    with together("raise SystemExit(7)", tells(tmp_path / "jobs")) as running:
        assert running.wait(PATIENCE) == 7
    assert not (tmp_path / "jobs").exists() or not alive((tmp_path / "jobs").read_text())


def test_a_server_that_is_killed_is_told_as_a_shell_would() -> None:
    with together("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", ENDLESS) as running:
        assert running.wait(PATIENCE) == 128 + signal.SIGKILL


def test_both_stop_when_told_to_and_nothing_is_started_again(tmp_path: Path) -> None:
    stops = "signal.signal(signal.SIGTERM, lambda *_: os._exit(0)); "
    with together(tells(tmp_path / "web", stops), tells(tmp_path / "jobs", stops)) as running:
        pids = wait_for(tmp_path / "web"), wait_for(tmp_path / "jobs")
        (tmp_path / "jobs").unlink()
        running.send_signal(signal.SIGTERM)
        assert running.wait(PATIENCE) == 0
    assert not any(map(alive, pids)) and not (tmp_path / "jobs").exists()


def test_who_does_not_stop_when_told_to_is_ended_soon_after(tmp_path: Path) -> None:
    deaf = "signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    with together(tells(tmp_path / "web", deaf), tells(tmp_path / "jobs", deaf)) as running:
        pids = wait_for(tmp_path / "web"), wait_for(tmp_path / "jobs")
        running.send_signal(signal.SIGTERM)
        assert running.wait(PATIENCE) == 128 + signal.SIGKILL
    assert not any(map(alive, pids))


def test_all_that_a_stop_waits_for_fits_into_ten_seconds() -> None:
    assert serving.STOP_SECONDS < serving.GRACE_SECONDS < 10


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_an_address_that_is_taken_is_told_before_anything_is_done(command: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        environ = os.environ | {"GONGHUI_DATA": str(tmp_path), "GONGHUI_MODE": "development"}
        asked = [sys.executable, "-m", "webapp.cli", command, "--port", str(port)]
        told = subprocess.run(asked, env=environ, capture_output=True, text=True, timeout=60)
    assert told.returncode == 2 and told.stdout == ""
    assert told.stderr == f"cannot listen on 127.0.0.1:{port}: Address already in use; choose another one by --port\n"
    assert list(tmp_path.iterdir()) == []


def test_a_hang_up_renews_the_server_alone(tmp_path: Path) -> None:
    renewed = tells(tmp_path / "web", "signal.signal(signal.SIGHUP, lambda *_: os._exit(9)); ")
    with together(renewed, tells(tmp_path / "jobs")) as running:
        wait_for(tmp_path / "web")
        jobs = wait_for(tmp_path / "jobs")
        assert alive(jobs)
        running.send_signal(signal.SIGHUP)
        assert running.wait(PATIENCE) == 9
