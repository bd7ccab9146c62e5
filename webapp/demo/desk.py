"""The policy desks of the demo: an author and an approver each, and a proposal that waits at the first province's."""

from collections.abc import Sequence

from werkzeug.security import generate_password_hash

from webapp.accounts import POLICY_APPROVER, POLICY_AUTHOR, add_officer, give_role
from webapp.demo import people
from webapp.desk.models import PROFILE
from webapp.desk.store import Written, present_examples, present_text, propose, save
from webapp.home.demo_officers import PASSWORD
from webapp.persistence import db, unit_of_work
from webapp.policy.reading.loading import load
from webapp.tenancy import current, library
from webapp.unions import Union, top_union

FIRST_EDITOR = 9100
EDITORS = (("沈起草", "policy-author", POLICY_AUTHOR), ("顾复核", "policy-approver", POLICY_APPROVER))


def open_desks(jurisdictions: Sequence[str]) -> None:
    """The desks of these, the nation's among them."""
    password_hash = generate_password_hash(PASSWORD)
    first = library().jurisdictions()[:1]
    for jurisdiction in jurisdictions:
        with unit_of_work(jurisdiction):
            _editors(password_hash, proposes=jurisdiction in first)


def _editors(password_hash: str, *, proposes: bool) -> None:
    top = top_union()
    if top is None:
        top = Union(name="全国总工会", kind="provincial_federation", division="")
        db.session.add(top)
        db.session.flush()
    for number, (name, login, role) in enumerate(EDITORS, FIRST_EDITOR):
        officer = people.own_person(add_officer(name=name, login=login), number)
        officer.password_hash = password_hash
        give_role(officer, top.id, role)
        if proposes and role == POLICY_AUTHOR:
            name = current()
            text = present_text(PROFILE, name)
            written = Written(
                text.rstrip("\n") + "\n# 已对照原文复核一遍。\n",
                present_examples(name),
                reason="对照原文复核，内容没有变",
                effective=load(text, f"{name}.yaml").rules.effective,
            )
            propose(save(PROFILE, name, written, seen_version=0, author=officer))
