"""The commands of operation: `gonghui init | serve | away | jobs | doctor | audit | keys | backup | restore`."""

import argparse
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from webapp.arguments import add_command
from webapp.config import BadSettings, Settings
from webapp.operations.serving import DEFAULT_THREADS, THREADS

if TYPE_CHECKING:
    from flask import Flask

    from webapp.arguments import Commands

Command = Callable[[argparse.Namespace], int]


def add_commands(subparsers: "Commands") -> None:
    """Add them to the command line."""
    init = _add(
        subparsers,
        "init",
        "create or upgrade the databases, and appoint the first administrators",
        "gonghui init --administrators administrators.yaml",
        run_init,
    )
    init.add_argument("--administrators", type=Path, metavar="FILE", help="two people for each jurisdiction, as YAML")
    serve = _add(
        subparsers,
        "serve",
        "run the web server and the background worker",
        "gonghui serve --port 8000 --workers 4",
        run_serve,
    )
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    serve.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
    serve.add_argument("--workers", type=int, default=max(2, os.cpu_count() or 1), help="web processes")
    serve.add_argument(
        "--threads",
        type=int,
        default=int(os.environ.get(THREADS, DEFAULT_THREADS)),
        help="requests that a web process works on at a time",
    )
    _add(
        subparsers,
        "away",
        "print the page that the server in front shows while this one is away",
        "gonghui away > /etc/gonghui/away.html",
        run_away,
    )
    jobs = _add(subparsers, "jobs", "run background work until stopped", "gonghui jobs --once", run_jobs)
    jobs.add_argument("--once", action="store_true", help="run what is due and stop")
    doctor = _add(
        subparsers,
        "doctor",
        "look for trouble; exit 1 if there is some",
        "gonghui doctor --at http://127.0.0.1:8000",
        run_doctor,
    )
    doctor.add_argument("--at", metavar="URL", help="where the public address is reached from here, if not by its name")
    audit = subparsers.add_parser("audit", help="the record of events").add_subparsers(dest="what", required=True)
    verify = _add(
        audit,
        "verify",
        "check every event and seal; exit 1 if one was changed",
        "gonghui audit verify --expect zhejiang=2f1c0a9be4d7",
        run_verify,
    )
    verify.add_argument("--expect", action="append", default=[], metavar="PROVINCE=SEAL", help="a seal printed before")
    keys = subparsers.add_parser("keys", help="the keys of personal data").add_subparsers(dest="what", required=True)
    _add(
        keys,
        "rotate",
        "encrypt what is under an older key anew under the first",
        "gonghui keys rotate",
        run_rotate,
    )
    for name, text, example, run in (
        ("backup", "write databases and files into a new archive", "gonghui backup 2026-12-01.tar.gz", run_backup),
        ("restore", "bring an archive back into empty databases", "gonghui restore 2026-12-01.tar.gz", run_restore),
    ):
        _add(subparsers, name, text, example, run).add_argument("file", type=Path, metavar="FILE", help="the archive")


def _add(commands: "Commands", name: str, what: str, example: str, run: Command) -> argparse.ArgumentParser:
    return add_command(commands, name, what, example=example, run=saying_what_is_wrong(run))


def saying_what_is_wrong(run: Command) -> Command:
    """Settings that make no sense, and a database that is away, end in one line, not in a trace."""

    def wrapped(args: argparse.Namespace) -> int:
        try:
            return run(args)
        except BadSettings as error:
            print(error, file=sys.stderr)
            return 2
        except Exception as error:
            from webapp.persistence import is_outage

            if not is_outage(error):
                raise
            print(str(getattr(error, "orig", None) or error).strip(), file=sys.stderr)
            return 1

    return wrapped


@contextmanager
def _application() -> "Iterator[Flask]":
    """The application in its context; its connections are closed afterwards."""
    from webapp.app import create_app
    from webapp.persistence import db

    app = create_app()
    engines = []
    try:
        with app.app_context():
            engines = list(db.engines.values())
            yield app
    finally:
        for engine in engines:
            engine.dispose()


def run_init(args: argparse.Namespace) -> int:
    """Create, upgrade, publish the files as the first revisions, appoint."""
    from webapp.operations.administrators import appoint, read
    from webapp.operations.first_texts import publish_files
    from webapp.operations.provisioning import create_databases

    settings = Settings.from_env(os.environ)
    with _application():
        create_databases(settings)
        if settings.mode == "production" and (published := publish_files(settings.policies_dir)):
            print(f"published: {', '.join(published)}")
        for line in appoint(read(args.administrators) if args.administrators else {}):
            print(line)
    return 0


def run_away(args: argparse.Namespace) -> int:
    """Print it: one file that asks for no other."""
    print((Settings.from_env(os.environ).templates_dir / "web" / "away.html").read_text("utf-8"), end="")
    return 0


def run_serve(args: argparse.Namespace) -> int:
    """Serve; refuses the owner's address, an address that is taken, a powerful role and an old schema before anything listens."""
    from webapp.operations.serving import refuse_taken, serve
    from webapp.persistence import db, schema
    from webapp.persistence.roles import PowerfulRole

    if "DATABASE_OWNER_URL" in os.environ:
        raise BadSettings("DATABASE_OWNER_URL is for `gonghui init` only: take it out of the server's environment")
    refuse_taken(args.host, args.port)
    try:
        with _application():
            for engine in db.engines.values():
                with engine.connect() as connection:
                    if not schema.is_newest(connection):
                        raise BadSettings(f"the schema of {engine.url!r} is not the newest: run `gonghui init`")
    except PowerfulRole as error:
        raise BadSettings(str(error)) from error
    return serve(args.host, args.port, workers=args.workers, threads=args.threads)


def run_jobs(args: argparse.Namespace) -> int:
    """Run background work."""
    from webapp.jobs.worker import run_due, work

    with _application() as app:
        if args.once:
            run_due(app)
            return 0
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        work(app, stop)
    return 0


def run_doctor(args: argparse.Namespace) -> int:
    """Print each finding; settings with which nothing starts are the first and last."""
    from webapp.operations.doctor import SERVER, Finding, examine

    troubles = 0
    try:
        with _application() as app:
            for finding in examine(app, at=args.at):
                troubles += bool(finding.trouble)
                print(finding)
    except BadSettings as error:
        print(Finding(SERVER, "settings", str(error)))
        return 1
    return 1 if troubles else 0


def run_verify(args: argparse.Namespace) -> int:
    """Check the record of every province."""
    from webapp.persistence import unit_of_work, verify
    from webapp.persistence.audit import expect_seal
    from webapp.tenancy import scopes

    expected = dict(text.split("=", 1) for text in args.expect)
    flaws = 0
    with _application():
        for jurisdiction in scopes():
            with unit_of_work(jurisdiction, write=False):
                verdict = verify()
                found = [*verdict.flaws, *expect_seal(expected.get(jurisdiction))]
            flaws += len(found)
            print(f"{jurisdiction}: {verdict.events} events, {verdict.seals} seals, last {verdict.last_seal or '-'}")
            for flaw in found:
                print(f"  {flaw.where}: {flaw.what}")
    return 1 if flaws else 0


def run_rotate(_args: argparse.Namespace) -> int:
    """Re-encrypt every province's rows."""
    from webapp.persistence.rotation import rotate_keys
    from webapp.tenancy import scopes

    with _application():
        for jurisdiction in scopes():
            print(f"{jurisdiction}: {rotate_keys(jurisdiction)} rows")
    return 0


def run_backup(args: argparse.Namespace) -> int:
    """Write the archive."""
    from webapp.operations.backups import CannotBackUp, backup

    try:
        backup(Settings.from_env(os.environ), args.file)
    except CannotBackUp as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def run_restore(args: argparse.Namespace) -> int:
    """Read the archive, and bring what it holds to the newest schema."""
    from webapp.operations.backups import CannotRestore, restore
    from webapp.operations.provisioning import create_databases

    settings = Settings.from_env(os.environ)
    try:
        restore(settings, args.file)
    except CannotRestore as error:
        raise BadSettings(str(error)) from error
    with _application():
        create_databases(settings)
    return 0
