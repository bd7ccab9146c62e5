"""Service stations and depot branches: a place where workers rest (服务站点), and an organisation at a depot (站点分工会).

The two are never mixed: each has its tables, its pages and its own kind of case.
A station is proposed by the union that will run it, reviewed by whom the profile names, then open, suspended or closed; its
kind and its host are the profile's, and a kind that the profile does not name is refused with the clause.
Anybody finds stations without signing in, by a district or by his position, which stays in the request. Whoever signs in by
phone reports a fault or rates a visit, and the managing union answers.
A station may be nominated for a recognition that the profile knows; what was recognised counts against the year's target.
A depot's branch has every parent that the profile asks for, and works once all of them have confirmed, in any order.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add the pages and make stations, recognitions and branches known to the one procedure."""
    from webapp.stations import feedback_routes, office_routes, opening, recognition, routes, service_routes
    from webapp.stations.depots import branches
    from webapp.stations.depots import routes as depot_routes

    for kind in (opening, recognition, branches):
        kind.register()
    for room in (routes, feedback_routes, service_routes, office_routes, depot_routes):
        app.register_blueprint(room.bp)
    app.register_blueprint(feedback_routes.office)
