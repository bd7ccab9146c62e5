"""From the text of a profile to its rules: strict, with every fault at its line and column."""

import dataclasses
from dataclasses import dataclass, field

from webapp.policy.faults import Fault, Faulty, broke
from webapp.policy.profile.rules import Rules
from webapp.policy.reading.upgrades import upgraded
from webapp.policy.reading.validation import validated
from webapp.policy.yaml_text import Document, Path, read


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
    try:
        document = upgraded(read(text, name))
    except Faulty:
        raise
    except Exception as error:
        code, message, hint = broke(type(error).__name__)
        raise Faulty([Fault(name, 1, 1, code, message, (), hint)]) from error
    try:
        return Loaded(validated(Rules, document), document)
    except Faulty:
        raise
    except Exception as error:
        code, message, hint = broke(type(error).__name__)
        raise Faulty([document.fault(_where(document), code, message, hint=hint, at_key=True)]) from error


def _where(document: Document) -> Path:
    """The section that the models cannot even refuse; the whole file where it is none alone."""
    for key in document.data if isinstance(document.data, dict) else ():
        try:
            validated(Rules, dataclasses.replace(document, data={**document.data, key: None}))
        except Faulty:
            return (key,)
        except Exception:  # the fault lies in another section too
            continue
    return ()
