"""The person behind a case: 核验实名 by the officer who saw the document. HTTP only."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import officer
from webapp.accounts.acting import DECIDING, used_by
from webapp.cases import Case, kind_of
from webapp.members import Person
from webapp.members.real_name import FAILED, LABELS, VERIFIED, ask_provider, provider, verify
from webapp.members.store import person_by_id
from webapp.office.desk import desk
from webapp.office.store import case_held_by
from webapp.persistence import mask_identity_number
from webapp.web import audience, page_or_fragment
from webapp.web.forms import ChoiceField, Form, SelectField
from webapp.web.identity_number import DOCUMENTS, document_label

bp = Blueprint("office_persons", __name__, url_prefix="/office/cases/<reference>")


class RealNameForm(Form):
    """Which document the officer saw, and whether it agrees."""

    document = SelectField("核对的证件", choices=tuple(DOCUMENTS.items()))
    outcome = ChoiceField(
        "核对结果",
        choices=[
            (VERIFIED, "一致", "姓名、号码、照片和本人都对得上"),
            (FAILED, "不一致", "申请不会因此自动退回，请在办理时写明理由"),
        ],
        missing="请选择核对结果",
    )


def person_about(case: Case) -> Person:
    """Whom a case is about; 404 where it is about nobody."""
    about = kind_of(case).person
    if about is None:
        abort(404)
    return person_by_id(about(case))


@bp.route("/real-name", methods=["GET", "POST"])
@audience("officer")
@used_by(*DECIDING)
def real_name(reference: str) -> ResponseReturnValue:
    """Say that the person is, or is not, who he says; or have the provider asked again."""
    case = case_held_by(reference, desk())
    person = person_about(case)
    if request.method == "POST" and "ask" in request.form and ask_provider(person):
        flash("已重新提交自动核验，结果会出现在这一页。")
        return redirect(url_for("office_persons.real_name", reference=reference), 303)
    form = RealNameForm(data={"document": person.identity_kind})
    if form.validate_on_submit():
        verify(
            person,
            passed=form.outcome.data == VERIFIED,
            officer_id=officer().id,
            document=form.document.data,
            case_id=case.id,
        )
        flash(f"实名：{LABELS[person.real_name_state]}。")
        return redirect(url_for("office_cases.show", reference=reference), 303)
    return page_or_fragment(
        "office/real_name.html",
        case=case,
        form=form,
        person=person,
        state=LABELS[person.real_name_state],
        number=mask_identity_number(person.identity_number),
        number_label=document_label(person.identity_kind),
        can_ask=provider() is not None and person.real_name_state != VERIFIED,
    )
