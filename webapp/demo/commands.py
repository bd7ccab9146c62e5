"""`gonghui demo`: a fresh demo database, and the server on it."""

import argparse
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import yaml

from webapp.arguments import add_command
from webapp.operations.commands import saying_what_is_wrong
from webapp.operations.serving import DEFAULT_THREADS, refuse_taken, serve

HOST = "127.0.0.1"


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `demo` to the command line."""
    parser = add_command(
        subparsers,
        "demo",
        "build a demo database with all provinces and serve it",
        example="gonghui demo --port 8000",
        run=saying_what_is_wrong(run),
    )
    parser.add_argument("--port", type=int, default=8000, help="port to serve on (8000)")
    parser.add_argument("--host", default=HOST, help="address to listen on; 0.0.0.0 lets phones on the LAN in")
    parser.add_argument("--no-serve", action="store_true", help="build the database only")
    parser.add_argument("--keep", action="store_true", help="keep an existing demo database; what is new is added")


def run(args: argparse.Namespace) -> int:
    """Build, then serve until interrupted. Returns the server's exit code; raises BadSettings when it cannot listen."""
    if not args.no_serve:
        refuse_taken(args.host, args.port)  # another demo may be running on the database that would be built anew
    environ = demo_environment(os.environ)
    os.environ.update(environ)
    folder = Path(environ["GONGHUI_DATA"])
    if not args.keep:
        shutil.rmtree(folder, ignore_errors=True)
    _build()
    if args.no_serve:
        return 0
    return _serve(args.host, args.port)


def demo_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The settings of a demo: its own data folder, and each province's business date from reference/demo."""
    base = Path(environ.get("GONGHUI_DATA", ".gonghui"))
    found = {"GONGHUI_MODE": "demo", "GONGHUI_DATA": str(base / "demo")}
    folder = Path(environ.get("GONGHUI_REFERENCE", Path(__file__).parents[2] / "reference")) / "demo"
    for path in sorted(folder.glob("*.yaml")):
        settings = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        if "business_date" in settings:
            found[f"GONGHUI_TODAY__{path.stem.upper()}"] = str(settings["business_date"])
    return found


def _build() -> None:
    from webapp.app import create_app
    from webapp.demo.build import build

    for built in build(create_app()):
        made = f"{built.unions} unions, {built.officers} officers, {built.applications} applications"
        print(f"{built.jurisdiction}: {built.why_none or made}")


def _serve(host: str, port: int) -> int:
    print(f"http://localhost:{port}   (Ctrl-C ends it)", flush=True)
    return serve(host, port, workers=2, threads=DEFAULT_THREADS)
