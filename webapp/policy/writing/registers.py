"""docs/facts.md: the register of facts and the register of answers as tables. Written by `gonghui policy facts`."""

from collections.abc import Iterator

from webapp.policy.decisions.answers import ANSWERS, PAYMENT, Shown
from webapp.policy.language.facts import FactType
from webapp.policy.language.supply import FACTS, SUPPLIERS, Known

KINDS = (
    "join",
    "seat",
    "threshold",
    "counted",
    "dues",
    "organisation",
    "station",
    "target",
    "report",
    "claim",
    "cover",
)

_HEAD = """# Facts and answers

Written by `gonghui policy facts > docs/facts.md` from the register of facts (`webapp/policy/language/supply.py`) and the register of answers
(`webapp/policy/decisions/answers.py`); a test compares. A condition of a profile may name a fact only for a kind of decision that somebody
supplies it for; any other is refused when the profile is loaded.

## Who supplies a fact

"""


def tables() -> str:
    """The whole document."""
    who = "\n".join(f"* **{name}**: {words}" for name, words in SUPPLIERS.items())
    return _HEAD + who + "\n" + "".join(_facts()) + "".join(_answers())


def _facts() -> Iterator[str]:
    for kind in KINDS:
        title = "one line of a threshold's `members`" if kind == "counted" else f"`{kind}`"
        yield f"\n### Facts of {title}\n\n| Fact | Words | Type | Supplier | Where |\n|---|---|---|---|---|\n"
        for one in FACTS:
            if kind in one.by:
                yield _fact(one, kind)


def _fact(one: Known, kind: str) -> str:
    supply = one.by[kind]
    return f"| `{one.name}` | {one.words} | {_type(one.type)} | {supply.who} | `{supply.where}` |\n"


def _type(kind: FactType) -> str:
    return f"{kind.kind}: {', '.join(kind.values)}" if kind.values else kind.kind


def _answers() -> Iterator[str]:
    yield "\n## Where an answer is shown, or what follows from it\n"
    for kind, fields in (*ANSWERS.items(), ("one payment of claim", PAYMENT)):
        yield f"\n### Answer of `{kind}`\n\n| Field | Shown as, or done | Where |\n|---|---|---|\n"
        yield from (_shown(name, one) for name, one in fields.items())


def _shown(name: str, one: Shown) -> str:
    return f"| `{name}` | {one.what} | `{one.where}` |\n"
