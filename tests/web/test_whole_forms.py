"""A form that writes anew what stands changes nothing when a part of it is missing: emptied is only what comes empty."""

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from webapp.founding.forms import ChannelsForm, DuesForm, SecondForm
from webapp.founding.forms import DetailsForm as FoundingForm
from webapp.office.forms import AssignmentForm, SettingsForm
from webapp.office.register.forms import DetailsForm, EmployerForm, UnionForm
from webapp.relief.forms import TermsForm
from webapp.stations.depots.forms import DepotForm
from webapp.stations.forms import StationForm
from webapp.web.forms import WholeForm

FORMS = [
    *(AssignmentForm, ChannelsForm, DepotForm, DetailsForm, DuesForm, EmployerForm, FoundingForm, SecondForm),
    *(SettingsForm, StationForm, TermsForm, UnionForm),
]
INCOMPLETE = "提交的内容不完整"


def all_whole() -> set[type[WholeForm]]:
    """Every form of the program that writes anew what stands."""
    found, left = set(), [WholeForm]
    while left:
        below = left.pop().__subclasses__()
        found |= set(below)
        left += below
    return {form for form in found if form.__module__.startswith("webapp.")}


def names(form: WholeForm) -> dict[str, list[str]]:
    """What a browser sends of each field that it always sends something of."""
    found = {}
    for field in form:
        if not hasattr(field, "was_sent") or field.kind == "radios":
            continue
        if field.kind == "date":
            found[field.name] = [f"{field.name}-{part}" for part in field.parts]
        elif hasattr(field, "marked") or field.kind in ("text", "textarea", "select"):
            found[field.name] = [field.name]
    return found


def told(form: WholeForm) -> bool:
    form.validate()
    return any(INCOMPLETE in message for message in form.form_errors)


def test_every_such_form_is_tried_here() -> None:
    assert all_whole() == set(FORMS)


@pytest.mark.parametrize("kind", FORMS, ids=lambda kind: f"{kind.__module__.split('.')[1]}-{kind.__name__}")
def test_a_request_without_one_of_its_fields_is_told_and_refused(app: Flask, kind: type[WholeForm]) -> None:
    with app.test_request_context("/", base_url="https://alpha.localhost", method="POST"):
        every = names(kind(formdata=None, meta={"csrf": False}))
        assert every
        whole = MultiDict({part: "" for parts in every.values() for part in parts})
        assert not told(kind(whole, meta={"csrf": False}))
        for missing in every:
            less = MultiDict({part: "" for name, parts in every.items() for part in parts if name != missing})
            assert told(kind(less, meta={"csrf": False})), missing
        assert told(kind(MultiDict({"x": ""}), meta={"csrf": False}))
