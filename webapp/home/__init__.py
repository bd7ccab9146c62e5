"""What a worker finds first: a province's front page with only what works there, his own page, the policy in plain words, and, on the
bare domain, the provinces, alone and side by side."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add the front pages, the worker's own page, the policy pages and the comparison."""
    from webapp.home import compare_routes, me_routes, policy_routes

    for pages in (me_routes, policy_routes, compare_routes):
        app.register_blueprint(pages.bp)
