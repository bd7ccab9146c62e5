"""From the text of a profile to its rules: strict, with every fault at its line and column."""

from dataclasses import dataclass, field

from webapp.policy.profile.rules import Rules
from webapp.policy.reading.upgrades import upgraded
from webapp.policy.reading.validation import validated
from webapp.policy.yaml_text import Document, read


@dataclass(frozen=True, slots=True)
class Loaded:
    """Rules together with the text they came from, so that a later check can point into it.

    `readings` is filled by policy.readings when first asked: the readings with an alternative, by section.
    """

    rules: Rules
    document: Document
    readings: dict[str, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)


def load(text: str, name: str) -> Loaded:
    """Read and validate the text of a profile, of this or an older format.

    Raises Faulty with every fault; `name` is how the faults call the file.
    """
    document = upgraded(read(text, name))
    return Loaded(validated(Rules, document), document)
