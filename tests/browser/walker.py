"""A worker with a phone who joins: reads each page, answers with a thumb, and goes where it leads."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page

from tests.browser.visits import Visit
from webapp.demo.people import identity_number

MAX_PAGES = 40
PRIMARY = "main form .button:not(.button--secondary):not(.button--plain):not(.button--danger)"

See = Callable[[Page, str], None]
Code = Callable[[], str]


class Walker:
    """Goes through the join pages in `visit`; `see` is called on each page with its path, before it is answered.

    `code` gives the code of the newest message. `person` makes phone and identity number, unless `number` gives that.
    """

    def __init__(
        self, visit: Visit, *, code: Code, person: int = 1, number: str = "", see: See = lambda page, path: None
    ) -> None:
        self._number = number or identity_number(person)
        self.page = visit.page
        self.visit = visit
        self._code = code
        self._person = person
        self._see = see

    @property
    def path(self) -> str:
        """Where he is."""
        return self.page.url.removeprefix(self.visit.origin).split("?")[0]

    def to_result(self) -> "Walker":
        """From the front page to the answer: which union, and why."""
        self.visit.open("/")
        self._look()
        self.page.locator("main a[href='/join']").click()
        self._look()
        return self.begin()

    def enter(self, path: str) -> "Walker":
        """From a channel's own page (a QR code, a link) to the answer."""
        self.visit.open(path)
        self._look()
        return self.begin()

    def begin(self, button: str = "开始") -> "Walker":
        """Answer the questions, from the page with this button to the answer."""
        self._press(button)
        for _ in range(MAX_PAGES):
            if "/questions/" not in self.path:
                self._look()
                return self
            self._look()
            self._answer()
        raise AssertionError("the questions do not end")

    def apply(self) -> "Walker":
        """Pick a union where there is a choice, and apply."""
        self._answer_radios()
        self._press("申请加入")
        self._look()
        return self

    def to_check(self) -> "Walker":
        """On through sign-in, if it comes, and identity to the page where answers are checked."""
        self.apply()
        if self.path == "/login":
            self._sign_in()
        self.page.get_by_label("姓名").fill("陈小明")
        self.page.get_by_label("证件号码").fill(self._number)
        self._press("下一步")
        self._look()
        return self

    def _sign_in(self) -> None:
        self.page.get_by_label("手机号").fill(f"139{self._person:08d}")
        self._press("获取验证码")
        self._look()
        self.page.get_by_label("验证码").fill(self._code())
        self._press("登录")
        self._look()

    def to_end(self) -> "Walker":
        """Consent and hand in."""
        for box in self.page.locator("main input[type=checkbox]").all():
            box.check()
        self._press("提交入会申请")
        self._look()
        return self

    def _look(self) -> None:
        self.page.wait_for_load_state()
        self._see(self.page, self.path)

    def _press(self, words: str) -> None:
        self.page.get_by_role("button", name=words, exact=True).click()
        self.page.wait_for_load_state()

    def _answer(self) -> None:
        self._answer_radios()
        self._choose_places()
        self.page.locator(PRIMARY).last.click()
        self.page.wait_for_load_state()

    def _answer_radios(self) -> None:
        names = dict.fromkeys(str(radio.get_attribute("name")) for radio in self._radios("").all())
        for name in names:
            if self._radios(f"[name='{name}']:checked").count() == 0:
                self._radios(f"[name='{name}']").first.check()

    def _radios(self, more: str) -> Locator:
        return self.page.locator(f"main input[type=radio]{more}")

    def _choose_places(self) -> None:
        """City, county, street: with script the next list appears by itself, without it on the next page."""
        for _ in range(4):
            selects = self.page.locator("main select").all()
            empty = [one for one in selects if not one.input_value() and one.locator("option").count() > 1]
            if not empty:
                return
            empty[0].select_option(index=1)
            if self.page.evaluate("() => typeof htmx === 'object'"):
                self.page.wait_for_function("() => document.querySelectorAll('.htmx-request').length === 0")
