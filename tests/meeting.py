"""Two people who meet at one place: the second acts when the first has looked there, and before he writes."""

from collections.abc import Callable
from threading import Barrier, Thread, get_ident
from typing import Any

from flask import Flask
from sqlalchemy import event

from webapp.persistence import db

PATIENCE = 0.5
"""Seconds the first waits for the second, who may have to wait for a lock of the first's (SQLite: always)."""


def meet(app: Flask, table: str, first: Callable[[], Any], second: Callable[[], Any]) -> tuple[Any, Any]:
    """What both got. Both run in threads of their own; `second` runs once `first` has read from `table`, or is about to add to it."""
    got: list[Any] = [None, None]
    failures: list[BaseException] = []
    looked: list[int] = []

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            got[place] = act()
        except BaseException as error:
            failures.append(error)

    ahead, behind = Thread(target=run, args=(0, first)), Thread(target=run, args=(1, second))

    def pause(sql: str, mark: str) -> None:
        if get_ident() == ahead.ident and not looked and mark in sql:
            looked.append(1)
            behind.start()
            behind.join(PATIENCE)

    def before(_connection: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        pause(sql, f"INSERT INTO {table} ")

    def after(_connection: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        pause(sql, f"FROM {table} ")

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)
    try:
        ahead.start()
        ahead.join()
    finally:
        event.remove(engine, "before_cursor_execute", before)
        event.remove(engine, "after_cursor_execute", after)
    if looked:
        behind.join()
    if failures:
        raise failures[0]
    assert looked, f"the first never came to {table}"
    return got[0], got[1]


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run all at the same moment, each in a thread of its own; their results in order."""
    start = Barrier(len(acts))
    got: list[Any] = [None] * len(acts)
    failures: list[BaseException] = []

    def run(place: int, act: Callable[[], Any]) -> None:
        start.wait()
        try:
            got[place] = act()
        except BaseException as error:
            failures.append(error)

    threads = [Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return got
