"""A phone number goes to somebody else: who was away for long shows by his identity document that the account is his. HTTP only."""

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from webapp.accounts import Worker, current_worker, limits
from webapp.accounts.codes import release_phone
from webapp.accounts.signed_in import RECHECK, safe_path, sign_in_worker
from webapp.members.store import person_of_worker
from webapp.persistence import now, record_event
from webapp.web import audience, page_or_fragment
from webapp.web.forms import Form, TextField

bp = Blueprint(RECHECK, __name__, url_prefix="/same-person")
SHOWN = 4


class LastDigitsForm(Form):
    """The end of the document's number: enough to tell two holders of a phone apart, too little to use."""

    digits = TextField(
        "证件号码最后 4 位", hint="入会时填写的证件", width=8, max_length=8, missing="请填写证件号码最后 4 位"
    )


def _worker() -> Worker:
    worker = current_worker()
    assert worker is not None, "the gate lets only workers in"
    return worker


def _onwards() -> ResponseReturnValue:
    return redirect(safe_path(request.args.get("next")) or "/me", 303)


@bp.route("", methods=["GET", "POST"])
@audience("worker")
def show() -> ResponseReturnValue:
    """Ask for the last digits; an account with nothing in it has nothing to protect and only needs the button."""
    worker, form = _worker(), LastDigitsForm()
    if not worker.was_long_away(now()):
        return _onwards()
    person = person_of_worker(worker.id)
    counted = [(limits.WRONG_IDENTITY, str(worker.id))]
    if form.validate_on_submit() and person is not None:
        if limits.wait_for(counted):
            form.add_error("digits", "试的次数太多，请明天再试，或带证件到工会更正手机号")
        elif form.digits.data.upper() == person.identity_number[-SHOWN:].upper():
            return _welcome_back(worker)
        else:
            limits.count(counted)
            form.add_error("digits", "和登记的不一样，请检查后再试")
    return page_or_fragment("members/same_person.html", form=form, known=person is not None)


def _welcome_back(worker: Worker) -> ResponseReturnValue:
    worker.signed_in_at = now()
    record_event(kind="worker.same_person", subject=f"worker:{worker.id}", actor="worker")
    return _onwards()


@bp.post("/release")
@audience("worker")
def release() -> ResponseReturnValue:
    """The number is new to this person: the earlier holder's account stays as it is, he gets one of his own."""
    worker = _worker()
    if not worker.was_long_away(now()):
        return redirect("/me", 303)
    fresh = release_phone(worker)
    record_event(kind="worker.phone_released", subject=f"worker:{worker.id}", actor=f"worker:{fresh.id}")
    sign_in_worker(fresh)
    return redirect("/me", 303)
