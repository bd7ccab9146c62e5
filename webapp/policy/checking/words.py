"""Words that reach a page: every id of a plan that a sentence, a choice or a letter says has a Chinese word in the profile."""

from collections.abc import Iterator, Mapping
from typing import Any

from webapp.policy.decisions.claim.words import is_place, vocabulary_of
from webapp.policy.faults import Fault
from webapp.policy.language.conditions import Condition
from webapp.policy.profile.benefits.components import LumpSum
from webapp.policy.profile.benefits.facts import CLAIM_FACTS
from webapp.policy.profile.benefits.plans import Plan
from webapp.policy.reading.layered import Profile, stated_rows
from webapp.policy.yaml_text import Path

Said = tuple[Path, str, str]
_NEVER_SAID = frozenset({"event.id", "filing.id", "filing.event", "bill.id", "enrolment.edition"})
_IN_THE_FILE = {"member.worker_group", "member.channel"}
"""Checked against the profile's own groups and channels."""


def unsaid(profile: Profile) -> Iterator[Fault]:
    """A fault for every id without a word, at its place."""
    seen: set[tuple[str, str]] = set()
    for at, plan in enumerate(stated_rows(profile.rules.benefits)):
        for path, vocabulary, name in _plan(profile, plan, ("benefits", at)):
            if (vocabulary, name) not in seen and not chinese(profile.label(vocabulary, name)) and not name.isdecimal():
                seen.add((vocabulary, name))
                hint = f"请在 words 里写：{vocabulary}: {{{name}: 中文名称}}"
                message = f"“{name}” 会出现在页面上，却没有名称"
                yield profile.loaded.document.fault(path, "label", message, hint=hint)


def chinese(text: str) -> bool:
    """Whether a text has a Chinese character in it."""
    return any("\u4e00" <= one <= "\u9fff" for one in text)


def _plan(profile: Profile, plan: Plan, path: Path) -> Iterator[Said]:
    yield (*path, "benefit_kind"), "benefit_kind", plan.benefit_kind
    labels = {one.id for one in stated_rows(profile.rules.benefits)}
    for at, edition in enumerate(plan.editions or ()):
        here: Path = (*path, "editions", at)
        if edition.payee is not None:
            yield (*here, "payee", "who"), "payee", edition.payee.who
        for row_at, price in enumerate(edition.price or ()):
            yield from (((*here, "price", row_at, "paid_by", one), "payer", one) for one in price.paid_by)
        for row_at, borne in enumerate(edition.borne_by or ()):
            yield from (((*here, "borne_by", row_at, "shares", one), "payer", one) for one in borne.shares)
        for row_at, question in enumerate(edition.questions or ()):
            yield from (((*here, "questions", row_at, "choices"), "choice", one) for one in question.choices)
        for row_at, component in enumerate(edition.components):
            place: Path = (*here, "components", row_at)
            if component.payee is not None:
                yield (*place, "payee", "who"), "payee", component.payee.who
            less = getattr(getattr(component, "basis", None), "less", None) or ()
            yield from (((*place, "basis", "less"), "plan", one) for one in less if one not in labels)
            if isinstance(component, LumpSum) and component.by is not None:
                keys = [one for one in component.table or () if one not in ("true", "false")]
                yield from (((*place, "table", one), vocabulary_of(component.by), one) for one in keys)
        yield from _conditions(edition, here)


def _conditions(value: Any, path: Path) -> Iterator[Said]:
    """The values that conditions compare with."""
    if isinstance(value, Condition):
        for test in value.all_tests():
            fact = test.fact
            named = fact.startswith("answers.") or (fact in CLAIM_FACTS and CLAIM_FACTS[fact].kind in _SPOKEN)
            if (
                named
                and not is_place(fact)
                and fact not in _NEVER_SAID | _IN_THE_FILE
                and isinstance(test.bound, tuple)
            ):
                yield from ((path, vocabulary_of(fact), one) for one in test.bound if isinstance(one, str))
    elif isinstance(value, tuple):
        for at, one in enumerate(value):
            yield from _conditions(one, (*path, at))
    elif hasattr(value, "model_fields_set"):
        fields: Mapping[str, Any] = type(value).model_fields
        for name, field in fields.items():
            yield from _conditions(getattr(value, name), (*path, field.alias or name))


_SPOKEN = frozenset({"name", "choice", "list"})
