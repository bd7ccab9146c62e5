"""Conditions of a plan as plain functions: the same three answers as `Condition.holds`, several times faster.

A claim tests the same few conditions on every bill, and once more for every other reading. `tests/policy/claim/test_rows.py`
holds both ways against each other.
"""

import operator
from collections.abc import Callable, Mapping
from typing import Any

from webapp.policy.language.conditions import Condition, FactRef, Test, any_in
from webapp.policy.language.facts import UNKNOWN

Check = Callable[[Mapping[str, Any]], bool | None]
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "at_least": operator.ge,
    "at_most": operator.le,
    "over": operator.gt,
    "below": operator.lt,
    "not_before": operator.ge,
    "not_after": operator.le,
}


def compiled(condition: Condition) -> Check:
    """The condition as a function of the facts: True, False, or None where it hangs on a fact that nobody gave."""
    checks = tuple(_compiled(test) for test in condition.tests)
    if condition.any_of:
        checks = (*checks, _any(tuple(compiled(branch) for branch in condition.any_of)))
    if len(checks) == 1:
        return checks[0]

    def every(facts: Mapping[str, Any]) -> bool | None:
        result: bool | None = True
        for check in checks:
            one = check(facts)
            if one is False:
                return False
            if one is None:
                result = None
        return result

    return every


def _any(branches: tuple[Check, ...]) -> Check:
    def some(facts: Mapping[str, Any]) -> bool | None:
        found = [branch(facts) for branch in branches]
        if True in found:
            return True
        return None if None in found else False

    return some


def _compiled(test: Test) -> Check:
    if test.over is not None or test.until is not None:
        return test.evaluate
    if isinstance(test.bound, FactRef):
        return _with_fact(test, test.bound.fact)
    return _with_value(test)


def _with_value(test: Test) -> Check:
    fact, bound = test.fact, test.bound
    of_none = test.none_holds or (test.op == "one_of" and None in bound)
    if test.op in ("one_of", "none_of"):
        wanted = test.op == "one_of"

        def member(facts: Mapping[str, Any]) -> bool | None:
            found = facts.get(fact, UNKNOWN)
            if found is UNKNOWN:
                return None
            return of_none if found is None else any_in(found, bound) is wanted

        return member
    compare = _COMPARE[test.op]

    def compared(facts: Mapping[str, Any]) -> bool | None:
        found = facts.get(fact, UNKNOWN)
        if found is UNKNOWN:
            return None
        return of_none if found is None else compare(found, bound)

    return compared


def _with_fact(test: Test, other: str) -> Check:
    fact, of_none, compare = test.fact, test.none_holds, _COMPARE[test.op]

    def compared(facts: Mapping[str, Any]) -> bool | None:
        found, bound = facts.get(fact, UNKNOWN), facts.get(other, UNKNOWN)
        if found is UNKNOWN:
            return None
        if found is None:
            return of_none
        if bound is UNKNOWN:
            return None
        return of_none if bound is None else compare(found, bound)

    return compared
