"""The register of answers: every field that a decision answers, and the page that shows it or the act that follows from it.

docs/facts.md is written from it; `tests/policy/test_registers.py` holds it against what the decisions answer and against the pages.
A place is a file of the program and, where it is not the field's own name, the word by which the field is read there.
"""

from typing import Final, NamedTuple


class Shown(NamedTuple):
    """Where a field goes: what a person sees or what is done, the file, and how it is read there."""

    what: str
    where: str
    word: str | None = None


_ASSESS, _PAGES, _COVER = "webapp/claims/assessment/assessing.py", "webapp/claims/pages.py", "webapp/claims/cover.py"
_COMPARE, _CONSIDER, _LEGS = "webapp/home/comparing.py", "webapp/join/consider.py", "webapp/join/workflow.py"
_JOIN, _SUBMIT, _WORDS = "webapp/join/pages.py", "webapp/join/submitting.py", "templates/components/decision.html"
_TARGETS, _DUES = "templates/stations/office/targets.html", "webapp/founding/dues.py"
_REASON = Shown("a sentence of the explanation", _WORDS, "reasons")
_COMMAND = Shown("`gonghui policy decide` alone: no page asks for it", "webapp/policy/commands/proving.py", "decide")

ANSWERS: Final[dict[str, dict[str, Shown]]] = {
    "join": {
        "route": Shown("where the rule leads", _COMPARE),
        "to": Shown("the unions to pick from", _LEGS),
        "options": Shown("the unions to pick from", _COMPARE),
        "open": Shown("other unions may be named", _LEGS),
        "at": Shown("the question for the place", _CONSIDER),
        "places": Shown("the question for the place", _LEGS),
        "modality": Shown("the word of the verdict", _JOIN),
        "preselect": Shown("the union picked beforehand", _LEGS),
        "sort": Shown("the one order there is: nearest first, then by trade", "webapp/unions/store.py", "trades"),
        "form": Shown("the form of joining kept with the seat", _SUBMIT),
        "receiver": Shown("who takes the application", _CONSIDER),
        "channel": Shown("what the channel asks besides", _CONSIDER),
        "seat": Shown("the seat that a grant gives", _LEGS),
        "steps": Shown("the steps of the case, with their last days", _SUBMIT),
        "legs": Shown("a case a leg", _CONSIDER),
        "marks": _REASON,
        "suggestions": Shown("unions suggested beside", _COMPARE),
        "follow_ups": Shown("rows that a grant leaves to be done", "webapp/join/seats/follow_ups.py"),
        "guided_by": _REASON,
        "worker_group": _REASON,
        "choice": _REASON,
    },
    "seat": {
        "stated": _REASON,
        "to": _REASON,
        "options": _REASON,
        "at": _REASON,
        "modality": _REASON,
        "within": Shown("the last day of a transfer", "webapp/members/transfers.py", "time_allowed"),
        "layer": _REASON,
        "row": _REASON,
    },
    "threshold": {
        "count": Shown("the sentence of the task", "webapp/founding/counting.py"),
        "split": Shown("the members by street", "webapp/founding/granting.py"),
        "at_least": Shown("the number asked for", "webapp/founding/granting.py"),
        "per": _REASON,
        "threshold": Shown("the row of the task", "webapp/founding/opening.py"),
        "follow_ups": Shown("a task is opened", "webapp/founding/counting.py", "open_at_threshold"),
    },
    "dues": {
        "amount": Shown("what a member pays", "templates/founding/dues.html"),
        "base": _REASON,
        "per": Shown("the period", _DUES),
        "use": Shown("what dues are for", "webapp/founding/dues_routes.py"),
        "paying": _REASON,
        "set_by": Shown("who sets the dues", _COMPARE),
        "min": Shown("the bounds", "webapp/founding/dues_routes.py"),
        "max": Shown("the bounds", "webapp/founding/dues_routes.py"),
        "modes": Shown("the ways to choose from", _DUES),
        "screen": Shown("whether members have a page", _DUES),
    },
    "organisation": {
        "missing": Shown("the sentences of the refusal", "webapp/founding/register.py", "reasons"),
        "name": Shown("how the name is written", "templates/office/register/union_form.html"),
        "term": Shown("the term, its end, whether it is overdue", "webapp/founding/terms.py"),
        "level": Shown("the levels to choose the place from", "webapp/founding/register.py"),
        "inside": Shown("the kinds of union to hang it under", "webapp/founding/register.py"),
    },
    "station": {
        "kind": _REASON,
        "host": _REASON,
        "approval": Shown("who decides the case", "webapp/stations/opening.py"),
        "recognition": Shown("what it may be put forward for", "webapp/stations/recognition.py"),
        "open_to": Shown("for whom it is", "templates/stations/index.html"),
        "missing": Shown("what is still asked for", "webapp/stations/office_routes.py"),
        "flags": Shown("a warning beside the explanation", _WORDS, "warnings"),
    },
    "target": {
        "id": _REASON,
        "label": Shown("the name of the target", "templates/stations/office/depots.html"),
        "target": Shown("the number aimed at", _TARGETS),
        "share": Shown("the share aimed at", "templates/stations/office/depots.html"),
        "inclusive": _REASON,
        "by": _REASON,
        "every": _REASON,
        "headline": _REASON,
        "count": Shown("how many there are", _TARGETS),
        "rate": Shown("how far it is reached", _TARGETS),
        "reached": Shown("the colour of the verdict", _TARGETS),
        "division": _REASON,
        "fraction": _REASON,
        "indicators": _REASON,
        "duties": Shown("the yearly duties that are still to be held", "templates/founding/union.html"),
    },
    "report": dict.fromkeys(("report", "label", "due", "next_due", "on_time", "table", "covers"), _COMMAND),
    "claim": {
        "plan": Shown("the plan of the filing", "templates/claims/office.html"),
        "total": Shown("the sum of this filing", _ASSESS, "amount"),
        "events": Shown("state and last days of what happened", _COVER),
        "filings": Shown("state, codes, missing papers and originals", _ASSESS),
        "payments": Shown("the arithmetic of the sum, the ledger", _PAGES),
        "not_counted": Shown("why a bill does not count", _ASSESS),
        "flags": Shown("marks for the officer", "templates/claims/office.html", "warnings"),
        "void_enrolments": _REASON,
        "turned_by": Shown("readings that turn the sum", _WORDS, "readings"),
        "funded_by": _REASON,
    },
    "cover": {
        "plan": Shown("the plan's section", "templates/claims/index.html"),
        "edition": Shown("the edition of the sums", _COVER),
        "codes": Shown("why somebody is not covered", _COVER),
        "asks": Shown("what is still to be done", _COVER),
        "from": Shown("the first day", _COVER),
        "to": Shown("the last day", _COVER),
        "price": Shown("what it costs and who pays", _COVER),
        "void_enrolments": Shown("that more shares are void", _COVER),
        "flags": Shown("a mark for the officer of a claim", "webapp/claims/flags.py"),
        "earmarked": Shown("that a share is set aside", _COVER),
        "shares": Shown("how many shares there are", _COVER),
    },
}
"""Kind of decision -> field of its answer -> where it is shown, or the act that follows."""

PAYMENT: Final[dict[str, Shown]] = {
    "filing": Shown("the filing it belongs to", _ASSESS),
    "event": Shown("the filing's event", _ASSESS),
    "edition": Shown("the ledger's head", "webapp/claims/procedure.py"),
    "component": Shown("the heading of the arithmetic", _PAGES),
    "due": Shown("a line of the arithmetic", _PAGES, "lines"),
    "amount": Shown("what is paid now", _ASSESS),
    "would_be": Shown("what is paid once nothing holds it back", _ASSESS),
    "held_by": Shown("what a person has to judge", _ASSESS, "codes"),
    "cut_by": Shown("a line of the arithmetic", _PAGES, "lines"),
    "pays_to": Shown("whose account it goes to", _PAGES),
    "borne": Shown("who carries which part: a line of the arithmetic, the ledger", "webapp/claims/procedure.py"),
    "before_payment": Shown("originals to be seen before it is paid", "webapp/payments/batches.py"),
    "lines": Shown("the arithmetic", _PAGES),
}
"""The fields of one payment of a claim."""
