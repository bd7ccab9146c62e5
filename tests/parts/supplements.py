"""What an asker added to his case, and how its pages are reached in the world."""

from collections.abc import Callable
from typing import Any

from tests.claims.papers import picture
from tests.world import Province, part
from webapp.cases import Case
from webapp.cases.supplements import Change, keep_papers, note_changes
from webapp.persistence import db


@part
def added(province: Province) -> None:
    """A paper and a correction of the application under review."""
    case = db.session.get_one(Case, (province.jurisdiction, province.rows["open_case"]))
    [file] = keep_papers(case, [picture()], by=f"worker:{province.rows['open_worker']}")
    note_changes(case, [Change("name", "姓名", province.text("旧名"), province.text("新名"))])
    province.rows["added_paper"] = file.id


def _added(province: Province) -> dict[str, Any]:
    return {"reference": province.rows["open_reference"], "file_id": province.rows["added_paper"]}


EXAMPLES: dict[str, Callable[[Province], dict[str, Any]]] = {"cases.paper": _added, "office_cases.added_paper": _added}
NO_PAGES = {"cases.paper", "office_cases.added_paper"}
