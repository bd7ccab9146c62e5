"""The one procedure for every request.

Somebody asks, named unions decide in an order that the profile gives, everybody sees the same timeline, a grant has effects.
A workflow room registers its kind here (`register_kind`); this room knows no workflow by name.
A case moves only along the table in `workflow.py`; an illegal move raises `IllegalMove` and changes nothing.
Every decision locks the case row, names the version the officer saw, writes its event and runs the kind's effects in the same
transaction, so a second click, a retry or two officers at once end in one effect.
Policy decisions are kept as rows with de-identified facts, so that an explanation is read back and never recomputed.
"""

from webapp.cases.models import Case, DecisionRow, Step
from webapp.cases.registry import Kind, kind_of, register_kind
from webapp.cases.store import (
    AlreadyDecided,
    case_by_reference,
    cases_of_application,
    cases_of_worker,
    decide_step,
    latest_decision,
    open_case,
    record_decision,
    resubmit,
    steps_of,
    submit,
    withdraw,
)
from webapp.cases.workflow import IllegalMove, State, StepPlan, Verdict

__all__ = [
    "AlreadyDecided",
    "Case",
    "DecisionRow",
    "IllegalMove",
    "Kind",
    "State",
    "Step",
    "StepPlan",
    "Verdict",
    "case_by_reference",
    "cases_of_application",
    "cases_of_worker",
    "decide_step",
    "kind_of",
    "latest_decision",
    "open_case",
    "record_decision",
    "register_kind",
    "resubmit",
    "steps_of",
    "submit",
    "withdraw",
]
