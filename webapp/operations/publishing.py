"""`gonghui policy publish FILE`: a file becomes a proposal at its desk, or is published at once by two named officers."""

import argparse
import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from webapp.arguments import add_command

if TYPE_CHECKING:
    from webapp.accounts import Officer

CANNOT = 1


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `publish` to the commands of `gonghui policy`."""
    publish = add_command(
        commands,
        "publish",
        "propose a profile or a document of the register, or publish it",
        example="gonghui policy publish zhejiang.yaml --effective 2027-01-01 --author zj-lawyer",
        run=run_publish,
    )
    publish.add_argument("file", type=Path, metavar="FILE", help="the profile, or the file of the register")
    publish.add_argument("--reason", default="由文件提交", help="why it changes; kept for ever")
    publish.add_argument(
        "--effective", type=datetime.date.fromisoformat, metavar="DATE", help="the first day it governs"
    )
    publish.add_argument("--reopen", action="store_true", help="decide open cases anew before their next step")
    publish.add_argument("--author", metavar="LOGIN", help="the author at the desk whose text it is")
    publish.add_argument("--approver", metavar="LOGIN", help="the approver who publishes it now; without one it waits")


class Refused(Exception):
    """The file cannot be proposed or published; the message is Chinese."""


def run_publish(args: argparse.Namespace) -> int:
    """`policy publish FILE`."""
    from webapp.accounts.four_eyes import NeedsAnother
    from webapp.app import create_app
    from webapp.desk.workflow import NotNow
    from webapp.persistence import db

    try:
        text = args.file.read_text(encoding="utf-8")
    except OSError:
        print(f"{args.file}: 读不到文件", file=sys.stderr)
        return CANNOT
    app = create_app()
    with app.app_context():
        try:
            print(_publish(args, text))
        except NeedsAnother as refused:
            print(refused.message)
            return CANNOT
        except (Refused, NotNow) as refused:
            print(refused)
            return CANNOT
        finally:
            for engine in db.engines.values():
                engine.dispose()
    return 0


def _publish(args: argparse.Namespace, text: str) -> str:
    from webapp.accounts import POLICY_APPROVER, POLICY_AUTHOR
    from webapp.desk.checks import check_text
    from webapp.desk.models import PROFILE, SOURCE
    from webapp.desk.store import folder_examples, owners_here, present_examples
    from webapp.persistence import unit_of_work
    from webapp.tenancy import hosts, library

    name, kind = (
        args.file.stem,
        SOURCE if "clauses:" in text and "jurisdiction:" in text and "\nlayer:" not in text else PROFILE,
    )
    desk = _desk_of(name, kind, text)
    with unit_of_work(desk):
        beside = folder_examples(args.file.parent, name) if kind == PROFILE else {}
        examples = beside or (present_examples(name) if kind == PROFILE else {})
        found = check_text(kind, name, text, library(), examples, owners=owners_here())
        if not found.good:
            faults = [*found.faults, *(fault for one in found.failed for fault in one.faults)]
            raise Refused("\n".join(map(str, faults)) or f"会让 {'、'.join(found.others)} 的规则出错")
        author = _officer(args.author, POLICY_AUTHOR)
        approver = _officer(args.approver, POLICY_APPROVER)
        done = _write(args, kind, text, examples, author, approver)
    return done or f"{name}：已提交，等复核人在 https://{hosts().host_of(desk)}/desk/texts/{name} 发布"


def _write(
    args: argparse.Namespace,
    kind: str,
    text: str,
    examples: dict[str, str],
    author: "Officer | None",
    approver: "Officer | None",
) -> str:
    from webapp.desk.models import PROFILE
    from webapp.desk.store import Overtaken, Written, propose, publish, save
    from webapp.policy.reading.loading import load
    from webapp.tenancy import business_date

    name = args.file.stem
    first = load(text, args.file.name).rules.effective if kind == PROFILE else business_date()
    written = Written(text, examples, "", args.reason, args.effective or first, args.reopen)
    try:
        draft = save(kind, name, written, seen_version=0, author=author)
    except Overtaken:
        raise Refused(f"{name} 已经有一份草稿，请先在政策台发布或放弃它") from None
    propose(draft)
    if approver is None:
        return ""
    row = publish(draft, approver=approver)
    return f"{name}：已发布，自 {row.effective.isoformat()} 起适用，起草 {row.author}，复核 {row.approver}"


def _desk_of(name: str, kind: str, text: str) -> str:
    """The desk of a text: its owner's, be it what is published or, for a new document, what it says itself."""
    from webapp.desk.ownership import desk_of, owner_of
    from webapp.policy import Faulty, Register
    from webapp.tenancy import NATIONAL

    owner = owner_of(kind, name)
    if owner is None:
        try:
            owner = Register.from_texts({f"{name}.yaml": text}).documents[name].jurisdiction
        except Faulty:  # the check tells where
            owner = NATIONAL
    return desk_of(owner)


def _officer(login: str | None, role: str) -> "Officer | None":
    from sqlalchemy import select

    from webapp.accounts import Officer, officer_unions
    from webapp.persistence import db
    from webapp.unions import top_union

    if login is None:
        return None
    officer, top = db.session.scalars(select(Officer).where(Officer.login == login)).one_or_none(), top_union()
    if officer is None or top is None or top.id not in officer_unions(officer, role):
        raise Refused(f"“{login}” 不是这里的{'起草人' if role == 'policy_author' else '复核人'}")
    return officer
