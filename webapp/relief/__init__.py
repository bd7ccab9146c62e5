"""困难救助 (hardship relief): a worker asks, an officer visits and proposes, one or two decide, the ledger is told.

The plan is made of the profile's own row about the service and of the bounds that a union has set (`plan.py`); the same
`policy.decide("claim", …)` as for every other plan says what may be granted. The money is paid by `payments`, beside the claims.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add the pages of relief and make its kind known to the one procedure."""
    from webapp.relief import procedure, routes

    procedure.register()
    app.register_blueprint(routes.bp)
    app.register_blueprint(routes.office)
