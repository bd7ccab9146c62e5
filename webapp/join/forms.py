"""Shapes of the join pages, one form a question, built from what the profile offers."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from webapp.join.consider import place_name
from webapp.join.facts import YES
from webapp.join.placing import Leg, pick_key
from webapp.join.questions import EMPLOYED
from webapp.join.registers import platforms
from webapp.join.wording import (
    CONSENTS,
    NAMELESS,
    NO_UNIT_HINT,
    PLACES,
    PLATFORM_FEATURES,
    RELATIONS,
    SIGNED,
    WORDING,
    YES_NO_UNSURE,
)
from webapp.tenancy import business_date
from webapp.unions import Union, employer_by_id
from webapp.unions.forms import DivisionField, EmployerAnswer, EmployerField
from webapp.web.forms import CheckboxField, ChoiceField, ChoicesField, Form, SelectField, TextField
from webapp.web.identity_fields import DocumentNumberField
from webapp.web.identity_number import DOCUMENTS, RESIDENT_CARD
from webapp.web.typed.names import NameField

Answers = dict[str, Any]


class QuestionForm(Form):
    """A question page: `answers()` is what to write into the draft."""

    def answers(self) -> Answers:
        """The draft's keys and values; a key that no longer applies is None."""
        return {name: field.data for name, field in self._fields.items() if name != "csrf_token"}


def _form(**fields: Any) -> type[QuestionForm]:
    return type("Question", (QuestionForm,), fields)


def _unit_form(question_id: str, unit: str, draft: Answers) -> type[QuestionForm]:
    words = WORDING[question_id]
    optional = unit == "affiliation_firm" or (unit == "employer" and draft.get("relation_kind") not in EMPLOYED)

    def answers(form: QuestionForm) -> Answers:
        found = form["unit"].data
        known = str(found.id) if found and found.id else None
        name = (found.name or NAMELESS) if found and not known else None
        return {f"{unit}_id": known, f"{unit}_name": name, f"{unit}_none": YES if optional and not found else None}

    hint = NO_UNIT_HINT if optional else words.hint
    return _form(
        unit=EmployerField(words.title, hint=hint, optional=optional, missing="请填写单位名称"), answers=answers
    )


def _details_form(unit: str) -> type[QuestionForm]:
    def answers(form: QuestionForm) -> Answers:
        return {f"{unit}_has_union": form["has_union"].data, f"{unit}_location": form["location"].data}

    return _form(
        has_union=ChoiceField(
            "这家单位有工会吗？", choices=YES_NO_UNSURE, inline=True, missing="请选择有没有工会，不清楚也可以"
        ),
        location=DivisionField("单位在哪里？", at_least="county", missing="请选择单位所在的区县或街镇"),
        answers=answers,
    )


def _group(profile: Any, _draft: Answers, _bases: Sequence[str]) -> type[QuestionForm]:
    choices = [(group.id, group.label) for group in profile.worker_groups]
    return _form(
        worker_group=ChoiceField(
            WORDING["group"].title, hint=WORDING["group"].hint, choices=choices, missing="请选择您主要做的一行"
        )
    )


def _relation(_profile: Any, _draft: Answers, _bases: Sequence[str]) -> type[QuestionForm]:
    words = WORDING["relation"]
    return _form(
        relation_kind=ChoiceField(words.title, hint=words.hint, choices=RELATIONS, missing="请选择最像您情况的一项")
    )


def _contract(_profile: Any, _draft: Answers, _bases: Sequence[str]) -> type[QuestionForm]:
    words = WORDING["contract"]
    return _form(
        has_labour_contract=ChoiceField(
            words.title, hint=words.hint, choices=SIGNED, inline=True, missing="请选择签没签，不清楚也可以"
        )
    )


def _station_branch(_profile: Any, _draft: Answers, _bases: Sequence[str]) -> type[QuestionForm]:
    words = WORDING["station-branch"]
    return _form(
        station_branch=ChoiceField(
            words.title, choices=YES_NO_UNSURE, inline=True, missing="请选择有没有，不清楚也可以"
        )
    )


def _platforms(_profile: Any, _draft: Answers, _bases: Sequence[str]) -> type[QuestionForm]:
    listed = [(str(platform.id), platform.name) for platform in platforms()]
    return _form(
        platform_ids=ChoicesField("名单里的平台", choices=listed, optional=True),
        platform_name=TextField("别的平台", optional=True, max_length=60),
    )


def _platform_work(_profile: Any, _draft: Answers, _bases: Sequence[str]) -> type[QuestionForm]:
    words = WORDING["platform-work"]
    return _form(platform_features=ChoicesField(words.title, hint=words.hint, choices=PLATFORM_FEATURES, optional=True))


def _place(_profile: Any, draft: Answers, bases: Sequence[str]) -> type[QuestionForm]:
    fields: dict[str, Any] = {}
    if len(bases) > 1:
        fields["place_basis"] = ChoiceField(
            "按哪里入会？", choices=[(base, PLACES[base]) for base in bases], inline=True, missing="请选择按哪里入会"
        )
    fields["place_division"] = DivisionField("在哪个区县、街镇？", at_least="county", missing="请选择区县或街镇")
    if len(bases) == 1:
        fields["answers"] = lambda form: {"place_basis": bases[0], "place_division": form["place_division"].data}
    return _form(**fields)


Maker = Callable[[Any, Answers, Sequence[str]], type[QuestionForm]]
MAKERS: dict[str, Maker] = {
    "group": _group,
    "relation": _relation,
    "contract": _contract,
    "station-branch": _station_branch,
    "platforms": _platforms,
    "platform-work": _platform_work,
    "place": _place,
}
UNIT_PAGES = {
    "employer": "employer",
    "agency": "agency",
    "user-unit": "user_unit",
    "affiliation-firm": "affiliation_firm",
}


def question_form(question_id: str, profile: Any, draft: Answers, bases: Sequence[str]) -> QuestionForm:
    """The form of one question, filled with the draft's answers. `bases`: the location bases a place may be asked for."""
    if question_id in UNIT_PAGES:
        unit = UNIT_PAGES[question_id]
        return _unit_form(question_id, unit, draft)(data={"unit": known_unit(unit, draft)})
    if question_id.endswith("-details"):
        unit = UNIT_PAGES[question_id.removesuffix("-details")]
        start = {"has_union": draft.get(f"{unit}_has_union"), "location": draft.get(f"{unit}_location")}
        return _details_form(unit)(data=start)
    hinted = {"place_division": draft.get("place_hint"), **draft}
    return MAKERS[question_id](profile, draft, bases)(data=hinted)


def known_unit(unit: str, draft: Answers) -> EmployerAnswer | None:
    """The unit answered earlier, for the search box."""
    if known := draft.get(f"{unit}_id"):
        employer = employer_by_id(UUID(known))
        return EmployerAnswer(employer.id, employer.name) if employer else None
    name = draft.get(f"{unit}_name")
    return EmployerAnswer(None, "" if name == NAMELESS else name) if name else None


NEAREST_FIRST = "离得近、同一行业的排在前面；拿不准就选第一个，以后还可以接转"


def _where(union: Union) -> str:
    """What tells unions of one list apart: the address, or at least the place, and the hours."""
    address = union.address or place_name(union.division)
    return f"{address}，{union.hours}" if address and union.hours else address


def choice_form(legs: Sequence[Leg]) -> QuestionForm:
    """The pick among the unions found, one group of radios a leg that leaves a choice."""
    fields: dict[str, Any] = {}
    for number, leg in enumerate(legs):
        if len(leg.candidates) > 1:
            choices = [(str(union.id), union.name, _where(union)) for union in leg.candidates]
            picked = str(leg.offered.id) if leg.offered else None
            fields[f"leg{number}"] = ChoiceField(
                leg.plan.label or "请选择要加入的工会",
                hint=NEAREST_FIRST,
                choices=choices,
                default=picked,
                missing="请选择一个工会",
            )

    def answers(form: QuestionForm) -> Answers:
        return {
            pick_key(leg.plan): form[f"leg{number}"].data for number, leg in enumerate(legs) if len(leg.candidates) > 1
        }

    return _form(**fields, answers=answers)()


class IdentityForm(Form):
    """Who the worker is, as on his identity document."""

    name = NameField(hint="和证件上的一样", autocomplete="name")
    identity_kind = SelectField("证件类型", choices=tuple(DOCUMENTS.items()), default=RESIDENT_CARD)
    identity_number = DocumentNumberField(
        "证件号码", kind_field="identity_kind", hint="身份证是 18 位，最后一位可能是 X", today=business_date
    )


class SubmissionForm(Form):
    """The consents, each its own box, never ticked beforehand."""

    join = CheckboxField(CONSENTS["join"], missing="请勾选“自愿入会”，才能提交申请")
    identity = CheckboxField(CONSENTS["identity"], missing="请勾选同意核对身份信息，才能在网上提交")
