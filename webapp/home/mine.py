"""What a worker's own page shows: what he has to do, his seat and its history, his messages, and a copy of all his data.

Everything is asked for by the signed-in worker's id; nothing here commits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import url_for
from sqlalchemy import select

from webapp.accounts import Worker
from webapp.cases import Case, State, cases_of_worker, kind_of
from webapp.cases.course import Leg
from webapp.cases.seen import Looker, Seen, money_lines, seen_in_list
from webapp.cases.store import history_of, reasons_of
from webapp.claims.copying import copy_of
from webapp.home.consents import Given, consents_of
from webapp.join.models import JoinApplication
from webapp.join.pages import answer_words
from webapp.join.questions import QUESTIONS, answered
from webapp.join.store import latest_draft
from webapp.join.wording import WORDING
from webapp.members import Affiliation, Membership, Person, affiliations_of, seats_of
from webapp.members.acts import Act, acts_of
from webapp.members.store import persons_of_worker, seat_words
from webapp.members.workflow import SeatState
from webapp.notices.models import Message
from webapp.persistence import db, mask_identity_number, mask_phone
from webapp.policy import Clause
from webapp.relief.copying import copy_of as relief_copy
from webapp.relief.plan import word
from webapp.stations import feedback
from webapp.stations.models import ServiceStation, StationFeedback
from webapp.tenancy import profile
from webapp.unions import Union, union_by_id
from webapp.web.dates import day, moment

MOST_MESSAGES = 20


@dataclass(frozen=True)
class CaseLine:
    """One of his cases in the list."""

    case: Case
    label: str
    seen: Seen
    href: str | None
    legs: Sequence[Leg] = ()


@dataclass(frozen=True)
class Seat:
    """A seat with its union. `why` are the clauses that make it provisional; `placed`: the receiver has to move it on."""

    row: Membership
    union: Union
    state: str
    provisional: bool
    placed: bool
    why: tuple[Clause, ...]


def todos(worker: Worker, person: Person | None, lines: Sequence[CaseLine]) -> list[Act]:
    """What to do first: what his cases wait for, then what the rooms say, the newest thing begun last."""
    return [*(_todo(line) for line in lines if line.seen.todo), *acts_of(worker, person)]


def _todo(line: CaseLine) -> Act:
    case, kind = line.case, kind_of(line.case)
    note, action = line.seen.now, "去看看"
    if case.state == State.RETURNED:
        reasons = [step.reason for step in history_of(case) if step.reason]
        note, action = reasons[-1] if reasons else "", "去补充"
    elif case.state == State.DRAFT:
        note, action = "已填的都保存着，提交以后才会审核", "接着填"
    endpoint = (kind.edit_endpoint if case.state == State.RETURNED else None) or kind.show_endpoint
    href = url_for(endpoint, reference=case.reference) if endpoint else url_for("home.me")
    return Act(f"{line.label} {case.reference} {line.seen.todo}", note, href, action)


def case_lines(cases: Sequence[Case]) -> list[CaseLine]:
    """His cases with how each stands and where it is followed."""
    seen, legs = seen_in_list(cases, Looker.ASKER), money_lines(cases)
    return [_line(case, seen[case.id], legs.get(case.id, ())) for case in cases]


def seat_seen(lines: Sequence[CaseLine]) -> Seen | None:
    """How the newest application for the seat stands; None where there is none."""
    return next((line.seen for line in lines if line.case.kind == "join" and line.case.data.get("seat")), None)


def _line(case: Case, seen: Seen, legs: Sequence[Leg]) -> CaseLine:
    kind = kind_of(case)
    href = url_for(kind.show_endpoint, reference=case.reference) if kind.show_endpoint else None
    leg = case.data.get("leg_label")
    return CaseLine(case, f"{kind.label}（{leg}）" if leg else kind.label, seen, href, legs)


def seats(person: Person | None) -> list[Seat]:
    """All his seats, the present one first."""
    return [_seat(row) for row in seats_of(person.id)] if person is not None else []


def _seat(row: Membership) -> Seat:
    provisional = row.state == SeatState.PROVISIONAL
    rules = profile()
    doors = [channel.row for channel in rules.channels if row.channel in (channel.kind, channel.door)]
    rests_on = [one for door in doors for one in (door.seat, door.placement)]
    return Seat(
        row=row,
        union=_union(row.union_id),
        state=seat_words(row),
        provisional=provisional,
        placed=any(door.placement is not None for door in doors),
        why=rules.clauses(rests_on) if provisional else (),
    )


def _union(union_id: UUID) -> Union:
    found = union_by_id(union_id)
    assert found is not None
    return found


def affiliated(person: Person | None) -> list[tuple[Affiliation, Union]]:
    """The unions he is affiliated with, without a seat."""
    return [(row, _union(row.union_id)) for row in affiliations_of(person.id)] if person is not None else []


def messages(worker: Worker, most: int | None = MOST_MESSAGES) -> list[Message]:
    """The last messages sent to him, the newest first (all with `most` None); login codes are not among them."""
    query = select(Message).where(Message.worker_id == worker.id)
    newest_first = query.order_by(Message.created_at.desc(), Message.id.desc())
    return list(db.session.scalars(newest_first.limit(most)))


@dataclass(frozen=True)
class Copy:
    """A copy of everything kept about a worker, under Chinese names.

    `screen`: numbers masked, days and moments in words; else in full, as ISO text, for a file.
    """

    worker: Worker
    screen: bool

    def whole(self) -> dict[str, Any]:
        """The copy, part by part."""
        worker, persons = self.worker, persons_of_worker(self.worker.id)
        cases = cases_of_worker(worker.id)
        reasons = reasons_of(cases)
        phone = mask_phone(worker.phone) if self.screen else worker.phone
        return {
            "账号": {"手机号": phone, "建立时间": self._moment(worker.created_at)},
            "身份": [self._person(person) for person in persons],
            "会籍": [self._seat(seat) for person in persons for seat in seats(person)],
            "不占会籍的工会联系": [
                {"工会": union.name, "从": self._day(row.since)}
                for person in persons
                for row, union in affiliated(person)
            ],
            "申请": [self._case(line, reasons.get(line.case.id, [])) for line in case_lines(cases)],
            "保障申报": [one for person in persons for one in copy_of(person, screen=self.screen)],
            word(): [one for person in persons for one in relief_copy(person, cases, screen=self.screen)],
            "填写的内容": [self._application(row) for row in _applications(worker)],
            "没填完的申请": _draft(worker),
            "对服务站点的反馈": [self._feedback(*one) for one in feedback.of_worker(worker.id)],
            "发给我的消息": [
                {"时间": self._moment(one.created_at), "内容": one.text} for one in messages(worker, None)
            ],
            "我的同意": [self._consent(one) for one in consents_of(worker.id)],
        }

    def _moment(self, at: datetime) -> str:
        return moment(at) if self.screen else at.isoformat()

    def _day(self, on: date) -> str:
        return day(on) if self.screen else on.isoformat()

    def _person(self, person: Person) -> dict[str, Any]:
        number = mask_identity_number(person.identity_number) if self.screen else person.identity_number
        return {"姓名": person.name, "证件号码": number, "登记时间": self._moment(person.created_at)}

    def _seat(self, seat: Seat) -> dict[str, Any]:
        until = self._day(seat.row.until) if seat.row.until else "现在"
        return {"工会": seat.union.name, "状态": seat.state, "从": self._day(seat.row.since), "到": until}

    def _case(self, line: CaseLine, reasons: list[str]) -> dict[str, Any]:
        return {
            "编号": line.case.reference,
            "事项": line.label,
            "状态": line.seen.word,
            "时间": self._moment(line.case.created_at),
            "办理意见": reasons,
        }

    def _feedback(self, row: StationFeedback, station: ServiceStation) -> dict[str, Any]:
        said = {"站点": station.name, "时间": self._moment(row.created_at), "评分": row.score, "内容": row.text}
        return {**said, "工会答复": row.answer}

    def _application(self, row: JoinApplication) -> dict[str, Any]:
        label = profile().label
        return {
            "提交日期": self._day(row.submitted_on),
            "职业群体": label("worker_group", row.worker_group),
            "劳动关系": label("relation_kind", row.relation_kind),
            "入会渠道": label("channel", row.channel),
            "逐项回答": _answers(row.answers),
        }

    def _consent(self, given: Given) -> dict[str, Any]:
        return {
            "事项": given.label,
            "时间": self._moment(given.given_at),
            "渠道": given.channel,
            "文字": given.wording or f"指纹 {given.fingerprint}",
            "撤回时间": self._moment(given.withdrawn_at) if given.withdrawn_at else "没有撤回",
        }


def _answers(answers: Mapping[str, Any]) -> dict[str, str]:
    """What he answered, question by question, in his words."""
    return {WORDING[one.id].row: answer_words(one.id, answers) for one in QUESTIONS if answered(one, answers)}


def _draft(worker: Worker) -> list[dict[str, str]]:
    draft = latest_draft(worker.id)
    return [_answers(draft.answers)] if draft is not None and draft.answers else []


def _applications(worker: Worker) -> list[JoinApplication]:
    query = select(JoinApplication).where(JoinApplication.worker_id == worker.id)
    return list(db.session.scalars(query.order_by(JoinApplication.submitted_at)))
