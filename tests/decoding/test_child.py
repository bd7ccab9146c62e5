"""What becomes of files whose decoding takes much, takes long, crashes, or comes when others decode."""

import fcntl
import io
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.decoding.large import flat_png, inflating_sheet
from tests.decoding.watching import children, decoders, memory, read, wait_for
from tests.files import bad
from webapp.decoding import PICTURES_AND_PAPERS, Busy, Made, made_anew, process, turns
from webapp.decoding.limits import PIXELS, WAITING

ALLOWED_KB = 600 * 1024
LARGE = (8000, 5000)


def outcomes(folder: Path, *contents: bytes, order: str = PICTURES_AND_PAPERS) -> list[str]:
    """The media type of each, or the sentence."""
    with made_anew(order, [io.BytesIO(content) for content in contents], folder) as answers:
        return [answer.media_type if isinstance(answer, Made) else str(answer) for answer in answers]


@pytest.fixture(scope="module")
def large() -> bytes:
    """A picture with as many pixels as any may have."""
    assert LARGE[0] * LARGE[1] == PIXELS
    return flat_png(*LARGE)


@pytest.fixture
def taken(tmp_path: Path) -> Iterator[Callable[[], None]]:
    """Somebody else decodes, until this is called."""
    with open(tmp_path / turns.LOCK, "ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield lambda: fcntl.flock(lock, fcntl.LOCK_UN)


def test_the_largest_picture_and_the_most_inflating_table_stay_within_thememory(tmp_path: Path, large: bytes) -> None:
    (tmp_path / "large.png").write_bytes(large)
    (tmp_path / "large.xlsx").write_bytes(inflating_sheet(500_000_000))
    code = """
import resource, sys
from pathlib import Path
from webapp.decoding import PICTURES_AND_PAPERS, SHEETS, made_anew
folder = Path(sys.argv[1])
for order, name in ((PICTURES_AND_PAPERS, "large.png"), (SHEETS, "large.xlsx")):
    with open(folder / name, "rb") as content, made_anew(order, [content], folder) as [answer]:
        print(type(answer).__name__)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""
    told = subprocess.run([sys.executable, "-c", code, tmp_path], capture_output=True, text=True, check=True)
    picture, table, child, parent = told.stdout.split()
    assert (picture, table) == ("Made", "Unfit")
    assert int(child) <= ALLOWED_KB and int(parent) < 100 * 1024, "KB"


def test_pictures_that_are_too_large_together_are_refused_by_their_heads(tmp_path: Path) -> None:
    half_sent = bad.huge_png(6_000)
    assert all("打不开" in sentence for sentence in outcomes(tmp_path, half_sent))
    assert all("合起来像素太多" in sentence for sentence in outcomes(tmp_path, *[half_sent] * 5))


def test_a_decoder_that_is_killed_loses_its_file_and_no_other(
    tmp_path: Path, large: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGHUI_FIELD_KEYS", "a secret")
    with ThreadPoolExecutor(1) as pool:
        result = pool.submit(outcomes, tmp_path, bad.picture(), large, bad.paper())
        [pid] = wait_for(decoders)
        assert b"GONGHUI" not in read(f"/proc/{pid}/environ")
        wait_for(lambda: [pid] if memory(pid) > 120 * 1024 else [])
        os.kill(pid, signal.SIGKILL)
        first, second, third = result.result()
    assert (first, third) == ("image/jpeg", "application/pdf")
    assert "打不开，可能损坏了" in second


def test_the_bound_on_time_ends_a_decoder(tmp_path: Path, large: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "RUN_SECONDS", 0.01)
    assert all("处理得太久" in sentence for sentence in outcomes(tmp_path, large, bad.picture()))
    assert decoders() == []


def test_senders_at_once_take_turns(tmp_path: Path) -> None:
    seen: list[int] = []
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.002):
            seen.append(len(decoders()))

    with ThreadPoolExecutor(WAITING + 1) as pool:
        watching = pool.submit(watch)
        results = list(pool.map(lambda _: outcomes(tmp_path, bad.picture(), bad.picture()), range(WAITING)))
        over.set()
        watching.result()
    assert results == [["image/jpeg"] * 2] * WAITING
    assert max(seen) == 1


def test_who_gets_no_turn_in_time_is_told_so(
    tmp_path: Path, taken: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "TURN_SECONDS", 0.05)
    with pytest.raises(Busy, match="过一两分钟再传"):
        outcomes(tmp_path, bad.picture())
    taken()
    assert outcomes(tmp_path, bad.picture()) == ["image/jpeg"]


def test_only_some_of_a_process_may_wait(tmp_path: Path, taken: Callable[[], None]) -> None:
    with ThreadPoolExecutor(WAITING) as pool:
        waiting = [pool.submit(outcomes, tmp_path, bad.picture()) for _ in range(WAITING)]
        wait_for(lambda: [1] if _is_refused(tmp_path) else [])
        taken()
        assert [one.result() for one in waiting] == [["image/jpeg"]] * WAITING


def _is_refused(folder: Path) -> bool:
    try:
        with turns.turn(folder):
            return False
    except Busy:
        return True


def test_a_child_holds_the_turn_also_when_its_parent_is_gone(tmp_path: Path) -> None:
    (tmp_path / "picture.jpg").write_bytes(bad.picture())
    code = """
import sys
from pathlib import Path
from webapp.decoding import PICTURES_AND_PAPERS, made_anew
with open(Path(sys.argv[1]) / "picture.jpg", "rb") as content, made_anew(PICTURES_AND_PAPERS, [content], Path(sys.argv[1])):
    pass
"""
    with subprocess.Popen([sys.executable, "-c", code, tmp_path]) as parent:
        [child] = wait_for(lambda: children(parent.pid))
        os.kill(child, signal.SIGSTOP)
        parent.kill()
    with open(tmp_path / turns.LOCK, "ab") as lock:
        with pytest.raises(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.kill(child, signal.SIGCONT)
        fcntl.flock(lock, fcntl.LOCK_EX)
