"""How a union is led: its term, its yearly duties, its member units, and what it sets inside the policy's bounds. HTTP only."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import ADMINISTRATOR, officer, officer_unions
from webapp.accounts.acting import written_by
from webapp.cases.words import modality_words
from webapp.files import FileRefused, files_of, keep, takes_files
from webapp.founding import dues, records, terms
from webapp.founding.forms import ChannelsForm, DuesForm, DutyForm, SecondForm, TermForm, UnitForm
from webapp.founding.records import (
    NotAMember,
    cover,
    covered,
    duties_of,
    duty_records,
    member_units,
    takes_units,
    year_of,
)
from webapp.founding.signed_in import actor
from webapp.founding.workflow import TERM_LABELS, term_state
from webapp.persistence import record_event
from webapp.policy import Decision, DuesAnswer, OrganisationAnswer
from webapp.policy.reading.layered import stated_rows
from webapp.tenancy import business_date, profile
from webapp.unions import Union, descendant_ids, union_by_id, union_of_employer
from webapp.unions.employers import employer_named
from webapp.unions.settings import (
    UNIONS_OWN_CHANNELS,
    DuesSetting,
    close_channels,
    closed_channels,
    dues_set,
    second_approval,
    set_second_approval,
)
from webapp.unions.store import unions_named
from webapp.web import audience, page_or_fragment
from webapp.web.forms import Form

bp = Blueprint("founding_unions", __name__, url_prefix="/office/founding/unions")


@dataclass
class Forms:
    """The forms of the page, those that the profile has a use for; `refused` is a decision that refused what was sent."""

    union: Union
    found: dict[str, Form] = field(default_factory=dict)
    refused: Decision[DuesAnswer | OrganisationAnswer] | None = None


@bp.route("/<uuid:union_id>", methods=["GET", "POST"])
@audience("officer")
@written_by(ADMINISTRATOR)
@takes_files
def show(union_id: UUID) -> ResponseReturnValue:
    """The union; its administrator sends one of the forms, named by `act`."""
    union = union_by_id(union_id)
    if union is None or union.id not in descendant_ids(officer_unions(officer())):
        abort(404)
    administers = union.id in officer_unions(officer(), ADMINISTRATOR)
    forms = _forms(union) if administers else Forms(union)
    act = request.form.get("act", "")
    sent = forms.found.get(act)
    if request.method == "POST":
        if not administers:
            abort(403)
        if sent is not None and sent.validate_on_submit() and ACTS[act](forms, sent):
            return redirect(url_for("founding_unions.show", union_id=union.id, _anchor=act), 303)
    return _page(forms, sent, administers=administers)


def _forms(union: Union) -> Forms:
    forms = Forms(union)
    if years := terms.years_allowed(union.kind):
        forms.found["term"] = term = TermForm(prefix="term")
        term.years.offer([(str(one), f"{one} 年") for one in years])
    if duties := duties_of(union.kind):
        forms.found["duty"] = duty = DutyForm(prefix="duty")
        duty.duty.offer([(row.id, row.label) for row in duties])
    if takes_units(union.kind):
        forms.found["unit"] = UnitForm(prefix="unit")
    if modes := dues.modes_allowed(union):
        forms.found["dues"] = _dues_form(union, modes)
    if channels := _channels():
        forms.found["channels"] = _channels_form(union, channels)
    if _has_plans():
        forms.found["second"] = _second_form(union)
    return forms


def _dues_form(union: Union, modes: list[str]) -> DuesForm:
    form, now = DuesForm(prefix="dues"), dues_set(union.id)
    form.mode.offer([(mode, profile().label("dues_mode", mode)) for mode in modes])
    if dues.dues_decision(union, DuesSetting()).answer.per:
        del form.per
    if not form.is_submitted():
        form.mode.data = now.mode or None
        form.amount.data = str(now.amount) if now.amount is not None else ""
        if form.per:
            form.per.data = now.per
    return form


def _channels() -> list[tuple[str, str]]:
    """The province's channels that a union runs itself."""
    own = [channel for channel in profile().channels if channel.kind in UNIONS_OWN_CHANNELS]
    return list({channel.kind: (channel.kind, channel.label) for channel in own}.values())


def _channels_form(union: Union, channels: list[tuple[str, str]]) -> ChannelsForm:
    form, closed = ChannelsForm(prefix="channels"), closed_channels([union.id])
    form.channels.offer(channels)
    if not form.is_submitted():
        form.channels.data = [kind for kind, _ in channels if kind not in closed]
    return form


def _has_plans() -> bool:
    return any(stated_rows(plan.editions) for plan in stated_rows(profile().rules.benefits))


def _second_form(union: Union) -> SecondForm:
    form, fen = SecondForm(prefix="second"), second_approval(union.id)
    if not form.is_submitted():
        form.amount.data = f"{fen / 100:.2f}" if fen is not None else ""
    return form


def _term(forms: Forms, form: Any) -> bool:
    if form.elected_on.data > business_date():
        form.add_error("elected_on", "选举日期不能晚于今天")
        return False
    try:
        terms.record_term(
            forms.union,
            elected_on=form.elected_on.data,
            years=int(form.years.data),
            chair=form.chair.data,
            by=actor(),
        )
    except terms.TermRefused as refused:
        form.add_error("years", str(refused))
        forms.refused = refused.decision
        return False
    flash("任期已记下。")
    return True


def _duty(forms: Forms, form: Any) -> bool:
    if form.held_on.data > business_date():
        form.add_error("held_on", "日期不能晚于今天")
        return False
    row = records.record_duty(
        forms.union, duty=form.duty.data, held_on=form.held_on.data, note=form.note.data, by=officer().id
    )
    try:
        for upload in form.files.data:
            keep(upload, subject=f"duty:{row.id}", purpose=row.duty, by=actor())
    except FileRefused as refused:
        flash(f"已记下；材料没有收：{refused}")
        return True
    flash("已记下。")
    return True


def _unit(forms: Forms, form: Any) -> bool:
    named = unions_named(form.unit.data)
    if len(named) > 1:
        form.add_error("unit", f"找到 {len(named)} 个工会，请写全称")
        return False
    employer = employer_named(form.unit.data)
    try:
        cover(
            forms.union,
            named[0] if named else union_of_employer(employer.id) if employer else None,
            by=officer().id,
        )
    except NotAMember as refused:
        form.add_error("unit", str(refused))
        return False
    flash("会员单位已记下。")
    return True


def _dues(forms: Forms, form: Any) -> bool:
    fixed = form.mode.data == "fixed"
    setting = DuesSetting(
        mode=form.mode.data,
        amount=form.amount.yuan if fixed else None,
        per=form.per.data if fixed and form.per else "",
    )
    if fixed and setting.amount is not None and form.per and not setting.per:
        form.add_error("per", "请选择每月还是每年")
        return False
    try:
        decision = dues.save_dues(forms.union, setting, actor=actor())
    except dues.DuesRefused as refused:
        form.add_error("amount" if fixed else "mode", str(refused))
        forms.refused = refused.decision
        return False
    flash("会费已设定。" if not decision.warnings else decision.warnings[0].text)
    return True


def _channels_set(forms: Forms, form: Any) -> bool:
    used = set(form.channels.data or ())
    close_channels(forms.union.id, [kind for kind, _ in _channels() if kind not in used])
    record_event(kind="union.channels", subject=f"union:{forms.union.id}", actor=actor(), data={"used": sorted(used)})
    flash("渠道已设定。")
    return True


def _second(forms: Forms, form: Any) -> bool:
    amount = form.amount.yuan
    if amount is not None and amount <= 0:
        form.add_error("amount", "金额要大于 0；不要求复核的，请留空")
        return False
    set_second_approval(forms.union.id, int(amount * 100) if amount is not None else None)
    record_event(
        kind="union.second_approval",
        subject=f"union:{forms.union.id}",
        actor=actor(),
        data={"amount": str(amount) if amount is not None else None},
    )
    flash("复核金额已设定。")
    return True


ACTS: dict[str, Callable[[Forms, Any], bool]] = {
    "term": _term,
    "duty": _duty,
    "unit": _unit,
    "dues": _dues,
    "channels": _channels_set,
    "second": _second,
}


def _page(forms: Forms, sent: Form | None, *, administers: bool) -> ResponseReturnValue:
    union, today = forms.union, business_date()
    term = terms.term_of(union.id)
    held = duty_records(union.id)
    return page_or_fragment(
        "founding/union.html",
        union=union,
        forms=forms.found,
        form=sent,
        refused=forms.refused,
        administers=administers,
        kind=profile().label("union_kind", union.kind) if union.kind in profile().union_kinds else "",
        term_asked=terms.is_asked(union.kind),
        term=term,
        term_state=term_state(term.ends_on, today) if term else None,
        term_labels=TERM_LABELS,
        year=today.year,
        duties=duties_of(union.kind),
        duty_lines=_duty_lines(union, today.year),
        of_year=year_of(union, today.year),
        held=held,
        files={row.id: files_of(f"duty:{row.id}") for row in held},
        takes_units=takes_units(union.kind),
        units=member_units(union.id),
        kept=covered(),
        dues=dues.dues_of(union),
        yuan=dues.yuan,
        dues_label=lambda mode: profile().label("dues_mode", mode),
        per_label=lambda per: profile().label("per", per) if per else "",
        modality_words=modality_words(),
    )


def _duty_lines(union: Union, year: int) -> list[dict[str, str | None]]:
    """One line a duty: how often it was held, what is missing."""
    held = records.held_in(union, year)
    found = []
    for row in duties_of(union.kind):
        lacking = max(row.at_least - held[row.id], 0)
        value = f"已办 {held[row.id]} 次" + (f"，还缺 {lacking} 次" if lacking else "")
        found.append({"label": row.label, "value": f"{value}（每年至少 {row.at_least} 次）", "change": None})
    return found
