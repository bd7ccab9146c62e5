"""From the member that reaches the number to the founded union and its transferred members, in a real browser."""

import pytest
from playwright.sync_api import Page

from tests.browser import looks
from tests.browser.conftest import DESK, PHONE, Visits, serving
from tests.browser.site import cookies_of
from tests.browser.visits import Visit
from tests.browser.walker import PRIMARY, Walker
from tests.client import Browser
from tests.founding.stage import EMPLOYER, add_guide, administrator, look, members, rules, seats, tasks, with_threshold
from tests.join.conftest import Grown, grown
from tests.join.walking import last_code
from tests.officers import confirm_waiting, links_to
from webapp.cases import Case, steps_of
from webapp.members import count_members
from webapp.persistence import db, unit_of_work
from webapp.policy.reading.layered import stated_rows
from webapp.unions import top_union, union_of_employer

__all__ = ["grown"]
pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]
PASSWORD = "a long sentence of the tests"


class OfTheUnit(Walker):
    """A worker who finds his unit by its name."""

    def __init__(self, visit: Visit, unit: str, **values: object) -> None:
        super().__init__(visit, **values)  # type: ignore[arg-type]
        self.unit = unit

    def _answer(self) -> None:
        if self.path.endswith("/employer"):
            self.page.locator("main input[type=search]").fill(self.unit)
            self.page.locator(PRIMARY).last.click()
            self.page.wait_for_load_state()
            self.page.get_by_role("radio", name=self.unit).check()
        super()._answer()


def usable(page: Page) -> None:
    assert looks.axe(page) == [], page.url
    assert looks.overflow(page) == [], page.url


def office(visit: Visits, port: int, province: str, officer: Browser) -> Visit:
    """An officer's window, signed in."""
    window = visit(port, jurisdiction=province, viewport=DESK)
    window.context.add_cookies(cookies_of(officer))  # type: ignore[arg-type]
    return window


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()
    page.wait_for_load_state()


def grant(page: Page, window: Visit, reference: str) -> None:
    """Open the case and agree."""
    window.open(f"/office/cases/{reference}")
    page.locator("input[name=verdict][value=grant]").check()
    page.locator("form[action*='/decision'] button[type=submit]").last.click()
    page.wait_for_load_state()


def test_the_member_that_reaches_the_number_leads_to_a_union_with_its_members(visit: Visits, grown: Grown) -> None:
    province = with_threshold(grown.app)[0]
    number = stated_rows(rules(grown.app, province).rules.thresholds)[0].at_least
    unit, guide = grown.lands[province].employers[EMPLOYER], add_guide(grown, province)
    members(grown, province, range(1, 4))
    seats(grown, province, range(101, 101 + number - 4))
    look(grown, province)
    assert tasks(grown.app, province) == []
    with serving(grown.app) as port:
        window = visit(port, jurisdiction=province, viewport=PHONE)
        OfTheUnit(
            window, unit.name, code=lambda: last_code(grown.app, province), person=901
        ).to_result().to_check().to_end()
        reference = window.page.url.rsplit("/", 1)[1].split("?")[0]
        with grown.app.app_context(), unit_of_work(province, write=False):
            case = db.session.query(Case).filter(Case.reference == reference).one()
            step = next(step for step in steps_of(case) if step.role == "decides")
        clerk = office(visit, port, province, administrator(grown, province, step.union_id, login="clerk-of-union"))
        grant(clerk.page, clerk, reference)
        look(grown, province)

        keeper = office(visit, port, province, administrator(grown, province, guide))
        page = keeper.open("/office/founding")
        usable(page)
        page.get_by_role("link", name=unit.name).first.click()
        page.wait_for_load_state()
        assert f"{number} 人" in page.locator("main").inner_text()
        task = page.url.rsplit("/", 1)[1]
        usable(page)
        page.get_by_label("首任管理员的姓名").fill("周建会")
        page.get_by_label("首任管理员的登录名").fill("first-chair")
        page.get_by_label("首任管理员的手机号").fill("13800138099")
        press(page, "保存")
        page.get_by_role("link", name="成立大会").click()
        for part, value in zip(("年", "月", "日"), (2022, 1, 5), strict=True):
            page.get_by_label(part, exact=True).fill(str(value))
        usable(page)
        press(page, "记为已完成")
        assert f"接转 {number} 人" in page.locator("main").inner_text()
        grant(page, keeper, task)
        look(grown, province)
        keeper.open(f"/office/founding/{task}")
        assert "已登记成立" in page.locator("main").inner_text()
        assert "还要由上级工会的一位管理员确认" in page.locator("main").inner_text()
        with grown.app.app_context(), unit_of_work(province, write=False):
            union, top = union_of_employer(unit.id), top_union()
            assert union is not None and top is not None
        confirm_waiting(administrator(grown, province, top.id, login="above"))
        [(_phone, link)] = links_to(grown.app, province, "first-chair")
        chair = visit(port, jurisdiction=province, viewport=DESK)
        chair.open(link)
        chair.page.get_by_label("新密码", exact=True).fill(PASSWORD)
        chair.page.get_by_label("再输入一次新密码", exact=True).fill(PASSWORD)
        press(chair.page, "保存密码")
        chair.page.get_by_label("登录名").fill("first-chair")
        chair.page.get_by_label("密码", exact=True).fill(PASSWORD)
        press(chair.page, "登录")
        chair.open("/office?all=1")
        usable(chair.page)
        chair.page.locator("button[value=grant]").first.click()
        chair.page.wait_for_load_state()
        chair.page.locator("main form button[type=submit]").last.click()
        chair.page.wait_for_load_state()
        with grown.app.app_context(), unit_of_work(province, write=False):
            assert count_members(union.id) == number
            assert count_members() == number
