"""The same situation in several provinces: what each one's rules answer, row by row, and where they differ. No database."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from webapp.join.facts import facts_of
from webapp.policy import Clause, Decision, DuesAnswer, JoinAnswer, Profile, Reason, decide
from webapp.policy.reading.layered import stated_rows
from webapp.unions.divisions import only_in

SITUATION = ("group", "relation", "union")
NOTHING = "文件没有规定"


@dataclass(frozen=True)
class Answer:
    """What one province says to one row. `key` is what is compared: two answers with one key mean the same."""

    name: str
    text: str
    key: Any
    notes: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = ()

    @property
    def cited(self) -> list[tuple[str, str, list[str]]]:
        """Document and place of each clause with what is said there; one place is cited once."""
        places: dict[tuple[str, str], list[str]] = {}
        for clause in self.clauses:
            places.setdefault((clause.document, clause.place), []).append(clause.text)
        return [(document, place, texts) for (document, place), texts in places.items()]


@dataclass(frozen=True)
class Row:
    """One question with the answer of each province, in the order they were ticked."""

    title: str
    answers: tuple[Answer, ...]

    @property
    def differs(self) -> bool:
        """Whether not all provinces answer alike."""
        return any(answer.key != self.answers[0].key for answer in self.answers)


@dataclass(frozen=True)
class Ruling:
    """One province's rules and what they decide on the situation."""

    profile: Profile
    address: str
    join: Decision[JoinAnswer]
    dues: Decision[DuesAnswer]

    @property
    def answer(self) -> JoinAnswer:
        """The answer of the join decision."""
        return self.join.answer


def rule(profile: Profile, on: date, address: str, situation: Mapping[str, str]) -> Ruling:
    """Let a province decide on a situation: `group`, `relation` and `union` (yes, no or unsure)."""
    kinds = {channel.kind for channel in profile.channels}
    facts = _facts(situation, "online" if "online" in kinds else "offline")
    join = decide("join", facts, profile, on)
    wanted = {"worker_group": situation["group"]}
    options = join.answer.options or ()
    if options:
        wanted["union_kind"] = options[0]
    return Ruling(profile, address, join, decide("dues", wanted, profile, on))


def _facts(situation: Mapping[str, str], channel: str) -> dict[str, Any]:
    """The facts that the situation gives. Who is dispatched is asked about the dispatching unit, and with “no” about both."""
    answers: dict[str, Any] = {"worker_group": situation["group"], "relation_kind": situation["relation"]}
    unit = "agency" if situation["relation"] == "dispatched" else "employer"
    if situation["union"] != "unsure":
        answers[f"{unit}_has_union"] = situation["union"]
        if unit == "agency" and situation["union"] == "no":
            answers["user_unit_has_union"] = "no"
    return facts_of(answers, channel)


def compare(rulings: Sequence[Ruling]) -> list[Row]:
    """The rows of the comparison; a row about which nobody says anything is left out."""
    rows = [Row(title, tuple(write(ruling) for ruling in rulings)) for title, write in _ROWS]
    return [row for row in rows if any(answer.key is not None for answer in row.answers)]


def _answer(ruling: Ruling, text: str, key: Any, notes: Sequence[str] = (), reasons: Sequence[Reason] = ()) -> Answer:
    clauses = {clause.id: clause for reason in reasons for clause in reason.clauses}
    return Answer(ruling.profile.name, text, key, tuple(note for note in notes if note), tuple(clauses.values()))


def _reasons(ruling: Ruling, *tables: str) -> list[Reason]:
    return [reason for reason in ruling.join.reasons if reason.table in tables]


def _kinds(ruling: Ruling, kinds: Sequence[str]) -> str:
    return "、".join(ruling.profile.label("union_kind", one) for one in kinds)


def _places(ruling: Ruling, at: Sequence[str]) -> str:
    return "或".join(ruling.profile.label("location", one) for one in at) + "的" if at else ""


def _asks(ruling: Ruling) -> str:
    named = [question.ask for fact in ruling.join.ask[:2] if (question := ruling.profile.fact_question(fact))]
    return f"还要看：{''.join(named)}" if named else ""


def _route(ruling: Ruling) -> Answer:
    route = ruling.answer.route
    if route is None:
        refers = ruling.join.outcome == "refers"
        text = ruling.join.reasons[0].text if refers and ruling.join.reasons else _asks(ruling) or NOTHING
        return _answer(ruling, text, ("open", ruling.join.outcome), reasons=_reasons(ruling, "join.routes"))
    word = ruling.profile.label("modality", route.modality or "")
    kinds = _kinds(ruling, route.options or route.to) + ("等" if route.open else "")
    text = f"{word}加入{_places(ruling, route.at)}{kinds}"
    layer = "按全国规定" if route.layer == "nation" else ""
    form = ruling.answer.form
    notes = (layer, f"入会形式：{ruling.profile.label('join_form', form)}" if form else "")
    key = (route.modality, tuple(route.to), tuple(route.at), form)
    return _answer(ruling, text, key, notes, _reasons(ruling, "join.routes"))


def _legs(ruling: Ruling) -> Answer:
    legs = ruling.answer.legs
    if not legs:
        return _answer(ruling, "只加入一个工会", None)
    named = {leg.label: leg.seat for leg in reversed(legs)}
    parts = [f"{label}（{'会籍在这一方' if seat else '只建立联系'}）" for label, seat in reversed(named.items())]
    return _answer(ruling, "、".join(parts), len(parts), reasons=_reasons(ruling, "join.legs"))


def _suggested(ruling: Ruling) -> Answer:
    found = ruling.answer.suggestions or ()
    if not found:
        return _answer(ruling, "没有另外建议", None)
    profile = ruling.profile
    parts = [f"{profile.label('modality', one.modality or '')}{_kinds(ruling, [one.kind])}接收" for one in found]
    key = tuple(sorted((one.kind, one.modality or "") for one in found))
    return _answer(ruling, "、".join(parts), key, reasons=_reasons(ruling, "join.suggestions"))


def _channels(ruling: Ruling) -> Answer:
    labels = [channel.label for channel in ruling.profile.channels]
    kinds = tuple(channel.kind for channel in ruling.profile.channels)
    rows = [channel.row for channel in ruling.profile.channels]
    clauses = ruling.profile.clauses(rows)
    return Answer(ruling.profile.name, "、".join(labels), kinds, (), clauses)


def _decider(ruling: Ruling) -> Answer:
    receiver = ruling.answer.receiver
    door = ruling.answer.channel.label if ruling.answer.channel is not None else ""
    of_channel = receiver.kind if receiver is not None and receiver.by == "channel" else None
    who = _kinds(ruling, [of_channel]) if of_channel is not None else "您选的工会"
    steps = ruling.answer.steps or ()
    default = any(step.basis == "default" for step in steps)
    helpers = [_kinds(ruling, [step.by]) for step in steps if step.role == "assists"]
    notes = (
        "由谁审批，文件没有规定；由受理的工会审批，是系统默认" if default else "",
        f"{'、'.join(helpers)}协助办理" if helpers else "",
        f"从{door}申请" if door else "",
    )
    key = (receiver.by if receiver is not None else None, of_channel, default)
    tables = ("join.steps", "join.channels") if of_channel is not None else ("join.steps",)
    return _answer(ruling, f"{who}受理、审批", key, notes, _reasons(ruling, *tables))


def _seat(ruling: Ruling) -> Answer:
    seat = ruling.answer.seat
    if seat is None:
        return _answer(ruling, _asks(ruling) or NOTHING, None)
    first = ruling.profile.label("seat_kind", seat.kind)
    placed = any(one.kind == "placement" for one in ruling.answer.follow_ups or ())
    text = "在您加入的工会，一人一个会籍" if seat.kind == "full" else f"先是{first}，再接转到该去的工会"
    table = "seat.single" if seat.kind == "full" else "join.channels"
    return _answer(ruling, text, (seat.kind, placed), reasons=_reasons(ruling, table))


def _dues(ruling: Ruling) -> Answer:
    answer, profile = ruling.dues.answer, ruling.profile
    modes = answer.modes
    if not modes:
        return _answer(ruling, NOTHING, None if not stated_rows(profile.rules.dues) else "other")
    text = "或".join(profile.label("dues_mode", one) for one in modes)
    per = profile.label("per", answer.per) if answer.per else ""
    bounds = f"{per} {answer.min} 元至 {answer.max} 元" if answer.min is not None and answer.max else ""
    amount = f"{per} {answer.amount} 元" if answer.amount else ""
    open_ = "" if bounds or amount else "金额：文件没有规定"
    who = f"由{_kinds(ruling, [answer.set_by])}决定" if answer.set_by else ""
    key = (tuple(modes), answer.min, answer.max, answer.amount)
    row = next((one for one in stated_rows(profile.rules.dues) if one.modes == modes), None)
    clauses = profile.clauses([row])
    return Answer(profile.name, text, key, tuple(note for note in (amount, bounds, who, open_) if note), clauses)


def _benefits(ruling: Ruling) -> Answer:
    plans = stated_rows(ruling.profile.rules.benefits)
    if not plans:
        return _answer(ruling, NOTHING, None)
    labels = "、".join(only_in(plan.label, plan.divisions) for plan in plans)
    notes = [f"{plan.label}：{'写明了待遇标准' if plan.editions else '没有写明待遇标准'}" for plan in plans]
    return Answer(
        ruling.profile.name, labels, tuple(plan.id for plan in plans), tuple(notes), ruling.profile.clauses(plans)
    )


_ROWS: tuple[tuple[str, Callable[[Ruling], Answer]], ...] = (
    ("加入哪个工会", _route),
    ("几方入会", _legs),
    ("还建议哪些工会", _suggested),
    ("从哪里申请", _channels),
    ("谁来审批", _decider),
    ("会籍在哪里", _seat),
    ("会费", _dues),
    ("保障", _benefits),
)
