"""Who else registered the number of an application, and whose it is. HTTP only."""

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.acting import DECIDING, used_by
from webapp.cases import Case
from webapp.join.same_number import NotSettled, another_human, others_of, same_human
from webapp.members import Person
from webapp.office.desk import desk
from webapp.office.real_name_routes import person_about
from webapp.office.store import case_held_by
from webapp.web import audience, page_or_fragment
from webapp.web.forms import ChoiceField, Form, SelectField
from webapp.web.identity_number import DOCUMENTS

bp = Blueprint("office_same_number", __name__, url_prefix="/office/cases/<reference>/same-number")

SAME, OTHER = "same", "other"


class SameNumberForm(Form):
    """Which document the officer saw, and whose the number is."""

    document = SelectField("核对的证件", choices=tuple(DOCUMENTS.items()))
    outcome = ChoiceField(
        "核对结果",
        choices=[
            (SAME, "是同一个人，换了手机号", "原来的登记、会籍和记录转到这次申请的手机号"),
            (OTHER, "不是同一个人，号码是这位申请人的", "原来的登记不再算作这个号码"),
        ],
        missing="请选择核对结果",
    )


@bp.route("", methods=["GET", "POST"])
@audience("officer")
@used_by(*DECIDING)
def show(reference: str) -> ResponseReturnValue:
    """Who else registered the applicant's number; say, with the document in hand, whose it is."""
    case = case_held_by(reference, desk())
    person = person_about(case)
    if case.kind != "join":
        abort(404)
    form = SameNumberForm(data={"document": person.identity_kind})
    if form.validate_on_submit() and _settle_number(case, person, form):
        flash("已记下核对结果。", "success")
        return redirect(url_for("office_cases.show", reference=reference), 303)
    return page_or_fragment("office/same_number.html", case=case, form=form, others=others_of(person))


def _settle_number(case: Case, person: Person, form: SameNumberForm) -> bool:
    """Whether it could be settled as the officer said; otherwise what to do is said beside the choice."""
    here, document = desk(), form.document.data
    try:
        if form.outcome.data == SAME:
            same_human(case, person, document=document, officer_id=here.officer_id, unions=here.unions | here.below)
        else:
            another_human(case, person, document=document, officer_id=here.officer_id)
    except NotSettled as refused:
        form.add_error("outcome", str(refused))
        return False
    return True
