"""From a text that has been read to a checked model: each thing pydantic finds wrong becomes a fault with its
place and its mend.
"""

import functools
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from webapp.policy.faults import MOST_FAULTS, Fault, Faulty, did_you_mean
from webapp.policy.yaml_text import Document, Path

Model = TypeVar("Model", bound=BaseModel)

_MESSAGES = {
    "missing": "缺少 “{field}”",
    "extra_forbidden": "不认识 “{field}”",
    "string_type": "这里应当是文字",
    "bool_type": "这里应当写 true 或 false",
    "int_type": "这里应当是整数",
    "int_from_float": "这里应当是整数",
    "tuple_type": "这里应当是列表",
    "list_type": "这里应当是列表",
    "dict_type": "这里应当是“名称: 值”的对照表",
    "model_type": "这里应当是“名称: 值”的对照表",
    "model_attributes_type": "这里应当是“名称: 值”的对照表",
    "literal_error": "这里不能写 “{input}”",
    "none_required": "这里只能写 null",
    "greater_than_equal": "数值太小，至少是 {ge}",
    "greater_than": "数值太小，应当大于 {gt}",
    "less_than_equal": "数值太大，至多是 {le}",
    "too_short": "至少要有一项",
    "date_type": "日期要写成 2021-09-07 这样",
}


def validated(model: type[Model], document: Document) -> Model:
    """`document` as a `model`. Raises Faulty with every fault found, in reading order."""
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        found = sorted(error.errors(include_url=False), key=lambda one: _place(document, one))
        faults = [_fault(document, model, one) for one in found[:MOST_FAULTS]]
        raise Faulty(_first_a_place(_without_echoes(faults))) from None


def _place(document: Document, error: ErrorDetails) -> tuple[int, int]:
    spot = document.spot(_real_path(document.data, error["loc"]))
    return spot.line, spot.column


def _without_echoes(faults: list[Fault]) -> list[Fault]:
    """A misspelt key is one fault: the complaint that the key it should have been is missing is left out."""
    meant = {(one.path[:-1], one.hint) for one in faults if one.code == "extra_forbidden"}
    return [
        one
        for one in faults
        if one.code != "missing"
        or not any(hint and f"“{_field(one)}”" in hint for path, hint in meant if path == one.path)
    ]


def _field(fault: Fault) -> str:
    """The key that a fault of a missing key names."""
    return fault.message.removeprefix("缺少 “").removesuffix("”")


def _first_a_place(faults: list[Fault]) -> list[Fault]:
    """Reading order, one fault a place: several readings of one value tell the same story twice."""
    kept: dict[tuple[int, int, str], Fault] = {}
    for fault in sorted(faults, key=lambda one: (one.line, one.column)):
        kept.setdefault((fault.line, fault.column, fault.code), fault)
    return list(kept.values())


def _fault(document: Document, model: type[BaseModel], error: ErrorDetails) -> Fault:
    code = error["type"]
    context: Mapping[str, Any] = error.get("ctx") or {}
    path = _real_path(document.data, (*error["loc"], *context.get("path", ())))
    field = error["loc"][-1] if error["loc"] else ""
    if code == "missing":
        return document.fault(path, code, f"缺少 “{field}”", hint=_missing_hint(document, path), at_key=True)
    if code == "extra_forbidden":
        hint = did_you_mean(str(field), _known_keys(model, error["loc"][:-1]))
        return document.fault(path, code, f"不认识 “{field}”", hint=hint, at_key=True)
    message = _MESSAGES.get(code, error["msg"])
    if code == "union_tag_invalid":
        return _unknown_kind(document, path, error["input"], context)
    values = {"input": error["input"], "field": field, **context}
    hint = context.get("hint") or _hint(code, error["input"], context)
    at_key = bool(context.get("at_key"))
    return document.fault(path, code, message.format_map(_Words(values)), hint=hint, at_key=at_key)


def _unknown_kind(document: Document, path: Path, given: object, context: Mapping[str, Any]) -> Fault:
    """A row says by its `kind` which of several it is; other unions have no name that an editor could write."""
    if not isinstance(given, dict) or given.get("kind") != context.get("tag"):
        return document.fault(path, "union_tag_invalid", "这里写法不对")
    hint = f"可以写：{'、'.join(_expected(context['expected_tags']))}"
    return document.fault((*path, "kind"), "union_tag_invalid", f"没有 “{given['kind']}” 这一种", hint=hint)


class _Words(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""


def _missing_hint(document: Document, path: Path) -> str | None:
    return "文件没有规定的，请写 null" if not path or isinstance(path[-1], str) else None


def _hint(code: str, given: object, context: Mapping[str, Any]) -> str | None:
    if isinstance(given, str) and "：" in given and code in ("model_type", "dict_type", "tuple_type"):
        return "冒号要用半角，后面加一个空格"
    if code == "literal_error":
        known = _expected(context.get("expected", ""))
        return (did_you_mean(str(given), known) if isinstance(given, str) else None) or f"可以写：{'、'.join(known)}"
    if code == "bool_type" and isinstance(given, str):
        word = {"yes": "true", "on": "true", "是": "true"}.get(given.lower())
        return f"您是否想写 “{word or 'false'}”"
    if code == "string_type" and isinstance(given, int | float):
        return f'请加引号："{given}"'
    return None


def _expected(words: str) -> list[str]:
    return [one.strip().strip("'") for one in words.replace(" or ", ",").split(",") if one.strip()]


def _real_path(data: object, loc: tuple[str | int, ...]) -> Path:
    """The steps of `loc` that exist in the text; pydantic's own steps (union tags, parsed lists) are left out."""
    path: list[str | int] = []
    here: Any = data
    for step in loc:
        index: Any = step
        in_mapping = isinstance(here, dict) and step in here
        in_list = isinstance(here, list) and isinstance(step, int) and 0 <= step < len(here)
        if in_mapping or in_list:
            here = here[index]
            path.append(step)
    return tuple(path)


def _known_keys(model: type[BaseModel], loc: tuple[str | int, ...]) -> list[str]:
    """The keys that the model at `loc` knows; where unions hide it, every key below the last model found."""
    schema = _schema(model)
    here: Any = schema
    for step in loc:
        here = _step(schema, here, step)
    return sorted({key for one in _alternatives(schema, here) for key in one.get("properties", {})})


@functools.lru_cache(maxsize=8)
def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema(by_alias=True)


def _step(schema: Mapping[str, Any], here: Any, step: str | int) -> Any:
    for one in _alternatives(schema, here):
        if isinstance(step, int) and "items" in one:
            return one["items"]
        if isinstance(step, str) and step in one.get("properties", {}):
            return one["properties"][step]
        if isinstance(step, str) and isinstance(one.get("additionalProperties"), dict):
            return one["additionalProperties"]
    return here


def _alternatives(schema: Mapping[str, Any], here: Any) -> list[dict[str, Any]]:
    if "$ref" in here:
        return _alternatives(schema, schema["$defs"][here["$ref"].rsplit("/", 1)[1]])
    options = here.get("anyOf") or here.get("oneOf")
    if options:
        return [found for one in options for found in _alternatives(schema, one)]
    return [here]
