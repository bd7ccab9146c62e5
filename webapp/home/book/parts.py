"""What a book is made of. Plain values with finished Chinese sentences."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from webapp.policy import Clause, Interpretation


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: in the situation `when` (empty = always), how strictly (`word`), what is said (`text`).

    `anchor` is unique in the chapter. `layer` is empty for the province's own rule, else who speaks (全国规定, 市级规定, 系统默认);
    `origin` says why that layer speaks here. `places` are the divisions to which the rule is confined. `unstated` names what the
    rule leaves open; `readings` are ids of interpretations.
    """

    anchor: str
    text: str
    when: str = ""
    word: str = ""
    notes: tuple[str, ...] = ()
    unstated: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = ()
    readings: tuple[str, ...] = ()
    layer: str = ""
    origin: str = ""
    places: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The rule as one line of text."""
        situation = f"{self.when}：" if self.when else ""
        return f"{situation}{self.word}{self.text}"


@dataclass(frozen=True, slots=True)
class Silence:
    """What the documents do not say. kind: silent (null), not_offered (false), refer (a document that we do not hold)."""

    subject: str
    kind: str
    text: str
    clauses: tuple[Clause, ...] = ()

    @property
    def sentence(self) -> str:
        """Subject and silence as one line of text."""
        return f"{self.subject}：{self.text}" if self.subject else self.text


@dataclass(frozen=True, slots=True)
class Topic:
    """Rules that belong together; `group` is a heading shared by neighbouring topics, such as a plan's name."""

    key: str
    title: str
    rules: tuple[Rule, ...] = ()
    silences: tuple[Silence, ...] = ()
    hint: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One section of the profile. `readings` are the interpretations its rules rest on, in order."""

    key: str
    title: str
    lead: str
    topics: tuple[Topic, ...]
    readings: tuple[Interpretation, ...] = ()

    def rules(self) -> Iterator[Rule]:
        """Every rule, in order."""
        return (rule for topic in self.topics for rule in topic.rules)

    def silences(self) -> Iterator[Silence]:
        """Everything the chapter says is not stated, in order."""
        return (silence for topic in self.topics for silence in topic.silences)

    def groups(self) -> list[tuple[str, list[Topic]]]:
        """The topics under their group headings, in order."""
        return [(name, list(topics)) for name, topics in groupby(self.topics, key=lambda topic: topic.group)]

    @property
    def own(self) -> int:
        """How many rules are the province's own."""
        return sum(1 for rule in self.rules() if not rule.layer)

    @property
    def others(self) -> int:
        """How many rules come from elsewhere: the nation, a city of the province, our default."""
        return sum(1 for rule in self.rules() if rule.layer)
