"""Old formats still load; newer ones are refused with a plain sentence."""

from typing import Any

import pytest

from tests.policy.conftest import FOURTH
from webapp.policy import Faulty
from webapp.policy.reading.loading import load
from webapp.policy.reading.upgrades import upgraded
from webapp.policy.yaml_text import read

TEXT = (FOURTH / "donghai.yaml").read_text("utf-8")


def rename(old: str, new: str) -> Any:
    def step(data: dict[str, Any]) -> dict[str, Any]:
        return {new if key == old else key: value for key, value in data.items()}

    return step


def test_each_step_is_taken_in_turn() -> None:
    document = read("format: 1\ntitle: 甲\n", "x.yaml")

    found = upgraded(document, {1: rename("title", "label"), 2: rename("label", "name")}, current=3)

    assert found.data == {"format": 3, "name": "甲"}
    assert found.text == document.text


def test_a_format_from_the_future_is_refused() -> None:
    with pytest.raises(Faulty) as caught:
        load(TEXT.replace("format: 1", "format: 7"), "donghai.yaml")

    (fault,) = caught.value.faults
    assert (fault.line, fault.column) == (2, 9)
    assert "格式是 7，本程序只认识到 1" in fault.message


def test_a_format_nobody_knows_the_way_from_is_refused() -> None:
    with pytest.raises(Faulty) as caught:
        load(TEXT.replace("format: 1", "format: 0"), "donghai.yaml")

    assert "不认识格式 0" in str(caught.value)
