"""Two tabs of one browser: a yes counts for what its page showed, and for nothing else."""

import pytest

from tests.join.conftest import REAL, Grown
from tests.join.register import standing
from tests.join.walking import Walk, text
from webapp.demo.people import identity_number

HERE = REAL[0]


@pytest.fixture
def database() -> str:
    """Nothing here depends on the kind of database."""
    return "sqlite"


@pytest.fixture
def at_check(grown: Grown) -> Walk:
    return grown.walk(HERE, relation_kind="partial").to_check()


def other_tab(walk: Walk) -> Walk:
    """A second tab of the same browser, on the same page."""
    return Walk(walk.browser, walk.app, walk.wants, page=walk.page, path=walk.path)


def members(grown: Grown) -> int:
    return standing(grown.app, HERE, identity_number(1)).members


def test_what_changed_in_another_tab_is_shown_before_it_is_handed_in(grown: Grown, at_check: Walk) -> None:
    second = other_tab(at_check)
    second.go("/join/questions/group")
    options = [
        str(box["value"]) for box in second.form.select("input[name=worker_group]") if not box.has_attr("checked")
    ]
    second.send({"worker_group": options[0]})
    at_check.submit()
    if at_check.path == "/join/submission":
        assert "内容和刚才那一页不一样了" in text(at_check.page)
    assert "/join/applications/" not in at_check.go("/me").page and members(grown) == 0


def test_another_name_or_number_is_told_by_its_row_though_it_stands_masked(grown: Grown, at_check: Walk) -> None:
    second = other_tab(at_check)
    second.go("/join/identity").send({"name": "王五", "identity_number": identity_number(2)})
    at_check.submit()
    told = text(at_check.page)
    assert "不一样了：姓名、" in told and "证件号码。请再核对一遍" in told and "王五" in told
    assert "/join/applications/" not in at_check.go("/me").page
    at_check.go("/join/check").submit()
    assert "/join/applications/" in at_check.path


def test_what_stayed_as_it_was_shown_is_handed_in_from_either_tab(at_check: Walk) -> None:
    second = other_tab(at_check)
    second.go("/join/questions/group").send()
    at_check.submit()
    assert "/join/applications/" in at_check.path


def test_a_yes_without_a_page_is_asked_again(grown: Grown, at_check: Walk) -> None:
    answer = at_check.browser.post(
        "/join/submission",
        data={"join": "1", "identity": "1"} | at_check.token,
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert answer.status_code == 422 and "请再核对一遍" in answer.text
    assert members(grown) == 0
