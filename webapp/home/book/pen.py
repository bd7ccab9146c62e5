"""The pen: from rows and conditions of a profile to sentences, clauses and readings."""

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from pydantic import BaseModel

from webapp.home.book.parts import Rule, Silence
from webapp.home.book.words import FACT_PREFIX, UNITS_OF_TIME, WORDS
from webapp.policy import Interpretation, Profile
from webapp.policy.decisions.claim.words import is_place, vocabulary_of
from webapp.policy.decisions.deadline import time_words
from webapp.policy.language.conditions import Condition, FactRef, Test
from webapp.policy.language.places import place_name
from webapp.policy.language.rows import Refer, Ruled, Within
from webapp.policy.language.spans import Span
from webapp.policy.profile.benefits.facts import CLAIM_FACTS, LABELS, yuan
from webapp.policy.profile.join import At
from webapp.policy.reading.layered import stated_rows

COMPARED = {
    "at_least": "不少于",
    "at_most": "不超过",
    "over": "大于",
    "below": "小于",
    "not_before": "不早于",
    "not_after": "不晚于",
    "one_of": "",
    "none_of": "不是",
}
SILENT, NOT_OFFERED, REFERS = "silent", "not_offered", "refer"


class Pen:
    """Writes for one profile. `place` turns a division code into its name."""

    def __init__(self, profile: Profile, place: Callable[[str], str]) -> None:
        self.profile = profile
        self.place = place

    def word(self, vocabulary: str, name: str | None) -> str:
        """The Chinese word for a name of the profile; ours where the profile's words do not have it."""
        if name is None:
            return ""
        found = self.profile.label(vocabulary, name)
        if found != name:
            return found
        return WORDS.get(vocabulary, {}).get(name) or self._named.get(name, name)

    @functools.cached_property
    def _named(self) -> Mapping[str, str]:
        """The label of every row of the profile by its id, for keys that point to other rows."""
        found: dict[str, str] = {}
        for rules in (self.profile.nation, self.profile.rules):
            found.update(_labelled(rules))
        return found

    def words(self, vocabulary: str, names: Iterable[str], link: str = "、") -> str:
        """Several names in a row."""
        return link.join(self.word(vocabulary, name) for name in names)

    def kinds(self, names: Iterable[str], *, open_: bool = False) -> str:
        """Union kinds in a row; `open_` adds the documents' 等."""
        return self.words("union_kind", names) + ("等" if open_ else "")

    def where(self, at: At | None) -> str:
        """The places of a rule: any one the worker picks, or the first that he has."""
        if at is None or not at.places:
            return ""
        if at.pick:
            return self.words("location", at.pick, "或") + "的"
        first, *rest = at.first_of
        others = "".join(f"，没有的用{self.word('location', one)}" for one in rest)
        return f"{self.word('location', first)}（{others[1:]}）的" if others else f"{self.word('location', first)}的"

    def time(self, within: Within) -> str:
        """A time allowed, in words."""
        return time_words(within.length)

    def layer(self, layer: str) -> str:
        """Who speaks, in words; empty for the province itself."""
        if layer == "default":
            return "系统默认"
        return "" if layer == "province" else self.word("layer", layer)

    def rule(
        self,
        row: Ruled,
        text: str,
        *,
        anchor: str,
        when: Condition | str | None = None,
        layer: str = "province",
        origin: str = "",
        notes: Iterable[str] = (),
        unstated: Iterable[str] = (),
        rows: Iterable[Ruled | None] = (),
        modality: str | None = None,
    ) -> Rule:
        """A rule that rests on `row` and on `rows`: their clauses and readings."""
        resting_on = [one for one in (row, *rows) if one is not None]
        strict = modality or getattr(row, "modality", None)
        return Rule(
            anchor=anchor,
            text=text,
            when=self.situation(when) if isinstance(when, Condition) else when or "",
            word=self.word("modality", strict) if strict else "",
            notes=tuple(note for note in notes if note),
            unstated=tuple(unstated),
            clauses=self.profile.clauses(resting_on),
            readings=tuple(dict.fromkeys(amb for one in resting_on for amb in readings_of(one))),
            layer=self.layer(layer),
            origin=origin,
            places=tuple(self.place(code) for code in getattr(row, "divisions", None) or ()),
        )

    def silence(self, stated: object, *, subject: str = "", fallback: bool = False) -> Silence | None:
        """How a section says nothing; None where it says something. `fallback`: the nation's rules step in."""
        if stated is False:
            return Silence(subject, NOT_OFFERED, "文件写明不提供。")
        if isinstance(stated, Refer):
            text = f"按《{stated.refer}》执行，本站没有收录这份文件。"
            return Silence(subject, REFERS, text, self.profile.clauses([_as_ruled(stated)]))
        if stated is not None:
            return None
        if fallback and self.profile.rules is not self.profile.nation:
            return Silence(subject, SILENT, "本地文件没有规定，按全国规定办理。")
        return Silence(subject, SILENT, "文件没有规定。")

    def layers(self, own: object, nation: object = ()) -> list[tuple[str, list[Any]]]:
        """The rows by layer, nearest first; the nation's only where the province says nothing of its own for all of its places."""
        rows = stated_rows(own)
        speaks = any(getattr(row, "divisions", None) is None for row in rows)
        return self.profile.layers(own, () if speaks or _closed(own) else nation)

    def situation(self, condition: Condition) -> str:
        """A condition in words; empty for one that always holds."""
        parts = [self.test(one) for one in condition.tests]
        if condition.any_of:
            branches = [self.situation(branch) for branch in condition.any_of]
            parts.append("，或者".join(one for one in branches if one))
        return "，".join(part for part in parts if part)

    def test(self, test: Test) -> str:
        """One comparison in words."""
        bound = test.bound
        if test.over is not None:
            return f"{self.fact(test.fact)}占{self.fact(test.over)}的比例{COMPARED[test.op]} {_percent(bound)}"
        if test.until is not None:
            return f"{self.fact(test.fact)}到{self.fact(test.until)}{COMPARED[test.op]}{_span(bound)}"
        if isinstance(bound, FactRef):
            missing = "（没有的也算）" if test.none_holds else ""
            return f"{self.fact(test.fact)}{COMPARED[test.op]}{self.fact(bound.fact)}{missing}"
        if test.op in ("one_of", "none_of"):
            return self._among(test)
        return f"{self.fact(test.fact)}{COMPARED[test.op]} {self.value(test.fact, bound)}"

    def _among(self, test: Test) -> str:
        values = [one for one in test.bound if one is not None]
        claim = "." in test.fact
        if test.op == "one_of" and all(isinstance(one, bool) for one in values) and not claim:
            return "" if len(values) != 1 else self.word("yes" if values[0] else "no", test.fact)
        before, after = FACT_PREFIX.get(test.fact, ("", ""))
        if claim:
            before = f"{self.fact(test.fact)}{'不是' if test.op == 'none_of' else '是'}"
        else:
            before += COMPARED[test.op]
        return before + "或".join(self.value(test.fact, one) for one in values) + after

    def fact(self, fact: str) -> str:
        """What a fact is called."""
        asked = self.profile.asked.get(fact)
        return asked.rstrip("？?") if asked else LABELS.get(fact) or self.word("fact", fact)

    def value(self, fact: str, value: Any) -> str:
        """A fact's value in words."""
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, int) and fact in CLAIM_FACTS and CLAIM_FACTS[fact].kind == "money":
            return f"{yuan(value)} 元"
        if is_place(fact):
            return place_name(str(value))
        return self.word(vocabulary_of(fact), str(value))

    def interpretations(self, rules: Iterable[Rule]) -> tuple[Interpretation, ...]:
        """The readings that these rules rest on, each once; an id that no profile explains is left to `policy check`."""
        ids = dict.fromkeys(amb for rule in rules for amb in rule.readings)
        return tuple(
            self.profile.interpretation(amb) for amb in ids if self.profile.interpretation_row(amb) is not None
        )


def readings_of(row: Ruled) -> tuple[str, ...]:
    """The ids of the interpretations a row rests on: those it names and those by which it could be read otherwise."""
    return (*row.interpretation, *(row.other_reading or ()))


def _labelled(value: object) -> Iterator[tuple[str, str]]:
    """Id and label of every row inside a value."""
    if isinstance(value, tuple):
        for one in value:
            yield from _labelled(one)
    elif isinstance(value, BaseModel):
        name, label = getattr(value, "id", None), getattr(value, "label", None)
        if isinstance(name, str) and isinstance(label, str):
            yield name, label
        for field in type(value).model_fields:
            yield from _labelled(getattr(value, field))


def inside(row: BaseModel) -> Iterator[Ruled]:
    """Every row inside a row, however deep."""
    for name in type(row).model_fields:
        value = getattr(row, name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, BaseModel):
                if isinstance(one, Ruled):
                    yield one
                yield from inside(one)


def _closed(stated: object) -> bool:
    """Whether a section says, by false or by a reference, that no rows of anybody's apply."""
    return stated is False or isinstance(stated, Refer)


def _as_ruled(refer: Refer) -> Ruled:
    return Ruled(source=refer.source)


def _percent(share: object) -> str:
    """A bound of a ratio."""
    return "、".join(map(_percent, share)) if isinstance(share, tuple) else f"{float(Fraction(str(share)) * 100):g}%"


def _span(length: object) -> str:
    if not isinstance(length, Span):
        return "规定的时间"
    years, months = divmod(length.months, 12)
    parts = zip((years, months, length.days), UNITS_OF_TIME, strict=True)
    return "".join(f" {number} {unit}" for number, unit in parts if number) or " 0 天"
