"""Older profile formats still load: each step turns the data of one format into that of the next.

A published revision keeps its text for ever, so a change of the language that old texts cannot express adds a
step here and raises FORMAT; a step never guesses what the law was, it only says the same in the new words.
"""

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from webapp.policy.faults import Faulty
from webapp.policy.yaml_text import Document

FORMAT = 1
"""The format that this program writes."""

Upgrade = Callable[[dict[str, Any]], dict[str, Any]]
UPGRADES: Mapping[int, Upgrade] = {}
"""From each older format to the next one."""


def upgraded(document: Document, upgrades: Mapping[int, Upgrade] = UPGRADES, current: int = FORMAT) -> Document:
    """`document` in the current format. Raises Faulty for a format that is newer or unknown."""
    data = document.data
    if not isinstance(data, dict) or not isinstance(data.get("format"), int):
        return document
    if data["format"] > current:
        message = f"这份文件的格式是 {data['format']}，本程序只认识到 {current}"
        raise Faulty([document.fault(("format",), "format", message, hint="请升级程序")])
    while data["format"] < current:
        step = upgrades.get(data["format"])
        if step is None:
            message = f"不认识格式 {data['format']}"
            raise Faulty([document.fault(("format",), "format", message, hint=f"请写 format: {current}")])
        data = {**step(data), "format": data["format"] + 1}
    return dataclasses.replace(document, data=data)
