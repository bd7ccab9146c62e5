"""保障: from an accident to what is due on it.

A member sees whether and since when he is covered. He says once what happened, then files (申报) as often as there are bills:
each filing is a case, decided by the union where his seat is; what he types and photographs is kept at once.
What is due is never typed in: `assessment` turns person, accident, filings, findings and ledger into facts and asks the policy,
and member and officer read the same arithmetic. What the plan leaves to a person waits for a reviewer's finding.
A grant writes the ledger while it holds its heads, so that nobody is ever granted more than a cap allows.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add the pages of claims and make their kind known to the one procedure."""
    from webapp.claims import calculator_routes, cover, covered, entry_routes, office_routes, procedure, routes
    from webapp.members.acts import follows_standing, kept_by_transfer, membership_brings, waits_for_worker
    from webapp.members.endings import also_ends

    procedure.register()
    also_ends(cover.ends_with_membership)
    waits_for_worker(covered.what_is_missing)
    follows_standing(covered.watch)
    membership_brings(cover.benefits)
    kept_by_transfer(covered.after_transfer)
    app.register_blueprint(calculator_routes.bp)
    app.register_blueprint(routes.bp)
    app.register_blueprint(entry_routes.bp)
    app.register_blueprint(office_routes.bp)
