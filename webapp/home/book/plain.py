"""Any section that has no writer of its own: every row a rule, every named list a topic, every silence said.

So a section that is added to the vocabulary is on the pages the same day, in the profile's own labels.
"""

import dataclasses
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from webapp.home.book.keys import HIDDEN, KEYS, OPEN_LIST, TEXTS, TITLES, UNSTATED_KEYS, VOCABULARIES, YES
from webapp.home.book.parts import Rule, Silence, Topic
from webapp.home.book.pen import Pen, inside
from webapp.policy.language.conditions import Condition
from webapp.policy.language.rows import Refer, Ruled, Within
from webapp.web.dates import day

OURS = "这是本站的做法，不是文件的规定"
FRAME = frozenset({"id", "label", "modality", "note", "source", "interpretation", "other_reading", "divisions", "when"})
Row = BaseModel


def topics(pen: Pen, key: str, section: object) -> Iterator[Topic]:
    """A section as topics: one for a table, one for each named part of a section that has parts."""
    if isinstance(section, BaseModel) and not isinstance(section, Refer) and _parts(section):
        loose = _loose(section)
        if loose or not _named_parts(section):
            yield Topic(key, pen_title(pen, key, ""), (_rule(pen, section, key, skip=_named_parts(section)),))
        else:
            silences = tuple(_scalars(pen, key, section))
            if silences:
                yield Topic(key, "没有规定的", (), silences)
        for name in _named_parts(section):
            value = getattr(section, name)
            yield _topic(pen, key, name, value)
        return
    yield _topic(pen, key, "", section)


def others(pen: Pen, key: str, section: BaseModel, known: Collection[str]) -> Iterator[Topic]:
    """The parts of a section that its own writer does not know."""
    for name in type(section).model_fields:
        if name not in known:
            yield _topic(pen, key, name, getattr(section, name))


def pen_title(pen: Pen, section: str, name: str) -> str:
    """The heading of a part: ours for this section, ours for the key anywhere, else the profile's word."""
    known = TITLES.get((section, name)) or KEYS.get(name)
    return known or pen.word("part", f"{section}.{name}" if name else section)


def _topic(pen: Pen, section: str, name: str, value: object) -> Topic:
    anchor = name or section
    silence = pen.silence(value)
    rules: tuple[Rule, ...] = ()
    hint = ""
    default = getattr(pen.profile.defaults, name or section, None) if silence is not None else None
    if isinstance(default, Ruled):
        rules = (dataclasses.replace(_rule(pen, default, anchor), layer=pen.layer("default"), origin=OURS),)
    if silence is None:
        rows, open_ = _rows(value)
        rules = tuple(_rule(pen, row, anchor, number) for number, row in enumerate(rows))
        if isinstance(value, Ruled) and not isinstance(value, Refer) and value not in rows:
            rules = tuple(_also(pen, rule, value) for rule in rules)
        hint = OPEN_LIST if open_ else ""
    return Topic(anchor, pen_title(pen, section, name), rules, () if silence is None else (silence,), hint)


def _rows(value: object) -> tuple[tuple[Any, ...], bool]:
    """The rows of a table, of a list with its rows inside, or the one row; and whether the list is open."""
    if isinstance(value, tuple):
        return value, False
    inner = getattr(value, "rows", None)
    if isinstance(inner, tuple) and isinstance(getattr(value, "open", None), bool):
        return inner, bool(value.open)  # type: ignore[attr-defined]
    return (value,), False


def _also(pen: Pen, rule: Rule, holder: Ruled) -> Rule:
    """A rule of a list, resting on the list's own clauses too where it names none."""
    whole = pen.rule(holder, "", anchor="")
    readings = tuple(dict.fromkeys((*rule.readings, *whole.readings)))
    return dataclasses.replace(rule, clauses=rule.clauses or whole.clauses, readings=readings)


def _rule(pen: Pen, row: Any, anchor: str, number: int = 0, skip: Sequence[str] = ()) -> Rule:
    layer = "nation" if pen.profile.rules is pen.profile.nation else "province"
    name = f"{anchor}.{getattr(row, 'id', None) or number}"
    if not isinstance(row, BaseModel) or isinstance(row, Within):
        return Rule(name, _said(pen, anchor, row), layer=pen.layer(layer))
    when = getattr(row, "when", None)
    label = getattr(row, "label", None) or ""
    parts = [*_phrases(pen, row, skip)]
    text = label or TEXTS.get(anchor, "")
    if not text:
        text, parts = "，".join(parts), []
    frame = row if isinstance(row, Ruled) else Ruled()
    rule = pen.rule(
        frame,
        text,
        anchor=name,
        when=when if isinstance(when, Condition) else None,
        layer=layer,
        notes=(getattr(row, "note", None) or "", *parts),
        unstated=[*_unstated(row)],
        rows=inside(row),
        modality=getattr(row, "modality", None),
    )
    return rule


def _phrases(pen: Pen, row: BaseModel, skip: Sequence[str] = ()) -> Iterator[str]:
    """What a row says beside its label, one phrase a key."""
    for name in type(row).model_fields:
        value = getattr(row, name)
        if name in FRAME or name in HIDDEN or name in skip or value is None or value == ():
            continue
        if isinstance(value, bool):
            if value or (name, False) in YES:
                yield YES.get((name, value), KEYS.get(name, name))
            continue
        said = _said(pen, name, value)
        if said:
            key = KEYS.get(name, pen.word("key", name))
            yield f"{key}{said}" if key.endswith(" ") else f"{key}：{said}"


def _unstated(row: BaseModel) -> Iterator[str]:
    """What a row leaves open: the keys that have no default and are null."""
    for name, field in type(row).model_fields.items():
        if field.is_required() and name not in HIDDEN and getattr(row, name) is None:
            yield UNSTATED_KEYS.get(name) or KEYS.get(name, name)


def _said(pen: Pen, name: str, value: object) -> str:
    """A value in words."""
    if isinstance(value, tuple):
        return "、".join(_said(pen, name, one) for one in value)
    if isinstance(value, Within):
        return pen.time(value)
    if isinstance(value, BaseModel):
        return _row_said(pen, value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Decimal):
        return f"{(value * 100).normalize():f}%" if value <= 1 else f"{value} 元"
    if isinstance(value, dict):
        return "、".join(f"{pen.word(name, str(key))} {_said(pen, name, one)}" for key, one in value.items())
    return pen.word(VOCABULARIES.get(name, name), str(value))


def _row_said(pen: Pen, row: BaseModel) -> str:
    label = getattr(row, "label", None)
    if label:
        return str(label)
    return "，".join(_phrases(pen, row))


def _parts(section: BaseModel) -> bool:
    """Whether a section has named parts, each a table, a list or a row: it is no single row then."""
    return not isinstance(section, Ruled) or bool(_named_parts(section))


def _named_parts(section: BaseModel) -> list[str]:
    named = []
    for name, field in type(section).model_fields.items():
        if name in FRAME:
            continue
        value = getattr(section, name)
        rows = isinstance(value, BaseModel) or (isinstance(value, tuple) and _of_rows(value, field.annotation))
        silent = value is None or value is False
        if rows or (silent and "Refer" in str(field.annotation)) or (silent and "Refer" in str(field.metadata)):
            named.append(name)
    return named


def _of_rows(value: tuple[Any, ...], annotation: object) -> bool:
    return any(isinstance(one, BaseModel) for one in value) if value else "Row" in str(annotation)


def _loose(section: BaseModel) -> bool:
    """Whether a section says something beside its named parts."""
    named = set(_named_parts(section))
    return any(
        name not in named and name not in FRAME and getattr(section, name) not in (None, ())
        for name in type(section).model_fields
    ) or bool(getattr(section, "modality", None))


def _scalars(pen: Pen, key: str, section: BaseModel) -> Iterator[Silence]:
    """The single values of a section that are null."""
    named = set(_named_parts(section))
    if isinstance(section, Ruled):
        return
    for name in type(section).model_fields:
        if name not in named and name not in FRAME and getattr(section, name) is None:
            silence = pen.silence(None, subject=TITLES.get((key, name)) or KEYS.get(name, name))
            if silence is not None:
                yield silence
