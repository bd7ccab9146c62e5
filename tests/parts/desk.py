"""The policy desk in the world: the officer writes and approves, and a colleague's proposal waits."""

from typing import Any

from tests.world import Province, part
from webapp.accounts import POLICY_APPROVER, POLICY_AUTHOR, Officer, give_role
from webapp.desk.models import SOURCE
from webapp.desk.store import Written, propose, save
from webapp.persistence import db
from webapp.tenancy import business_date


@part
def desk(province: Province) -> None:
    """Roles at the top federation, and a new document that waits for approval."""
    officer, colleague = (db.session.get(Officer, province.rows[name]) for name in ("officer", "colleague"))
    assert officer is not None and colleague is not None
    for role in (POLICY_AUTHOR, POLICY_APPROVER):
        give_role(officer, province.rows["top"], role)
    give_role(colleague, province.rows["top"], POLICY_AUTHOR)
    written = Written(
        source_text(province, waiting(province)),
        {},
        full_text=province.text("全文"),
        reason=province.text("登记新文件"),
    )
    draft = save(SOURCE, waiting(province), written, seen_version=0, author=colleague)
    draft.effective = business_date()
    propose(draft)


def waiting(province: Province) -> str:
    """The document that waits."""
    return f"{province.jurisdiction[:2].upper()}01"


def source_text(province: Province, name: str) -> str:
    """A document with one clause."""
    return (
        f"document:\n  id: {name}\n  number: {province.text('经工发〔2024〕1号')}\n  title: 示例\n  dated: 2024-01-01\n"
        f"  issuers: [总工会]\n  status: null\n  jurisdiction: {province.jurisdiction}\n"
        f"clauses:\n  - {{id: {name}-1, place: 一, text: 大意, modality: may, topic: join}}\n"
    )


def _own(province: Province) -> dict[str, Any]:
    return {"name": province.jurisdiction}


EXAMPLES = {f"desk.{act}": _own for act in ("text", "write")} | {
    "desk_first.administrators": _own,
    "desk.decision": lambda province: {"name": waiting(province)},
}
FIELDS = {
    "desk.begin": lambda _: {
        "document": "JJ02",
        "number": "经工发〔2024〕2号",
        "title": "示例",
        "dated": "2024-02-01",
        "issuers": "总工会",
    },
    "desk.write": lambda province: {
        "act": "save",
        "version": "0",
        "body": f"jurisdiction: {province.jurisdiction}\n# {province.text('草稿')}\n",
    },
    "desk.decision": lambda province: {"act": "send_back", "version": "2", "note": province.text("请补充")},
    "desk_editors.appoint": lambda _: {
        "name": "新编辑",
        "login": "new-editor",
        "role": "policy_author",
    },
}
NO_PAGES = {"desk.words"}
STATUS = {"desk_first.administrators": 404}
