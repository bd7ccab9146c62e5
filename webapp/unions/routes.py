"""The public look-ups: places for the linked lists, employers for the search. HTTP only."""

import re

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from webapp.unions import divisions
from webapp.unions.forms import DivisionField, EmployerField
from webapp.web import audience, page_or_fragment
from webapp.web.forms import Form

bp = Blueprint("unions", __name__)
FIELD_NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")


def _field_name(default: str) -> str:
    name = request.args.get("field", default)
    if FIELD_NAME.fullmatch(name) is None:
        abort(404)
    return name


@bp.get("/places")
@audience("public")
def places() -> ResponseReturnValue:
    """The lists of a place picker as they follow from the choices sent; with a search text, what it finds."""
    name = _field_name("place")
    level = request.args.get("to", "street")
    if level not in divisions.LEVELS:
        abort(404)

    class PlaceForm(Form):
        """The picker alone."""

        class Meta:
            csrf = False

    setattr(PlaceForm, name, DivisionField("地方", down_to=level))
    form = PlaceForm(request.args)
    return page_or_fragment("unions/places.html", "unions/_division_picker.html", field=form[name])


@bp.get("/employers")
@audience("public")
def employers() -> ResponseReturnValue:
    """Employers found by part of a name, pinyin, initials or credit code."""
    name = _field_name("employer")

    class EmployerForm(Form):
        """The search alone."""

        class Meta:
            csrf = False

    setattr(EmployerForm, name, EmployerField("单位名称", platforms_only=request.args.get("platforms") == "1"))
    form = EmployerForm(request.args)
    if form[name].sent:
        form.validate()
    return page_or_fragment("unions/employers.html", "unions/_employer_results.html", field=form[name])
