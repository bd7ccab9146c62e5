"""Which facts each kind of decision may read.

The Chinese words for them stand in the profiles (`words`, `questions`).
"""

from webapp.policy.language.facts import (
    BOOL,
    COUNTS,
    DAY,
    INT,
    LIST,
    MOMENT,
    MONEY,
    NAME,
    PLACE,
    TABLE,
    TEXT,
    FactType,
    Vocabulary,
    choice,
)

RELATION_KINDS = ("employment", "meets_employment", "partial", "self_employed_platform", "freelance", "dispatched")
UNITS = ("employer", "platform", "affiliation_firm", "agency", "user_unit")
LOCATIONS = ("employer_location", "work_place", "residence", "agency_location", "user_unit_location")
CHANNEL_KINDS = (
    "offline",
    "online",
    "qr_scan",
    "collective_registration",
    "mobile_window",
    "onsite_meeting",
    "via_platform",
)
UNIT_UNIONS = tuple(f"{unit}_union" for unit in UNITS)
SEAT_KINDS = ("none", "reservoir", "full")
RECEIVER_STATES = ("formed", "stand_in_named", "missing")
SEAT_EVENTS = ("union_founded", "relation_moved", "covered_by_federation")

RELATION = choice(*RELATION_KINDS)
_SITUATION: dict[str, FactType] = {
    "relation_kind": RELATION,
    **dict.fromkeys(UNIT_UNIONS, BOOL),
    "has_labour_contract": BOOL,
    "station_branch": BOOL,
    "works_to_platform_rules_for_pay": BOOL,
    "completes_platform_tasks": BOOL,
    "accepts_platform_management": BOOL,
    "worker_group": NAME,
}

JOIN = Vocabulary(
    {
        **_SITUATION,
        "platforms": LIST,
        **dict.fromkeys(LOCATIONS, PLACE),
        "division": PLACE,
        "channel": NAME,
        "choice": NAME,
        "seat_kind": choice(*SEAT_KINDS),
        "receiver_state": choice(*RECEIVER_STATES),
    }
)
ROUTE_FACTS = Vocabulary(_SITUATION)
"""What `when` of routes and suggestions may name."""
STEP_FACTS = Vocabulary(
    {**_SITUATION, "channel": choice(*CHANNEL_KINDS), "leads_to": choice("unit_union", "area_union")}
)
"""What `when` of steps, doors and legs may name: the situation, the channel, and where the route led."""

SEAT = Vocabulary(
    {
        "event": choice(*SEAT_EVENTS),
        "unit": choice(*UNITS),
        **_SITUATION,
        **dict.fromkeys(LOCATIONS, PLACE),
        "division": PLACE,
    }
)
SEAT_FACTS = Vocabulary({"event": SEAT["event"], "unit": SEAT["unit"], **_SITUATION})

THRESHOLD_FACTS = Vocabulary({"employer_union": BOOL})
THRESHOLD = Vocabulary({"employer_union": BOOL, "task_open": BOOL, "members": LIST, "division": PLACE})
COUNTED = Vocabulary({"join_form": NAME, "relation_kind": RELATION, "street": PLACE, "count": INT})
"""One line of a threshold's `members`."""

DUES_FACTS = Vocabulary({"union_kind": NAME, "worker_group": NAME})
DUES = Vocabulary(
    {
        **dict(DUES_FACTS),
        "mode": choice("none", "fixed", "voluntary", "percentage"),
        "amount": MONEY,
        "given": MONEY,
        "wage": MONEY,
        "division": PLACE,
    }
)
ORGANISATION = Vocabulary(
    {
        "kind": NAME,
        "division": PLACE,
        "province": TEXT,
        "city": TEXT,
        "county": TEXT,
        "existing_in_division": INT,
        "upper_union": BOOL,
        "address": BOOL,
        "parents": LIST,
        "committees": LIST,
        "funds_independent": BOOL,
        "many_women": BOOL,
        "term_years": INT,
        "elected_on": DAY,
    }
)
STATION = Vocabulary(
    {
        "act": choice("open", "recognise", "use"),
        "kind": NAME,
        "host": NAME,
        "division": PLACE,
        "many_women": BOOL,
        "reason": TEXT,
        "member": BOOL,
    }
)
TARGET = Vocabulary(
    {"indicator": NAME, "division": PLACE, "count": INT, "of": INT, "duties": COUNTS, "union_kind": NAME, "year": INT}
)
REPORT = Vocabulary({"report": NAME, "division": PLACE, "filed_at": MOMENT, "due": DAY, "rows": TABLE})
PLATFORM = Vocabulary({"id": NAME, "union": BOOL, "employer": BOOL})
"""One line of a join's `platforms`."""
