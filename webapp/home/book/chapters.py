"""The chapters of a book: one a section of the profile, in the order in which people ask."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from webapp.home.book import benefits, counting, joining, membership, organisations, plain
from webapp.home.book.parts import Chapter, Topic
from webapp.home.book.pen import Pen
from webapp.policy import Interpretation, Profile
from webapp.policy.profile.rules import NO_SECTIONS, Rules
from webapp.policy.reading.register import SourceDocument

SECTIONS: dict[str, tuple[str, str]] = {
    "join": ("入会", "谁该加入哪个工会，从哪里申请，由谁审批"),
    "seat": ("会籍与接转", "会籍放在哪里，什么时候要接转"),
    "dues": ("会费", "交不交、交多少、由谁定"),
    "benefits": ("保障", "有哪些保障，给付多少，哪些不赔"),
    "services": ("服务", "工会能为您做什么"),
    "stations": ("服务站点", "在哪里歇脚、喝水、求助"),
    "voice": ("诉求", "意见和困难怎样反映"),
    "consultation": ("集体协商", "和平台协商哪些事"),
    "honours": ("评选表彰", "有哪些评选"),
    "worker_groups": ("职业群体", "这些规定说的是谁"),
    "thresholds": ("建会", "满多少人要单独建会"),
    "union_kinds": ("组织", "有哪些工会组织，怎样组建"),
    "governance": ("组织建设", "工会怎样建、由谁带"),
    "departments": ("指导部门", "哪些部门一起做"),
    "records": ("实名与数据", "实名登记和数据库"),
    "funding": ("经费", "钱从哪里来"),
    "targets": ("目标", "要达到多少、什么时候"),
    "reports": ("报表", "要报哪些表、什么时候报"),
    "duties": ("年度任务", "工会每年至少要做的事"),
}
"""Title and one line of each section; a section that is not here has the profile's word for it (`words: section`)."""

FOR_WORKERS = frozenset(
    {"join", "seat", "dues", "benefits", "services", "stations", "voice", "consultation", "honours", "worker_groups"}
)
"""The sections that a worker asks about himself."""

Writer = Callable[[Pen, object], Iterator[Topic]]
WRITERS: dict[str, Writer] = {
    "join": joining.topics,  # type: ignore[dict-item]
    "seat": membership.seat_topics,  # type: ignore[dict-item]
    "dues": membership.dues_topics,
    "thresholds": membership.threshold_topics,
    "union_kinds": organisations.union_kind_topics,
    "worker_groups": organisations.worker_group_topics,
    "departments": organisations.department_topics,
    "benefits": benefits.topics,
    "targets": counting.target_topics,
    "reports": counting.report_topics,
    "duties": counting.duty_topics,
}
"""The sections that are told with more care than row by row."""


@dataclass(frozen=True)
class Book:
    """All that a profile says. `documents` are the province's own, `nation` those of the nation, each with what it is."""

    name: str
    before: bool
    digest: str
    effective: object
    chapters: tuple[Chapter, ...]
    documents: tuple[SourceDocument, ...]
    nation: tuple[SourceDocument, ...]
    readings: tuple[Interpretation, ...]

    def parts(self) -> list[tuple[str, list[Chapter]]]:
        """The chapters that concern a worker, and those that concern unions and units."""
        mine = [one for one in self.chapters if one.key in FOR_WORKERS]
        theirs = [one for one in self.chapters if one.key not in FOR_WORKERS]
        return [("和您有关的", mine), ("给工会和单位看的", theirs)]

    def chapter(self, key: str) -> Chapter | None:
        """The chapter of a section, or None."""
        return next((one for one in self.chapters if one.key == key), None)


def sections_of(rules: Rules) -> list[str]:
    """The keys of a profile that are sections, in the order of the book; unknown ones last."""
    present = [name for name in type(rules).model_fields if name not in NO_SECTIONS]
    order = list(SECTIONS)
    return sorted(present, key=lambda name: order.index(name) if name in SECTIONS else len(order))


def book_of(profile: Profile, place: Callable[[str], str]) -> Book:
    """The book of a profile. `place` gives the name of a division."""
    pen = Pen(profile, place)
    own, nation = profile.rules, profile.nation
    documents = profile.register.documents
    own_ids = () if profile.before else own.documents
    return Book(
        name=profile.name,
        before=profile.before,
        digest=profile.digest,
        effective=own.effective,
        chapters=tuple(_chapter(pen, key) for key in sections_of(own)),
        documents=tuple(documents[one] for one in own_ids if one in documents),
        nation=tuple(documents[one] for one in nation.documents if one in documents and one not in own_ids),
        readings=tuple(
            profile.interpretation(amb) for amb in dict.fromkeys((*own.interpretations, *nation.interpretations))
        ),
    )


def _chapter(pen: Pen, key: str) -> Chapter:
    section = getattr(pen.profile.rules, key)
    writer = WRITERS.get(key)
    topics = tuple(writer(pen, section) if writer else plain.topics(pen, key, section))
    title, lead = SECTIONS.get(key) or (pen.word("section", key), "")
    rules = (rule for topic in topics for rule in topic.rules)
    return Chapter(key, title, lead, topics, pen.interpretations(rules))
