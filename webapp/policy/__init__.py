"""What the provinces say: profiles in YAML become pure, explained decisions.

A Library holds every profile with its revisions; `library.profile(jurisdiction, on)` is the one in force;
`decide(kind, facts, profile, on)` gives a Decision with its reasons in order, the branches that did not hold,
the clauses and the readings it rests on, and the facts still to be asked for. Nothing here knows the web or the
database. The language is in docs/policy-profile.md.
"""

from webapp.policy.answers.claim import ClaimAnswer, CoverAnswer, PaymentAnswer
from webapp.policy.answers.join import JoinAnswer, SeatAnswer
from webapp.policy.answers.stored import Json, Stored, plain
from webapp.policy.answers.targets import ReportAnswer, TargetAnswer
from webapp.policy.answers.unions import DuesAnswer, OrganisationAnswer, StationAnswer, ThresholdAnswer
from webapp.policy.decision import Because, Clause, Decision, Interpretation, Reason, read_decision
from webapp.policy.decisions.kinds import KINDS, decide
from webapp.policy.faults import Fault, Faulty
from webapp.policy.language.facts import FactError
from webapp.policy.profile.questions import FactQuestion
from webapp.policy.reading.layered import Channel, Profile
from webapp.policy.reading.library import FolderSource, Library, NoProfile, Revision, RevisionSource
from webapp.policy.reading.register import Register

__all__ = [
    "KINDS",
    "Because",
    "Channel",
    "ClaimAnswer",
    "Clause",
    "CoverAnswer",
    "Decision",
    "DuesAnswer",
    "FactError",
    "FactQuestion",
    "Fault",
    "Faulty",
    "FolderSource",
    "Interpretation",
    "JoinAnswer",
    "Json",
    "Library",
    "NoProfile",
    "OrganisationAnswer",
    "PaymentAnswer",
    "Profile",
    "Reason",
    "Register",
    "ReportAnswer",
    "Revision",
    "RevisionSource",
    "SeatAnswer",
    "StationAnswer",
    "Stored",
    "TargetAnswer",
    "ThresholdAnswer",
    "decide",
    "plain",
    "read_decision",
]
