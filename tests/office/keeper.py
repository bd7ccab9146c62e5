"""An administrator at the register."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from tests.client import Browser, browse
from tests.join.conftest import Grown
from tests.join.walking import text
from tests.officers import person
from webapp.accounts import ADMINISTRATOR, give_role
from webapp.demo.organisations import Land
from webapp.persistence import unit_of_work
from webapp.unions import Employer, EmployerReport, Union


class Keeper:
    """An administrator's browser, and what stands in the province's tables."""

    def __init__(
        self, grown: Grown, jurisdiction: str, union_id: UUID | None = None, role: str = ADMINISTRATOR
    ) -> None:
        self.app, self.jurisdiction = grown.app, jurisdiction
        self.land: Land = grown.lands[jurisdiction]
        with self.app.app_context(), unit_of_work(jurisdiction):
            grown._officers += 1
            officer = person(name="管名录", login=f"keeper-{grown._officers}")
            give_role(officer, union_id or self.top.id, role)
        self.browser: Browser = browse(self.app, jurisdiction).sign_in("officer", officer.id)

    @property
    def top(self) -> Union:
        """The province's own federation."""
        return next(union for union in self.land.unions.values() if union.parent_id is None)

    def read(self, statement: Any) -> list[Any]:
        """Rows of the province."""
        with self.app.app_context(), unit_of_work(self.jurisdiction, write=False) as work:
            return list(work.scalars(statement))

    def submit(self, path: str, fields: dict[str, Any], button: str | None = None) -> str:
        """Fill in a page's form; the page it leads to, in words."""
        answer = self.browser.submit(path, fields, button=button)
        if answer.status_code in (302, 303):
            answer = self.browser.get(answer.location)
        self.status, self.last = answer.status_code, answer.text
        return text(answer.text)

    def employer(self, key: str) -> Employer:
        """A unit of the land."""
        return self.land.employers[key]

    def report(self) -> EmployerReport:
        """The only report."""
        [found] = self.read(select(EmployerReport))
        assert isinstance(found, EmployerReport)
        return found
