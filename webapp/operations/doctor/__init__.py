"""`gonghui doctor`: looks for trouble and says what to do about it.

Every check tries the thing itself: it opens values with the keys, sends a trial through the channel, asks the running server
from outside, compares clocks and rights. `server` is this machine and its settings, then come the databases, then the
provinces.
"""

from collections.abc import Iterator

from flask import Flask

from webapp.config import Settings
from webapp.operations.databases import places
from webapp.operations.doctor.databases import examine_database
from webapp.operations.doctor.findings import Finding, first_line
from webapp.operations.doctor.keys import KeyUse
from webapp.operations.doctor.provinces import examine_province
from webapp.operations.doctor.server import SERVER, examine_server
from webapp.tenancy import library, scopes

__all__ = ["SERVER", "Finding", "examine"]


def examine(app: Flask, *, at: str | None = None) -> Iterator[Finding]:
    """Look at everything, one finding a thing; needs the application's context. `at`: as of examine_server."""
    settings: Settings = app.extensions["gonghui.settings"]
    yield from examine_server(app, settings, at=at)
    for place in places(settings):
        yield from examine_database(settings, place)
    try:
        served = scopes()
    except Exception as error:
        yield Finding(SERVER, "policies", first_line(error))
        return
    for name, faults in library().faults.items():
        shut = ", and its host is shut" if name in library().shut() else ""
        yield Finding(SERVER, f"policy {name}", f"does not come into force{shut}: {faults[0]}")
    use = KeyUse(settings.field_keys)
    for jurisdiction in served:
        yield from examine_province(jurisdiction, use)
    yield from use.findings(SERVER)
