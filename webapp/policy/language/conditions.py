"""Conditions: the one grammar of `when`, `waived`, `only` and `holds`, read once at load and answered in three
values.

    {fact: value}                       the fact is this value
    {fact: [a, b]}                      one of these; of a list: one of its values is; of a division: it or one inside it
    {fact: {at_least: 25}}              at_least, at_most, over, below, one_of, none_of; not_before, not_after for days
    {fact: {not_after: event, none: holds}}   compared with another day; `none: holds` = true also where there is none
    {a/b: {at_least: 80%}}              the ratio of two facts
    {fact: {at: filing, at_most: 1y6m}} time passed from the day `fact` to the day `at`;
                                        at_most: {by: another, a: 1y, b: 6m} = a limit for each value of another fact
    any_of: [{…}, {…}]                  at least one of these conditions

Every line must hold. A fact that nobody gave makes a line unknown (None), never false; a fact known to be none (null)
makes it false.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from webapp.policy.language.facts import UNKNOWN, FactType, Vocabulary
from webapp.policy.language.rows import wrong
from webapp.policy.language.spans import span
from webapp.policy.language.values import value_of, values_of

Facts = Mapping[str, Any]
_NUMBERS = ("int", "money")
_OF_NUMBERS, _OF_DAYS, _OF_ALL = (
    ("at_least", "at_most", "over", "below"),
    ("not_before", "not_after"),
    ("one_of", "none_of"),
)
_OPERATORS = {
    **dict.fromkeys((*_NUMBERS, "share"), (*_OF_NUMBERS, *_OF_ALL)),
    **dict.fromkeys(("day", "moment"), (*_OF_DAYS, *_OF_ALL)),
}
"""What facts of a type can be compared by; all others are only one of some values or none of them."""
_BOUNDS: dict[str, Callable[[Any, Any], bool]] = {
    "at_least": lambda found, bound: found >= bound,
    "at_most": lambda found, bound: found <= bound,
    "over": lambda found, bound: found > bound,
    "below": lambda found, bound: found < bound,
    "not_before": lambda found, bound: found >= bound,
    "not_after": lambda found, bound: found <= bound,
    "one_of": lambda found, options: any_in(found, options),
    "none_of": lambda found, options: not any_in(found, options),
}


def any_in(found: Any, options: tuple[Any, ...]) -> bool:
    """Whether a value is one of `options`; of a list of values, whether one of them is."""
    return any(one in options for one in found) if type(found) is tuple else found in options


_WORDS = {
    "at_least": "不少于",
    "at_most": "不超过",
    "over": "大于",
    "below": "小于",
    "not_before": "不早于",
    "not_after": "不晚于",
    "one_of": "",
    "none_of": "不是",
}
"""How a reason says each comparison; `one_of` is said by the values alone."""


@dataclass(frozen=True, slots=True)
class FactRef:
    """A bound that is itself a fact, such as the day of the event."""

    fact: str


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison of one fact. `none_holds` is what a fact known to be none gives."""

    fact: str
    op: str
    bound: Any
    none_holds: bool = False
    over: str | None = None
    until: str | None = None
    by: str | None = None

    def reads(self) -> Iterator[str]:
        """Every fact this comparison looks at."""
        yield self.fact
        if isinstance(self.bound, FactRef):
            yield self.bound.fact
        yield from (one for one in (self.over, self.until, self.by) if one is not None)

    def evaluate(self, facts: Facts) -> bool | None:
        """True or False where the facts decide it, None where one is not known."""
        found = facts.get(self.fact, UNKNOWN)
        if found is UNKNOWN:
            return None
        if found is None:
            return self.none_holds or (self.op == "one_of" and None in self.bound)
        if self.over is None and self.until is None and not isinstance(self.bound, FactRef):
            return _BOUNDS[self.op](found, self.bound)
        return self._compared(found, facts)

    def _compared(self, found: Any, facts: Facts) -> bool | None:
        others = [facts.get(one, UNKNOWN) for one in self.reads() if one != self.fact]
        if any(one is UNKNOWN for one in others):
            return None
        if any(one is None for one in others):
            return self.none_holds
        if self.until is not None:
            return self._elapsed(found, facts)
        if self.over is not None:
            divisor = facts[self.over]
            return None if not divisor else _BOUNDS[self.op](Fraction(found) / Fraction(divisor), self.bound)
        return _BOUNDS[self.op](found, facts[self.bound.fact])

    def _elapsed(self, start: datetime.date, facts: Facts) -> bool | None:
        span = self.bound if self.by is None else self.bound.get(facts[self.by])
        if span is None:
            return None
        return _BOUNDS[self.op](facts[str(self.until)], span.after(start))

    def missing(self, facts: Facts) -> list[str]:
        """The facts that nobody gave, in the order they are looked at."""
        return [one for one in self.reads() if facts.get(one, UNKNOWN) is UNKNOWN]


@dataclass(frozen=True, slots=True)
class Finding:
    """How a condition came out: `failed` the comparisons that did not hold, `held` those that did, `missing` what
    is not known.
    """

    holds: bool | None
    failed: tuple[Test, ...] = ()
    held: tuple[Test, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """Tests that must all hold, and at least one of the `any_of` conditions where there are some."""

    tests: tuple[Test, ...] = ()
    any_of: tuple["Condition", ...] = ()

    def __bool__(self) -> bool:
        """False for the empty condition, which always holds."""
        return bool(self.tests or self.any_of)

    def holds(self, facts: Facts) -> bool | None:
        """True, False, or None where it hangs on a fact that nobody gave."""
        result: bool | None = True
        for test in self.tests:
            one = test.evaluate(facts)
            if one is False:
                return False
            if one is None:
                result = None
        if not self.any_of:
            return result
        branches = [branch.holds(facts) for branch in self.any_of]
        if True in branches:
            return result
        return None if None in branches else False

    def explain(self, facts: Facts) -> Finding:
        """As `holds`, with the comparisons that decided it and the facts that are missing."""
        failed: list[Test] = []
        held: list[Test] = []
        missing: list[str] = []
        result: bool | None = True
        for test in self.tests:
            one = test.evaluate(facts)
            if one is None:
                missing += test.missing(facts)
                result = None if result else result
            elif one:
                held.append(test)
            else:
                failed.append(test)
                result = False
        if self.any_of:
            result = _either([branch.explain(facts) for branch in self.any_of], result, failed, held, missing)
        return Finding(result, tuple(failed), tuple(held), tuple(dict.fromkeys(missing)) if result is None else ())

    def reads(self) -> frozenset[str]:
        """Every fact the condition looks at."""
        return frozenset(fact for test in self.all_tests() for fact in test.reads())

    def all_tests(self) -> Iterator[Test]:
        """Its own tests and those of its branches."""
        yield from self.tests
        for branch in self.any_of:
            yield from branch.all_tests()


def _either(
    branches: list[Finding], tests: bool | None, failed: list[Test], held: list[Test], missing: list[str]
) -> bool | None:
    """How tests that came out as `tests` come out with branches of which one must hold; their comparisons are added."""
    chosen = [one for one in branches if one.holds]
    if chosen:
        held += [test for one in chosen for test in one.held]
        return tests
    failed += [test for one in branches for test in one.failed]
    open_ = [one for one in branches if one.holds is None]
    missing += [fact for one in open_ for fact in one.missing]
    return None if open_ and tests is not False else False


ALWAYS = Condition()


def parse(data: object, vocabulary: Vocabulary) -> Condition:
    """Read a condition. Raises PydanticCustomError with `path` set to the place inside `data`."""
    return _parse(data, vocabulary, ())


def _parse(data: object, vocabulary: Vocabulary, path: tuple[str | int, ...]) -> Condition:
    if not isinstance(data, dict):
        raise wrong("condition", "条件要写成“事实: 值”的对照表", path=path)
    tests: list[Test] = []
    branches: tuple[Condition, ...] = ()
    for name, wanted in data.items():
        if name == "any_of":
            if not isinstance(wanted, list) or not wanted:
                raise wrong("condition", "any_of 后面要有至少一个条件", path=(*path, name))
            branches = tuple(_parse(one, vocabulary, (*path, name, at)) for at, one in enumerate(wanted))
        else:
            tests += _tests(name, wanted, vocabulary, (*path, name))
    return Condition(tuple(tests), branches)


def _tests(name: str, wanted: object, vocabulary: Vocabulary, path: tuple[str | int, ...]) -> Iterable[Test]:
    fact, _, over = name.partition("/")
    kind = _type_of(fact, vocabulary, path)
    if over:
        if not {kind.kind, _type_of(over, vocabulary, path).kind} <= set(_NUMBERS):
            raise wrong("condition", "只有数目和金额能相比（a/b）", path=path, at_key=True)
        kind = FactType("share")
    if not isinstance(wanted, dict):
        options = wanted if isinstance(wanted, list) else [wanted]
        if not options:
            raise wrong("condition", "列表里至少要有一个值", path=path)
        return [Test(fact, "one_of", values_of(options, kind, path), over=over or None)]
    return _bounded(fact, over or None, wanted, kind, vocabulary, path)


def _bounded(
    fact: str,
    over: str | None,
    wanted: dict[str, Any],
    kind: FactType,
    vocabulary: Vocabulary,
    path: tuple[str | int, ...],
) -> list[Test]:
    none_holds = _none_holds(wanted, path)
    until = wanted.get("at")
    if until is not None and not kind.kind == _type_of(until, vocabulary, (*path, "at")).kind == "day":
        raise wrong("condition", "at 只用在两个日期之间", path=(*path, "at"))
    tests = []
    for op, bound in wanted.items():
        if op in ("none", "at"):
            continue
        _known(op, _OF_NUMBERS if until is not None else _OPERATORS.get(kind.kind, _OF_ALL), fact, (*path, op))
        tests.append(_test(fact, op, bound, kind, vocabulary, (*path, op), none_holds, over, until))
    if not tests:
        raise wrong("condition", "这里还缺一个比较，例如 at_least", path=path)
    return tests


def _known(op: str, known: tuple[str, ...], fact: str, path: tuple[str | int, ...]) -> None:
    """Refuses an operator that is not known, or does not go with facts of the type."""
    if op in known:
        return
    hint = f"可以写：{'、'.join(known)}"
    message = f"“{fact}” 不能用 “{op}” 比较" if op in _BOUNDS else f"不认识 “{op}”"
    raise wrong("operator", message, path=path, hint=hint, at_key=True)


def _test(
    fact: str,
    op: str,
    bound: Any,
    kind: FactType,
    vocabulary: Vocabulary,
    path: tuple[str | int, ...],
    none_holds: bool,
    over: str | None,
    until: str | None,
) -> Test:
    if until is not None:
        by, limits = _limits(bound, vocabulary, path)
        return Test(fact, op, limits, none_holds, None, until, by)
    if op in ("one_of", "none_of"):
        if not isinstance(bound, list) or not bound:
            message = "列表里至少要有一个值" if isinstance(bound, list) else "这里应当是列表"
            raise wrong("condition", message, path=path)
        return Test(fact, op, values_of(bound, kind, path), none_holds, over)
    if bound is None:
        raise wrong("condition", "这里要写一个值", path=path)
    if isinstance(bound, str) and bound in vocabulary and vocabulary[bound].kind == kind.kind:
        return Test(fact, op, FactRef(bound), none_holds, over)
    return Test(fact, op, value_of(bound, kind, path), none_holds, over)


def _none_holds(wanted: Mapping[str, Any], path: tuple[str | int, ...]) -> bool:
    if "none" in wanted and wanted["none"] != "holds":
        raise wrong("condition", "none 后面只能写 holds", path=(*path, "none"))
    return "none" in wanted


def _limits(bound: Any, vocabulary: Vocabulary, path: tuple[str | int, ...]) -> tuple[str | None, Any]:
    if not isinstance(bound, dict):
        return None, span(bound, path)
    by = bound.get("by")
    if not isinstance(by, str):
        raise wrong("condition", "这里缺少 by（按哪个事实分别规定）", path=path)
    kind = _type_of(by, vocabulary, (*path, "by"))
    return by, {value_of(key, kind, path): span(one, (*path, key)) for key, one in bound.items() if key != "by"}


def _type_of(fact: object, vocabulary: Vocabulary, path: tuple[str | int, ...]) -> FactType:
    if isinstance(fact, str) and fact in vocabulary:
        return vocabulary[fact]
    message, hint = vocabulary.refusal(str(fact))
    raise wrong("fact", message, path=path, hint=hint, at_key=True)


def said(test: Test, words: Callable[[str, Any], str]) -> str:
    """What a test wants, in words; `words` turns a fact's value into its label."""
    if isinstance(test.bound, FactRef):
        return f"{_WORDS[test.op]}{words('fact', test.bound.fact)}"
    if test.op in ("one_of", "none_of"):
        return _WORDS[test.op] + "或".join(words(test.fact, one) for one in test.bound)
    return f"{_WORDS[test.op]}{words(test.fact, test.bound)}"
