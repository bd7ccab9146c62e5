"""Which facts each kind of decision may read, and which a condition on it may name: parts of the register of facts (supply.py).

The Chinese words for them stand in the register; the questions and a province's own words in the profiles.
"""

from webapp.policy.language.facts import BOOL, NAME, Vocabulary, choice
from webapp.policy.language.supply import RELATION_KINDS as RELATION_KINDS
from webapp.policy.language.supply import SEAT_KINDS as SEAT_KINDS
from webapp.policy.language.supply import UNITS as UNITS
from webapp.policy.language.supply import conditions, vocabulary

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

_SITUATION = (
    "relation_kind",
    *UNIT_UNIONS,
    "has_labour_contract",
    "station_branch",
    "works_to_platform_rules_for_pay",
    "completes_platform_tasks",
    "accepts_platform_management",
    "worker_group",
)

JOIN = vocabulary("join", but=("leads_to",))
ROUTE_FACTS = conditions("join", _SITUATION)
"""What `when` of routes and suggestions may name."""
STEP_FACTS = conditions("join", (*_SITUATION, "channel", "leads_to"), channel=choice(*CHANNEL_KINDS))
"""What `when` of steps, doors and legs may name: the situation, the channel, and where the route led."""

SEAT = Vocabulary({**dict(vocabulary("join").only((*_SITUATION, *LOCATIONS, "division"))), **dict(vocabulary("seat"))})
SEAT_FACTS = conditions("seat", ("event", "unit", *_SITUATION))

THRESHOLD = vocabulary("threshold")
THRESHOLD_FACTS = conditions("threshold", ("employer_union",))
COUNTED = conditions("counted")
"""One line of a threshold's `members`."""

DUES = Vocabulary({**dict(vocabulary("dues")), "worker_group": NAME})
DUES_FACTS = conditions("dues", ("union_kind",))
ORGANISATION = vocabulary("organisation")
STATION = vocabulary("station")
TARGET = vocabulary("target")
REPORT = vocabulary("report")
PLATFORM = Vocabulary({"id": NAME, "union": BOOL, "employer": BOOL})
"""One line of a join's `platforms`."""
