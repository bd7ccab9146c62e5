"""From the ledger to the bank: what claims and relief granted is paid, answered by the bank, taken back, looked at again, reported.

A claim's balance is what the ledger grants, less what the bank paid, plus what came back; nothing else says whether it is paid. One
treasurer freezes a list, another approves what he saw, the export moves it to the bank, and the bank's answer is one row an item.
What was granted wrongly is taken back by a contra entry; a member who disputes his sum has it worked out anew by another officer.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add the pages about money and make reviews known to the one procedure."""
    from webapp.payments import correction_routes, corrections, money_routes, review_routes, reviews, routes, telling

    reviews.register()
    corrections.register()
    telling.register()
    for bp in (review_routes.bp, correction_routes.bp, correction_routes.office, money_routes.bp, routes.bp):
        app.register_blueprint(bp)
