"""A site of a few lines behind the bridge, for the web server: it tells what it was asked."""

import json
import os
import time
from collections.abc import Iterable
from typing import Any

from webapp.operations import bridge

THREADS = 2
NAP = 0.5


def application() -> bridge.Bridge:
    """For the server's `--factory`; bounds that a test can wait for."""
    bridge.IDLE_SECONDS, bridge.STUCK_SECONDS, bridge.LOOK_EVERY = 1.0, 2.0, 0.1
    return bridge.watched(bridge.Bridge(site, threads=THREADS))


def site(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    """`/nap` takes a moment, `/stuck` never ends, `/boom` fails."""
    path = environ["PATH_INFO"]
    if path == "/boom":
        raise ZeroDivisionError
    if path in ("/nap", "/stuck"):
        time.sleep(NAP if path == "/nap" else 600)
    strings = {key: value for key, value in environ.items() if isinstance(value, str)}
    told = strings | {"pid": os.getpid(), "body": len(environ["wsgi.input"].read())}
    start("200 OK", [("Content-Type", "application/json"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
    return [json.dumps(told).encode()]
