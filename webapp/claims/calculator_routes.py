"""算一算: what a plan would pay on one bill, for anybody, before joining. HTTP only; nothing is written and nothing personal asked."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from webapp.cases.words import modality_words
from webapp.claims.assessment.trying import DAYS, MOST_DAYS, Trial, trials, try_out
from webapp.policy.profile.benefits.facts import yuan
from webapp.tenancy import business_date, profile
from webapp.web import audience, page_or_fragment
from webapp.web.typed.yuan import read_fen, yuan_fault

bp = Blueprint("claim_calculator", __name__, url_prefix="/claims/calculator")


@bp.get("")
@audience("public")
def show() -> ResponseReturnValue:
    """Ask for one figure and show the arithmetic of the rules on it."""
    choices = trials(profile(), business_date())
    wanted, typed = request.args.get("what", ""), request.args.get("amount", "").strip()
    trial = next((one for one in choices if one.key == wanted), choices[0] if choices else None)
    fault = _fault(trial, typed) if typed and trial is not None else ""
    asked = typed and trial is not None and not fault
    tried = try_out(trial, _figure(trial, typed), profile()) if asked and trial is not None else None
    return page_or_fragment(
        "claims/calculator.html",
        status=422 if fault else 200,
        choices=choices,
        trial=trial,
        typed=typed,
        fault=fault,
        asked=asked,
        tried=tried,
        modality_words=modality_words(),
        yuan=yuan,
    )


def _figure(trial: Trial, typed: str) -> int:
    return int(typed) if trial.figure == DAYS else read_fen(typed) or 0


def _fault(trial: Trial, typed: str) -> str:
    if trial.figure != DAYS:
        return yuan_fault(typed) or ""
    return "" if typed.isascii() and typed.isdigit() and int(typed) <= MOST_DAYS else f"请填 0 到 {MOST_DAYS} 的整天数"
