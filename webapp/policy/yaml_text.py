"""Strict YAML: the text of a profile becomes plain values, and every value remembers its line and column.

Built on libyaml's event stream (iterative, so a deeply nested text cannot exhaust the stack). Stricter than
PyYAML: duplicate keys, anchors, tags, empty values, numbers no amount or count needs, and texts over the limits are
refused; scalars follow YAML 1.2, so that `no`, `010`, `12:30` and `1_000` stay the text they are. Work grows with the
length of the text, whatever is in it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from webapp.policy.faults import Fault, Faulty, lines_of, place_of, pointed

MAX_BYTES = 512 * 1024
MAX_DEPTH = 40
MAX_VALUES = 60_000
MAX_DIGITS = 15
"""Of a number: up to here an integer fits every column and a float says exactly what was written."""

_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+\Z")
# What YAML 1.2 calls printable; half of a surrogate pair, which no UTF-8 has, is not.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None}
Path = tuple[str | int, ...]


@dataclass(slots=True)
class Spot:
    """Where a value stands: line and column from 1, its key's own place, and the spots of the values inside it."""

    line: int
    column: int
    inside: dict[str | int, "Spot"] = field(default_factory=dict)
    key: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A text that has been read: its values and their places. `name` is how faults call the file."""

    name: str
    text: str
    data: Any
    root: Spot

    def spot(self, path: Path) -> Spot:
        """The spot at `path`, or of the nearest value around it that exists."""
        here = self.root
        for step in path:
            here = here.inside.get(step, here)
        return here

    def fault(
        self,
        path: Path,
        code: str,
        message: str,
        *,
        hint: str | None = None,
        at_key: bool = False,
        level: str = "fault",
    ) -> Fault:
        """A fault that points at the value at `path`, or with `at_key` at its key."""
        spot = self.spot(path)
        line, column = spot.key if at_key and spot.key else (spot.line, spot.column)
        return Fault(self.name, line, column, code, message, path, hint, pointed(self.text, line, column), level)


def unprintable(text: str) -> tuple[int, int] | None:
    """Line and column of the first character that no profile may hold, or None."""
    found = _UNPRINTABLE.search(text)
    return place_of(text, found.start()) if found else None


def read(text: str, name: str) -> Document:
    """Read one YAML document. Raises Faulty with the first fault of the text."""
    if place := unprintable(text):
        raise Faulty([Fault(name, *place, "character", "含有不能使用的控制字符", (), "请删去这个字符")])
    if len(text.encode()) > MAX_BYTES:
        raise Faulty([Fault(name, 1, 1, "too_long", f"文件超过 {MAX_BYTES // 1024} KB，无法读取")])
    try:
        data, root = _Reader(text, name).run()
    except yaml.MarkedYAMLError as error:
        raise Faulty([_unreadable(text, name, error)]) from error
    return Document(name, text, data, root)


@dataclass(slots=True)
class _Open:
    """A mapping or list that is still being read; `key` is the mapping key whose value comes next."""

    value: dict[str, Any] | list[Any]
    spot: Spot
    key: str | None = None
    key_at: tuple[int, int] | None = None


class _Reader:
    def __init__(self, text: str, name: str) -> None:
        self.text, self.name = text, name
        self.stack: list[_Open] = []
        self.count = 0
        self.result: tuple[Any, Spot] | None = None

    def run(self) -> tuple[Any, Spot]:
        for event in yaml.parse(self.text, Loader=yaml.CSafeLoader):
            self._take(event)
        if self.result is None:
            raise self._fault(1, 1, "empty", "文件是空的")
        return self.result

    def _take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent):
            self._open(event, {})
        elif isinstance(event, yaml.SequenceStartEvent):
            self._open(event, [])
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self.stack.pop()
        elif isinstance(event, yaml.AliasEvent):
            line, column = _at(event)
            raise self._fault(line, column, "alias", "不能使用 YAML 的锚点和引用（& 和 *）", "请把内容写全")
        elif isinstance(event, yaml.DocumentStartEvent) and self.result is not None:
            line, column = _at(event)
            raise self._fault(line, column, "two_documents", "一个文件里只能有一份政策", "请删去多余的 “---”")

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        line, column = _at(event)
        if event.tag is not None or event.anchor is not None:
            raise self._fault(line, column, "tag", "不能使用 YAML 的标签和锚点（! 和 &）", "请直接写值")
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            if event.implicit[0]:
                self._refuse_swallowed_colon(event.value, line, column)
            self._key(top, event.value, line, column)
            return
        value: object = event.value
        if event.style is None or event.style == "" or (event.implicit[0] and not event.style):
            if event.value == "":
                at = top.key_at if top is not None and top.key_at else (line, column)
                message = f"“{top.key}” 后面没有写值" if top is not None and top.key else "这里没有写值"
                raise self._fault(*at, "empty_value", message, "文件没有规定的，请写 null")
            value = self._plain(event.value, line, column)
        self._place(value, Spot(line, column))

    def _plain(self, text: str, line: int, column: int) -> object:
        """The value of a scalar without quotes."""
        if text.lower() in _WORDS and text in (text.lower(), text.title(), text.upper()):
            return _WORDS[text.lower()]
        whole = _INTEGER.match(text)
        if not whole and not _FLOAT.match(text):
            return text
        if len(text.lstrip("-")) - (not whole) > MAX_DIGITS:
            raise self._fault(line, column, "long_number", f"数字超过 {MAX_DIGITS} 位，无法读取", "编号请加引号")
        return int(text) if whole else float(text)

    def _key(self, top: _Open, key: str, line: int, column: int) -> None:
        if key in top.value:
            first = top.spot.inside[key].key
            where = f"（第一次在第 {first[0]} 行）" if first else ""
            raise self._fault(line, column, "duplicate_key", f"“{key}” 写了两次{where}", "请删去一个")
        top.key, top.key_at = key, (line, column)

    def _refuse_swallowed_colon(self, key: str, line: int, column: int) -> None:
        """A plain key with a colon inside is two things run together."""
        at = key.find(":")
        if at >= 0:
            raise self._fault(line, column + at, "missing_space", "冒号后面少了空格", "请写成 “名称: 值”")

    def _open(self, event: yaml.CollectionStartEvent, value: dict[str, Any] | list[Any]) -> None:
        line, column = _at(event)
        if event.tag is not None or event.anchor is not None:
            raise self._fault(line, column, "tag", "不能使用 YAML 的标签和锚点（! 和 &）", "请直接写值")
        if len(self.stack) >= MAX_DEPTH:
            raise self._fault(line, column, "too_deep", f"嵌套超过 {MAX_DEPTH} 层，无法读取")
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            raise self._fault(line, column, "key", "这里应当是一个名称，不能是列表或对照表", "检查括号和冒号")
        spot = Spot(line, column)
        self._place(value, spot)
        self.stack.append(_Open(value, spot))

    def _place(self, value: object, spot: Spot) -> None:
        self.count += 1
        if self.count > MAX_VALUES:
            raise self._fault(spot.line, spot.column, "too_many", f"文件里的值超过 {MAX_VALUES} 个，无法读取")
        if not self.stack:
            self.result = (value, spot)
            return
        top = self.stack[-1]
        if isinstance(top.value, dict):
            assert top.key is not None
            spot.key = top.key_at
            top.value[top.key] = value
            top.spot.inside[top.key] = spot
            top.key = top.key_at = None
        else:
            top.spot.inside[len(top.value)] = spot
            top.value.append(value)

    def _fault(self, line: int, column: int, code: str, message: str, hint: str | None = None) -> Faulty:
        excerpt = pointed(self.text, line, column)
        return Faulty([Fault(self.name, line, column, code, message, (), hint, excerpt)])


def _at(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    assert mark is not None, "libyaml marks every event"
    return mark.line + 1, mark.column + 1


_COMMENT = re.compile("(?:^| )#")
# What people type by habit of a Chinese keyboard or editor, the sentence that says so, and the mend.
_SLIPS = (
    ("tab", re.compile(r"^ *(\t)"), "行首用了制表符（Tab）缩进", "请改用空格"),
    ("fullwidth_colon", re.compile(r"^[^#\"'“]*?[\w)](：)"), "用了全角冒号 “：”", "请改用半角冒号加一个空格 “: ”"),
    ("fullwidth_comma", re.compile(r"[\[{][^\[\]{}\"'，]*(，)"), "列表里用了全角逗号 “，”", "请改用半角逗号 “, ”"),
    ("fullwidth_bracket", re.compile(r"[:\-,] *(［|｛|【)"), "用了全角括号", "请改用半角括号 [ ] 或 { }"),
    ("missing_space", re.compile(r"^ *(?:- )?[{]? ?[A-Za-z_]\w*(:)[^\s/]"), "冒号后面少了空格", "请写成 “名称: 值”"),
)


def _unreadable(text: str, name: str, error: yaml.MarkedYAMLError) -> Fault:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    column = mark.column + 1 if mark else 1
    for number, content in _lines_above(text, line):
        said = _COMMENT.split(content, 1)[0]
        for code, pattern, message, hint in _SLIPS:
            found = pattern.search(said)
            if found:
                at = found.start(1) + 1
                return Fault(name, number, at, code, message, (), hint, pointed(text, number, at))
    if error.context_mark and "flow" in (error.context or ""):
        line, column = error.context_mark.line + 1, error.context_mark.column + 1
        return Fault(
            name, line, column, "bracket", "括号没有配对，或列表里少了逗号", (), None, pointed(text, line, column)
        )
    return Fault(
        name, line, column, "unreadable", "这一行读不懂：缩进、冒号或引号有误", (), None, pointed(text, line, column)
    )


def _lines_above(text: str, line: int) -> Iterator[tuple[int, str]]:
    """The lines where the cause of a complaint at `line` may lie: that line, then a few above it, nearest first."""
    lines = lines_of(text)
    for number in range(min(line, len(lines)), max(0, line - 4), -1):
        yield number, lines[number - 1]
