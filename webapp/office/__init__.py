"""The officers' desk: one inbox for every kind of case.

An officer sees what his unions must decide, oldest first, opens a case, reads the grounds (who asks, the policy's reasons clause by
clause, what others decided) and grants, returns or refuses with a reason, one case or many at once. The verdict carries the version
of the case he saw, so two officers at once end in one decision and the second is told. Other unions' cases do not exist for him
(404); those of a union below that has no officer he sees and cannot decide. A union's administrator invites, suspends and hands
over, hands cases to colleagues, keeps the phrases and the register of
employers and unions of his place; the top federation's keeps the province's settings. Auditors read events.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add the officers' pages."""
    from webapp.office import (
        case_routes,
        decision_routes,
        event_routes,
        follow_up_routes,
        real_name_routes,
        register,
        routes,
        same_number_routes,
        settings_routes,
        union_routes,
    )

    cases = (routes, case_routes, decision_routes, real_name_routes, same_number_routes, follow_up_routes)
    for pages in (*cases, union_routes, settings_routes, event_routes):
        app.register_blueprint(pages.bp)
    app.register_blueprint(decision_routes.one)
    register.init_app(app)
