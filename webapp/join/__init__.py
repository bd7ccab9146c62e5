"""入会: from a worker's situation to a membership.

A worker answers a few questions; only what the rows of the province's profile read is asked, and each answer is saved at once as a draft.
The policy decides where the answers lead; the page shows the unions that really exist there and why, clause by clause.
He picks one (one a leg, where joining has several legs), signs in by phone, says who he is, checks everything, consents and submits.
Each leg becomes a case of its own under one application, decided by the unions that the profile names.
A grant gives the seat of membership, or an affiliation where the leg carries none; a slow or refused leg never blocks the other.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add the join pages and make joining known to the one procedure."""
    from webapp.join import (
        application_routes,
        elsewhere_routes,
        entrance_routes,
        reporting,
        routes,
        submitting,
        transfer_routes,
        waiting,
    )
    from webapp.join.doors import drafts
    from webapp.join.seats import moving
    from webapp.members.acts import waits_for_worker

    submitting.register()
    moving.register()
    reporting.register_mentions()
    waiting.register()
    drafts.init_app(app)
    waits_for_worker(drafts.unfinished)
    app.register_blueprint(routes.bp)
    app.register_blueprint(application_routes.bp)
    app.register_blueprint(elsewhere_routes.bp)
    app.register_blueprint(entrance_routes.bp)
    app.register_blueprint(transfer_routes.bp)
