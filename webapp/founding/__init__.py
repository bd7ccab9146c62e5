"""建会: from a count of members, or a place on the plan, to a registered union whose committee is led as the profile says.

A grant of a member who counts leaves a follow-up; a job counts the employer's members and at the profile's number opens one task for
the federation that guides the place. An officer works through the list that the profile asks for (conditions, election, committees);
the grant of the case registers the union by the rules of the register, invites its first officer and leaves the transfers of the
unit's members, shown before as one batch. Afterwards the room keeps the union's terms of office, yearly duties, member units and what
it sets inside the policy's bounds; what a profile does not state is not asked. The plan lists the employers without a union.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add the pages of founding, its kind of case and its follow-ups."""
    from webapp.founding import (
        counting,
        dues,
        dues_routes,
        granting,
        item_routes,
        moves,
        routes,
        terms,
        union_routes,
        unit_routes,
    )
    from webapp.unions.upkeep import when_union_added

    granting.register()
    for room in (counting, moves, terms, dues):
        room.register()
    when_union_added(counting.union_added)
    for pages in (routes, union_routes, unit_routes, item_routes, dues_routes):
        app.register_blueprint(pages.bp)
