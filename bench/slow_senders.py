"""`python -m bench.slow_senders [SERVER …]`: slow senders and large pictures while visitors walk, on a production on PostgreSQL.

Eight bodies sent slowly, a member who sends forty pictures of 40 megapixels, four a form, and then forty in one form, and twenty
visitors. Printed for each server and round: seconds of the visitors' pages, what the sender was told, memory of the processes.
The figures depend on the machine; compare servers of one run. Servers that are not installed (gunicorn: `sync`, `gthread`) are left
out; `granian` gives it the WSGI application without our bridge.
"""

import argparse
import importlib.util
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.production import HOST, production
from bench.visitors import Client, Seen, send_pictures, send_slowly, walk
from tests.decoding.large import flat_png

VISITORS, SLOW, PICTURES, A_FORM = 20, 8, 40, 4
SECONDS = 30
APP = "webapp.app:create_app()"
SERVERS = {
    "serve": ["-m", "webapp.cli", "serve", "--port", "{port}"],
    "sync": ["-m", "gunicorn", APP, "--bind", "127.0.0.1:{port}", "--workers", "4"],
    "gthread": ["-m", "gunicorn", APP, "--bind", "127.0.0.1:{port}", "--workers", "2", "--threads", "8"],
    "granian": [
        *("-m", "granian", "webapp.app:create_app", "--factory", "--interface", "wsgi", "--port", "{port}"),
        *("--workers", "2", "--blocking-threads", "8", "--no-ws"),
    ],
}


@dataclass
class Memory:
    """The largest proportional set of any process of a kind, in MB, and how many decoders were seen at once."""

    largest: dict[str, int] = field(default_factory=dict)
    decoders: int = 0

    def watch(self, server: int, over: threading.Event) -> None:
        """Look at all descendants of the server until it is over."""
        while not over.wait(0.2):
            decoders = 0
            for pid in descendants(server):
                kind = _kind(pid)
                decoders += kind == "decoder"
                self.largest[kind] = max(self.largest.get(kind, 0), _proportional_mb(pid))
            self.decoders = max(self.decoders, decoders)


def descendants(pid: int) -> list[int]:
    """All processes below this one."""
    found = [int(child) for path in Path(f"/proc/{pid}/task").glob("*/children") for child in _read(path).split()]
    return [*found, *(below for child in found for below in descendants(child))]


def _kind(pid: int) -> str:
    command = _read(Path(f"/proc/{pid}/cmdline"))
    return "decoder" if "webapp.decoding" in command else "jobs" if "jobs" in command else "web"


def _proportional_mb(pid: int) -> int:
    lines = _read(Path(f"/proc/{pid}/smaps_rollup")).splitlines()
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("Pss:")), 0)


def _read(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""


@dataclass
class Figures:
    """What a round saw."""

    visitors: Seen = field(default_factory=Seen)
    forms: Seen = field(default_factory=Seen)
    forty: Seen = field(default_factory=Seen)
    memory: Memory = field(default_factory=Memory)

    def page_seconds(self, share: float) -> float:
        """How long that share of the visitors' pages took at most."""
        seconds = sorted(self.visitors.seconds) or [float("nan")]
        return seconds[int(len(seconds) * share)]

    def __str__(self) -> str:
        memory = ", ".join(f"{kind} {size} MB" for kind, size in sorted(self.memory.largest.items()))
        return "\n    ".join(
            [
                f"load of the machine {os.getloadavg()[0]:.1f}",
                f"visitors: {len(self.visitors.seconds)} pages, p50 {self.page_seconds(0.5):.2f} s, "
                f"p95 {self.page_seconds(0.95):.2f} s, longest {max(self.visitors.seconds, default=0):.2f} s, "
                f"failed {_counted(self.visitors.failed)}",
                f"{PICTURES} in one form: {self.forty.answers or self.forty.failed} "
                f"after {max(self.forty.seconds, default=0):.1f} s",
                f"forms of {A_FORM}: {_counted(self.forms.answers)}, failed {_counted(self.forms.failed)}, "
                f"longest {max(self.forms.seconds, default=0):.1f} s",
                f"largest PSS: {memory}; decoders at once: {self.memory.decoders}",
            ]
        )


def main() -> int:
    """Measure the servers named, in turns."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("servers", nargs="*", default=["serve"], metavar="SERVER", help=f"of {', '.join(SERVERS)}")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=SECONDS)
    parser.add_argument("--slow", type=int, default=SLOW)
    args = parser.parse_args()
    servers = [name for name in args.servers if importlib.util.find_spec(SERVERS[name][1]) is not None]
    with production(members=len(servers) * args.rounds) as built:
        members = iter(built.members)
        for number in range(args.rounds):
            for name in servers:
                figures = measured(name, built.environ, next(members), seconds=args.seconds, slow=args.slow)
                print(f"round {number + 1}, {name}: {figures}", flush=True)
    return 0


def measured(
    name: str, environ: Mapping[str, str], member: tuple[str, str], *, seconds: float = SECONDS, slow: int = SLOW
) -> Figures:
    """One round: a server is started for it."""
    port = _free_port()
    command = [sys.executable, *(part.format(port=port) for part in SERVERS[name])]
    output = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env=dict(environ), **output) as server:
        try:
            _wait_until_it_answers(port)
            return _under_load(server.pid, port, member, seconds, slow)
        finally:
            server.terminate()


def _under_load(server: int, port: int, member: tuple[str, str], seconds: float, slow: int) -> Figures:
    over, figures, picture = threading.Event(), Figures(), flat_png(8_000, 5_000)
    cookie, path = member

    def pictures() -> None:
        client = Client(port, HOST, cookie)
        send_pictures(client, path, [[picture] * PICTURES], figures.forty, over)
        send_pictures(client, path, [[picture] * A_FORM] * (PICTURES // A_FORM), figures.forms, over)

    visitors = [Client(port, HOST) for _ in range(VISITORS)]
    threads = [threading.Thread(target=figures.memory.watch, args=(server, over)), threading.Thread(target=pictures)]
    threads += [threading.Thread(target=send_slowly, args=(port, HOST, over)) for _ in range(slow)]
    threads += [threading.Thread(target=walk, args=(visitor, figures.visitors, over)) for visitor in visitors]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    over.set()
    for thread in threads:
        thread.join()
    return figures


def _counted(words: Sequence[str]) -> dict[str, int]:
    return {word: words.count(word) for word in dict.fromkeys(words)}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_it_answers(port: int) -> None:
    for _ in range(600):
        try:
            if Client(port, HOST).open("GET", "/")[0] == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server does not answer")


if __name__ == "__main__":
    sys.exit(main())
