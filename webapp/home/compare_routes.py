"""Provinces side by side, on the bare domain. HTTP only.

The form is sent by GET and answered with the address of the result, so that a result can be shared.
"""

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.home.comparing import compare, rule
from webapp.home.directory import date_of, profile_of, province_links
from webapp.home.situation import MOST, CompareForm, group_choices
from webapp.join.wording import RELATION_LABELS
from webapp.tenancy import address_of
from webapp.web import audience, page_or_fragment

bp = Blueprint("compare", __name__, url_prefix="/compare")
UNION = {"yes": "单位有工会", "no": "单位没有工会", "unsure": "不清楚单位有没有工会"}


@bp.get("")
@audience("directory")
def ask() -> ResponseReturnValue:
    """Which situation, in which provinces."""
    form = CompareForm.of(request.args)
    if form.was_sent and form.validate():
        return redirect(
            url_for(
                "compare.show",
                group=form.group.data,
                relation=form.relation.data,
                union=form.union.data,
                places="+".join(form.places.data),
            ),
            303,
        )
    return page_or_fragment("home/compare/ask.html", form=form)


@bp.get("/<group>/<relation>/<union>/<places>")
@audience("directory")
def show(group: str, relation: str, union: str, places: str) -> ResponseReturnValue:
    """The same situation in the provinces named in the address, two or three of them."""
    served = {link.jurisdiction for link in province_links()}
    chosen = list(dict.fromkeys(places.split("+")))
    groups = dict(group_choices())
    known = group in groups and relation in RELATION_LABELS and union in UNION and served.issuperset(chosen)
    if not known or not 2 <= len(chosen) <= MOST:
        abort(404)
    situation = {"group": group, "relation": relation, "union": union}
    rulings = [rule(profile_of(one), date_of(one), address_of(one, "/"), situation) for one in chosen]
    return page_or_fragment(
        "home/compare/show.html",
        rulings=rulings,
        rows=compare(rulings),
        situation=(groups[group], RELATION_LABELS[relation], UNION[union]),
        again=url_for("compare.ask", group=group, relation=relation, union=union, places=chosen),
    )
