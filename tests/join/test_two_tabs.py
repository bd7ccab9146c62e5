"""Two tabs of one browser: a yes counts for what its page showed, and for nothing else."""

import pytest
from sqlalchemy import select

from tests.join.conftest import REAL, Grown
from tests.join.register import standing
from tests.join.walking import Walk, text
from webapp.demo.people import identity_number
from webapp.join.models import JoinDraft
from webapp.persistence import unit_of_work

HERE = REAL[0]


@pytest.fixture
def database() -> str:
    """Nothing here depends on the kind of database."""
    return "sqlite"


@pytest.fixture
def at_check(grown: Grown) -> Walk:
    return grown.walk(HERE, relation_kind="partial").to_check()


def new_tab(walk: Walk) -> Walk:
    """A second tab of the same browser, on nothing yet."""
    return Walk(walk.browser, walk.app, walk.wants)


def other_tab(walk: Walk) -> Walk:
    """A second tab of the same browser, on the same page."""
    return Walk(walk.browser, walk.app, walk.wants, page=walk.page, path=walk.path, address=walk.address)


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


def answers_of(grown: Grown) -> list[dict[str, object]]:
    """What every draft holds, the oldest first."""
    with grown.app.app_context(), unit_of_work(HERE, write=False) as work:
        return [dict(one) for one in work.scalars(select(JoinDraft.answers).order_by(JoinDraft.id))]


def test_two_people_entered_in_two_tabs_keep_their_own_answers(grown: Grown) -> None:
    union = next(iter(grown.lands[HERE].unions.values()))
    officer = grown.officer(HERE, union.id)
    first = Walk(officer, grown.app, {}).go("/office/entries").send(button="开始录入")
    groups = [str(box["value"]) for box in first.form.select("input[name=worker_group]")]
    first.send({"worker_group": groups[0]})
    second = (
        Walk(officer, grown.app, {}).go("/office/entries").send(button="开始录入").send({"worker_group": groups[1]})
    )
    first.send({"relation_kind": "partial"})
    second.send({"relation_kind": "employment"})
    kept = [(one["worker_group"], one["relation_kind"]) for one in answers_of(grown)]
    assert kept == [(groups[0], "partial"), (groups[1], "employment")]
    first.answer_questions()
    assert first.path == "/join/result"
    first.choose()
    second.answer_questions()
    assert answers_of(grown)[0]["relation_kind"] == "partial" and first.path.startswith("/office/entries/")
    done = first.send({"name": "陈小明", "identity_number": identity_number(1), "phone": "13800138001", "paper": "1"})
    assert "已录入" in text(done.page)
    assert members(grown) == 0 and second.go(second.path).path.startswith("/join/")


def test_a_worker_with_two_tabs_fills_in_two_drafts(grown: Grown) -> None:
    first = grown.walk(HERE, relation_kind="partial").go("/join").send(button="开始")
    groups = [str(box["value"]) for box in first.form.select("input[name=worker_group]")]
    second = new_tab(first).go("/join").send(button="开始")
    first.send({"worker_group": groups[0]})
    second.send({"worker_group": groups[1]})
    first.send({"relation_kind": "partial"})
    assert [one.get("worker_group") for one in answers_of(grown)] == groups[:2]
    assert [one.get("relation_kind") for one in answers_of(grown)] == ["partial", None]


def test_the_draft_of_another_browser_is_not_opened_by_its_address(grown: Grown) -> None:
    mine = grown.walk(HERE, relation_kind="partial").begin()
    address = mine.address
    stranger = grown.walk(HERE, 2, relation_kind="partial").go(address)
    assert stranger.path == "/join"
