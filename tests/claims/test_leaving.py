"""A covered member who leaves: told before that his cover ends, and after only what he can still claim."""

from tests.claims.conftest import Stage
from tests.join.walking import text


def test_leaving_says_that_cover_ends_and_afterwards_only_what_can_still_be_filed(stage: Stage) -> None:
    browser = stage.worker(stage.member())
    assert "您在保障之内" in text(browser.get("/claims").text)
    before = text(browser.get("/me/leaving").text)
    assert "的保障一并结束：从今天起发生的事不再保障" in before

    browser.submit("/me/leaving", {"sure": "1"}, button="确认退会")

    after = text(browser.get("/claims").text)
    assert "您在保障之内" not in after
    assert "开始申报" not in after


def test_who_is_not_covered_is_told_of_no_cover(stage: Stage) -> None:
    browser = stage.worker(stage.member(real_name=None))
    assert "保障一并结束" not in text(browser.get("/me/leaving").text)
