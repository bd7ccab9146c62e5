"""The register of employers and unions: added, corrected, merged, moved, closed; reports of what is missing on it."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add the pages of the register."""
    from webapp.office.register import report_routes, routes, union_routes

    for pages in (routes, union_routes, report_routes):
        app.register_blueprint(pages.bp)
