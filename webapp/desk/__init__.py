"""The policy desk: editors change the rules without fear.

A text (a province's profile, the nation's, or a document of the clause register) is edited as a draft, by authors. Every check runs
the one validator of `policy`, the proof of the profile, and its executable examples; a text with a fault cannot be proposed. Another
person approves: that publishes it, with the day it governs from and what it does to open cases. What is published is a row that
never changes, read by every process within a second or two; to roll back is to publish the earlier text again. National editors sit
at the bare domain's `/desk` (docs/decisions/0010).
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from webapp.policy import Library


def library_of(app: "Flask") -> "Library":
    """The library an application works by: what was published, and where people try things out the files as they are now."""
    from webapp.desk import source

    return source.library_of(app)


def init_app(app: "Flask") -> None:
    """Add the editors' pages."""
    from webapp.desk import administrator_routes, editor_routes, revising, routes

    revising.install()
    for room in (routes, editor_routes, administrator_routes):
        app.register_blueprint(room.bp)
