"""A returned application is put right in its own fields and with papers; officers see old and new, and the rules decide anew."""

import io
from typing import Any

import pytest

from tests.claims.papers import picture_bytes
from tests.join.conftest import REAL, Grown
from tests.join.register import legs
from tests.join.walking import Walk, errors, text
from webapp.cases import Case, DecisionRow, case_by_reference
from webapp.cases.supplements import Correction, papers_of
from webapp.demo.people import identity_number
from webapp.persistence import unit_of_work

HERE = REAL[0]


def returned(grown: Grown, province: str = HERE, **wants: Any) -> tuple[Walk, Case]:
    """A worker whose application was returned, on the page where he puts it right."""
    walk = grown.walk(province, **{"relation_kind": "partial", **wants}).to_end()
    leg = next(leg for leg in legs(grown.app, province, walk.reference) if leg.state == "under_review")
    grown.decide(province, leg.reference, "return", "请核对姓名和证件号码，补充合同")
    return walk.go(f"/join/applications/{leg.reference}/amendment"), case_named(grown, province, leg.reference)


def case_named(grown: Grown, province: str, reference: str) -> Case:
    """The case as the database has it now."""
    with grown.app.app_context(), unit_of_work(province, write=False):
        found = case_by_reference(reference)
    assert found is not None
    return found


def again(grown: Grown, walk: Walk, case: Case) -> Case:
    """The case as it is now."""
    return case_named(grown, case.jurisdiction, case.reference)


def officers_page(grown: Grown, case: Case) -> str:
    assert case.union_id is not None
    return text(grown.officer(case.jurisdiction, case.union_id).get(f"/office/cases/{case.reference}").text)


def photo(size: int = 60) -> tuple[io.BytesIO, str]:
    return io.BytesIO(picture_bytes(size)), "合同.jpg"


def changes(grown: Grown, case: Case) -> dict[str, tuple[str, str]]:
    with grown.app.app_context(), unit_of_work(case.jurisdiction, write=False) as work:
        rows = work.query(Correction).filter(Correction.case_id == case.id).all()
        return {row.field: (row.before, row.after) for row in rows}


def test_name_number_and_papers_are_put_right_and_both_values_kept(grown: Grown, real: str) -> None:
    walk, case = returned(grown, real)
    old_name, old_number, number = walk.name, walk.number, identity_number(4711)
    walk.send({"name": "欧阳小明", "identity_number": number, "files": photo()}, button="重新提交")
    assert walk.path == f"/join/applications/{walk.reference}"
    now = again(grown, walk, case)
    assert (now.state, now.title[:4], now.union_id) == ("under_review", "欧***", case.union_id)
    assert changes(grown, case) == {"name": (old_name, "欧阳小明"), "identity_number": (old_number, number)}
    page = officers_page(grown, now)
    assert f"姓名：{old_name} → 欧阳小明" in page and "合同.jpg" in page
    assert old_number not in page and number not in page and number[-4:] in page
    assert "更正了姓名、证件号码" in text(walk.go(f"/join/applications/{walk.reference}").page)
    grown.decide(real, case.reference, "grant")


def test_another_unit_is_decided_anew_and_goes_where_it_belongs(grown: Grown) -> None:
    walk, case = returned(grown, relation_kind="employment")
    before = decisions(grown, case)
    walk.send({"employer-q": "名录里没有的配送公司", "employer": "unknown"}, button="重新提交")
    assert walk.path == f"/join/applications/{walk.reference}", errors(walk.page)
    now = again(grown, walk, case)
    assert now.state == "under_review" and decisions(grown, case) == before + 1
    assert changes(grown, case)["employer"][1] == "名录里没有的配送公司"
    assert "名录里没有的配送公司" in officers_page(grown, now)


def decisions(grown: Grown, case: Case) -> int:
    """How often the policy decided on a case."""
    with grown.app.app_context(), unit_of_work(case.jurisdiction, write=False) as work:
        return work.query(DecisionRow).filter(DecisionRow.case_id == case.id).count()


def test_the_page_left_as_it_is_asks_for_something_and_changes_nothing(grown: Grown) -> None:
    walk, case = returned(grown)
    walk.send({}, button="重新提交")
    assert walk.status == 422 and "请写明您补充或更正的内容" in errors(walk.page)[0]
    assert again(grown, walk, case).state == "returned" and changes(grown, case) == {}


def test_a_wrong_number_is_refused_and_the_photo_is_there_still(grown: Grown) -> None:
    walk, case = returned(grown)
    walk.send({"identity_number": "123", "note": "看照片", "files": photo()}, button="重新提交")
    assert walk.status == 422 and "看照片" in walk.page and "合同.jpg" in walk.page
    walk.send({"identity_number": "", "files": photo()}, button="重新提交")
    assert again(grown, walk, case).state == "under_review"
    with grown.app.app_context(), unit_of_work(HERE, write=False):
        assert len(papers_of(case)) == 1


def test_a_second_tap_adds_nothing(grown: Grown) -> None:
    walk, case = returned(grown)
    page, path = walk.page, walk.path
    walk.send({"name": "欧阳小明"}, button="重新提交")
    answer = walk.browser.send(page, path, {"name": "欧阳大明"}, button="重新提交")
    assert answer.status_code == 303
    assert changes(grown, case)["name"][1] == "欧阳小明"


@pytest.mark.parametrize("who", ["officer", "worker"])
def test_papers_of_a_case_are_for_its_people_only(grown: Grown, who: str) -> None:
    walk, case = returned(grown)
    walk.send({"files": photo()}, button="重新提交")
    with grown.app.app_context(), unit_of_work(HERE, write=False):
        [file] = papers_of(case)
    assert case.union_id is not None
    mine = walk.browser if who == "worker" else grown.officer(HERE, case.union_id)
    start = "/cases" if who == "worker" else "/office/cases"
    assert mine.get(f"{start}/{case.reference}/papers/{file.id}").mimetype.startswith("image/")
    other = grown.walk(HERE, 2, relation_kind="partial").to_end().browser
    assert other.get(f"/cases/{case.reference}/papers/{file.id}").status_code == 404


def test_an_appeal_brings_papers_that_the_next_officer_sees(grown: Grown) -> None:
    walk = grown.walk(HERE, relation_kind="partial").to_end()
    leg = next(leg for leg in legs(grown.app, HERE, walk.reference) if leg.state == "under_review")
    grown.decide(HERE, leg.reference, "refuse", "不属于受理范围")
    walk.go(f"/cases/{leg.reference}/appeal").send({"reason": "", "files": photo()}, button="提交复核申请")
    assert walk.status == 422 and "合同.jpg" in walk.page
    walk.send({"reason": "合同在这里"}, button="提交复核申请")
    now = case_named(grown, HERE, leg.reference)
    assert now.state == "appealed"
    assert "合同.jpg" in officers_page(grown, now)
