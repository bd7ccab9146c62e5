"""What the pages of a filing ask, and in which words: it follows from the rows of the plan. Reads only.

A plan that pays for a trip, a birth or a study is not asked how somebody was hurt; what no row reads is not asked at all.
"""

from dataclasses import dataclass

from webapp.claims.assessment.plans import conditions_of, facts_read
from webapp.claims.assessment.terms import terms_of
from webapp.claims.models import Accident
from webapp.policy import Profile
from webapp.policy.profile.benefits.components import Discretionary, LumpSum
from webapp.policy.profile.benefits.plans import Edition, Plan

ACCIDENT, ILLNESS, TRIP = "accident", "illness", "trip"
PLACED = frozenset({ACCIDENT, TRIP})
"""Kinds of which it is asked where they happened, and whether somebody else has to pay."""
DAY, STORY = "哪一天的事？", "一两句话说明情况"


@dataclass(frozen=True)
class Asking:
    """What is asked: `kinds` with their words (none where no row looks at one), the words of the day and of the story."""

    kinds: tuple[tuple[str, str], ...]
    day: str
    story: str
    place: bool
    third_party: bool
    bills: bool
    bills_needed: bool
    consent: str

    @property
    def only_kind(self) -> str | None:
        """The one kind it can be, which is not asked then."""
        return self.kinds[0][0] if len(self.kinds) == 1 else None


def asking_on(accident: Accident) -> Asking:
    """What is asked of an accident under its terms."""
    terms = terms_of(accident)
    return asking_of(terms.rules, terms.plan, terms.edition)


def asking_of(profile: Profile, plan: Plan, edition: Edition | None) -> Asking:
    """What a filing under these terms asks. Before the day is known the plan's last edition tells."""
    terms = edition or ((plan.editions or (None,))[-1])
    kinds = _kinds(terms)
    told_apart = kinds if ILLNESS in kinds or ACCIDENT not in kinds else [*kinds, ILLNESS]
    hurt = bool(PLACED & set(kinds))
    bills = terms is None or _reads_bills(terms)
    reads = facts_read(plan)
    return Asking(
        kinds=tuple((one, profile.label("event_kind", one)) for one in told_apart),
        day=_one_word(profile, "event_day", kinds, DAY),
        story=_one_word(profile, "event_story", kinds, STORY),
        place=hurt,
        third_party=hurt or "bill.third_party" in reads,
        bills=bills,
        bills_needed=bills
        and (terms is None or not any(isinstance(one, LumpSum | Discretionary) for one in terms.components)),
        consent=_consent(ACCIDENT in kinds, bills),
    )


def _kinds(edition: Edition | None) -> list[str]:
    """The kinds of event that rows of the edition name, in their order."""
    tests = [test for one in conditions_of(edition) for test in one.all_tests() if test.fact == "event.kind"]
    return list(dict.fromkeys(str(kind) for test in tests if test.op == "one_of" for kind in test.bound))


def _reads_bills(edition: Edition) -> bool:
    if any(getattr(one, "basis", None) is not None for one in edition.components) or edition.bills:
        return True
    windows = any(one.of == "bill" or "discharge" in (one.after, one.not_after) for one in edition.windows)
    read = {fact.partition(".")[0] for one in conditions_of(edition) for fact in one.reads()}
    return windows or bool(read & {"bill", "hospital"})


def _one_word(profile: Profile, vocabulary: str, kinds: list[str], otherwise: str) -> str:
    """The word of the one kind; a neutral one where there are several, or the profile has none."""
    word = profile.label(vocabulary, kinds[0]) if len(kinds) == 1 else ""
    return otherwise if not kinds or word in ("", kinds[0]) else word


def _consent(hurt: bool, bills: bool) -> str:
    """What is agreed to: what this plan collects, no more."""
    about = "我的受伤和就医情况" if hurt else "我的就医情况" if bills else "我申报的情况"
    papers = "票据和银行账户" if bills else "材料和银行账户"
    return f"我同意工会为办理这次保障申报，收集、核对{about}、{papers}。这些属于敏感个人信息，只用于审核和付款。"


CONSENTS = (_consent(True, True), _consent(True, False), _consent(False, True), _consent(False, False))
"""Every text that may have been agreed to."""
