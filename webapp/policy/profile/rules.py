"""The rules of one jurisdiction as its file states them: every section, none ever missing."""

from typing import Literal

from webapp.policy.language.rows import Day, Division, InterpretationRow, Many, Name, Row, Ruled, Stated, Text
from webapp.policy.profile.benefits.plans import Plan
from webapp.policy.profile.governance import FundingSource, Governance, Records
from webapp.policy.profile.join import Door, Join, Step
from webapp.policy.profile.listed import Listed
from webapp.policy.profile.membership import Dues, Seat, Threshold
from webapp.policy.profile.organisations import Department, UnionKind, WorkerGroup
from webapp.policy.profile.services import Consultation, Honour, Services, Voice
from webapp.policy.profile.stations import Stations
from webapp.policy.profile.targets import Duty, Report, Targets

NO_SECTIONS = frozenset(
    {
        "format",
        "jurisdiction",
        "layer",
        "name",
        "division",
        "effective",
        "documents",
        "defaults",
        "words",
        "questions",
        "interpretations",
    }
)
"""Keys of a profile that are no section: they say what the file is and how to read it."""


class Silence(Ruled):
    """The reading of what the documents do not state."""


class Defaults(Row):
    """What is ours and no document's, shown as 系统默认. Only in national.yaml."""

    steps: Many[Step]
    channels: dict[str, Door]
    silence: Silence
    open_to: Listed
    approval: Listed


class Question(Row):
    """How a fact is asked for.

    `true` and `false` are the answers of a yes-or-no question; `hint` helps to answer it.
    """

    ask: Text
    hint: Text | None = None
    true: Text | None = None
    false: Text | None = None


class Rules(Row):
    """One profile file."""

    format: Literal[1]
    jurisdiction: Name
    layer: Literal["national", "province"]
    name: Text
    division: Division | None
    effective: Day
    documents: Many[Name]
    defaults: Defaults | None
    words: dict[str, dict[str, Text]] | None
    questions: dict[str, Question] | None
    interpretations: dict[Name, InterpretationRow]
    worker_groups: Stated[Many[WorkerGroup]]
    departments: Stated[Many[Department]]
    union_kinds: Stated[Many[UnionKind]]
    join: Join
    seat: Seat
    dues: Stated[Many[Dues]]
    thresholds: Stated[Many[Threshold]]
    stations: Stated[Stations]
    targets: Stated[Targets]
    reports: Stated[Many[Report]]
    duties: Stated[Many[Duty]]
    services: Stated[Services]
    voice: Stated[Voice]
    consultation: Stated[Consultation]
    honours: Stated[Many[Honour]]
    governance: Stated[Governance]
    records: Stated[Records]
    funding: Stated[Many[FundingSource]]
    benefits: Stated[Many[Plan]]
