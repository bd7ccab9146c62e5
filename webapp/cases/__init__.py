"""The one procedure for every request.

Somebody asks, named unions decide in an order that the profile gives, everybody sees the same timeline, a grant has effects.
A workflow room registers its kind here (`register_kind`); this room knows no workflow by name.
A case moves only along the table in `workflow.py`; an illegal move raises `IllegalMove` and changes nothing.
Every decision locks the case row, names the version the officer saw, writes its event and runs the kind's effects in the same
transaction, so a second click, a retry or two officers at once end in one effect.
A case can be handed to a named officer; a refusal can be appealed once, to another officer, whose verdict supersedes.
A settled case gets a numbered letter. What a grant leaves to be done is a follow-up, looked at after commit and again by night.
Policy decisions are kept as rows with de-identified facts, so that an explanation is read back and never recomputed.
"""

from webapp.cases.assigning import NotAColleague, assign, colleagues, give_back
from webapp.cases.deciding import AlreadyDecided, NotYours, decide_all, decide_step
from webapp.cases.follow_ups import Left, leave, overtake, register_follow_up
from webapp.cases.models import Case, DecisionRow, FollowUp, Letter, Step
from webapp.cases.moving import AppealRefused, appeal, can_appeal, resubmit, submit, take_up, withdraw
from webapp.cases.registry import EffectRefused, Kind, LooksAgain, Own, kind_of, looked_at, register_kind, second_look
from webapp.cases.store import (
    case_by_reference,
    cases_of_application,
    cases_of_worker,
    latest_decision,
    open_case,
    open_case_once,
    record_decision,
    steps_of,
)
from webapp.cases.workflow import IllegalMove, State, StepPlan, Verdict

__all__ = [
    "AlreadyDecided",
    "AppealRefused",
    "Case",
    "DecisionRow",
    "EffectRefused",
    "FollowUp",
    "IllegalMove",
    "Kind",
    "Left",
    "LooksAgain",
    "Letter",
    "NotAColleague",
    "NotYours",
    "Own",
    "State",
    "Step",
    "StepPlan",
    "Verdict",
    "appeal",
    "assign",
    "can_appeal",
    "case_by_reference",
    "cases_of_application",
    "cases_of_worker",
    "colleagues",
    "decide_all",
    "decide_step",
    "give_back",
    "kind_of",
    "latest_decision",
    "leave",
    "looked_at",
    "open_case",
    "open_case_once",
    "overtake",
    "record_decision",
    "register_follow_up",
    "register_kind",
    "resubmit",
    "second_look",
    "steps_of",
    "submit",
    "take_up",
    "withdraw",
]
