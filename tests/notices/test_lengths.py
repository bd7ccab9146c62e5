"""How long messages become, and in how many parts they go out."""

import pytest

from tests.cases.conftest import stage
from tests.cases.procedure import Stage
from tests.join.walking import text
from webapp.notices.texts import length_of, lengths

__all__ = ["stage"]


@pytest.mark.parametrize(("characters", "parts"), [(1, 1), (70, 1), (71, 2), (134, 2), (135, 3)])
def test_a_message_is_counted_as_telephones_count(characters: int, parts: int) -> None:
    assert length_of("字" * characters).parts == parts
    assert length_of("𠮷" * 36).parts == 2


def test_a_longer_name_of_a_union_makes_more_parts_and_cuts_nothing(app) -> None:
    short, long = lengths("某省工会", "某区工会"), lengths("某省工会", "某" * 40)
    assert sum(one.parts for one in long) > sum(one.parts for one in short)
    assert any("某" * 40 in one.text for one in long)


def test_the_settings_show_the_parts_of_each_message(stage: Stage) -> None:
    page = text(stage.signed_in("top").get("/office/settings").text)
    assert "每种短信有多长" in page and "内容不会截断" in page and "个字，1 条" in page
