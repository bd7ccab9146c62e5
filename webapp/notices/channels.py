"""Which way messages leave. A channel is a callable that takes an Outgoing and raises when it could not hand it over.

`GONGHUI_MESSAGES` names the channel: `page` (nothing leaves; a page of the demo shows them), `console`, `file` (a file each
in the data folder, for another program to send), or an entry point of the group `gonghui.messages`, which is loaded and
called with the application when it starts. A channel may have `probe()`, which tries the way out and raises when it is shut,
without a message to anybody.
"""

import sys
from collections.abc import Callable
from importlib.metadata import entry_points
from typing import cast

from flask import Flask

from webapp.config import CONSOLE, PAGE, BadSettings
from webapp.notices.outgoing import Channel, Outgoing
from webapp.notices.spool import Spool

ENTRY_POINTS = "gonghui.messages"
FILE = "file"


class NoChannel(BadSettings):
    """GONGHUI_MESSAGES names a channel that is not installed."""


def channel_name(app: Flask) -> str:
    """The configured channel's name."""
    name: str = app.extensions["gonghui.settings"].messages
    return name


def channel(app: Flask) -> Channel:
    """The configured channel, made when first asked for; raises NoChannel."""
    made: dict[str, Channel] = app.extensions.setdefault("gonghui.channels", {})
    name = channel_name(app)
    if name not in made:
        made[name] = _make(app, name)
    return made[name]


def _make(app: Flask, name: str) -> Channel:
    built_in: dict[str, Callable[[Flask], Channel]] = {
        PAGE: lambda _app: _nowhere,
        CONSOLE: lambda _app: _to_console,
        FILE: Spool,
    }
    if name in built_in:
        return built_in[name](app)
    for entry in entry_points(group=ENTRY_POINTS, name=name):
        return cast(Channel, entry.load()(app))
    raise NoChannel(f"GONGHUI_MESSAGES={name}: no such channel is installed (entry points {ENTRY_POINTS})")


def _nowhere(_message: Outgoing) -> None:
    """The page shows what is in the outbox; nothing leaves."""


def _to_console(message: Outgoing) -> None:
    sys.stderr.write(f"{message.phone} {message.text}\n")
