"""Fields clean what was typed, refuse it in a sentence, and show back exactly what was typed."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from tests.web.conftest import SampleForm, send_form
from tests.web.lint import page_faults
from tests.web.test_identity_number import number
from webapp.web.forms import (
    CheckboxField,
    ChoiceField,
    ChoicesField,
    CodeField,
    DateField,
    Form,
    IdentityNumberField,
    LongTextField,
    PhoneField,
    SelectField,
    TextField,
)

WORK = [("courier", "快递员"), ("driver", "货车司机")]


class Everything(Form):
    """Each kind of field."""

    name = TextField("姓名", max_length=10)
    remark = LongTextField("备注", optional=True)
    phone = PhoneField()
    code = CodeField()
    identity_number = IdentityNumberField(today=lambda: date(2021, 12, 7))
    work = ChoiceField("您做什么工作？", choices=WORK)
    platforms = ChoicesField("在哪些平台接单？", choices=WORK, optional=True)
    district = SelectField("所在区", choices=[("1", "东区")])
    since = DateField("从哪天开始", optional=True)
    agreed = CheckboxField("我同意", missing="请先勾选同意")
    plate = TextField("车牌", optional=True, reject=lambda value: None if value[0] != "X" else "车牌不以 X 开头")


RIGHT = {
    "name": " 陈　小明",
    "phone": "+86 138-0013-8000",
    "code": "１２３ ４５６",
    "identity_number": number().lower(),
    "work": "courier",
    "district": "1",
    "agreed": "1",
}


@pytest.fixture(autouse=True)
def _in_a_request(edge: Flask) -> Iterator[None]:
    with edge.test_request_context("/form", method="POST"):
        yield


def filled(**changes: Any) -> Everything:
    """The form, sent with right values but for `changes`."""
    form = Everything(MultiDict({**RIGHT, **changes}), meta={"csrf": False})
    form.validate()
    return form


def test_right_values_come_out_clean() -> None:
    form = filled()
    assert form.errors == {}
    assert (form.name.data, form.phone.data, form.code.data) == ("陈 小明", "13800138000", "123456")
    assert form.identity_number.data == number()
    assert form.agreed.data is True


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "请填写姓名"),
        ("name", "　", "请填写姓名"),
        ("name", "长" * 11, "最多 10 个字，您填写了 11 个字"),
        ("phone", "1380013", "手机号应为 11 位数字，您填写了 7 位"),
        ("phone", "23800138000", "手机号应以 1 开头，只含数字"),
        ("phone", "١٣٨٠٠١٣٨٠٠٠", "手机号应为 11 位数字，您填写了 0 位"),
        ("code", "12345", "验证码是 6 位数字"),
        ("identity_number", "12", "身份证号应为 18 位，您填写了 2 位"),
        ("work", "", "请回答“您做什么工作？”"),
        ("work", "pilot", "请从列出的选项中选择"),
        ("platforms", "pilot", "请从列出的选项中选择"),
        ("district", "2", "请从列出的选项中选择"),
        ("agreed", "", "请先勾选同意"),
        ("plate", "X1", "车牌不以 X 开头"),
    ],
)
def test_each_wrong_value_is_refused_in_one_sentence(field: str, value: str, message: str) -> None:
    form = filled(**{field: value})
    assert form.errors == {field: [message]}
    assert form.error_links() == [(field, message)]


@pytest.mark.parametrize(
    ("boxes", "day", "message"),
    [
        ({"since-year": "2021", "since-month": "9", "since-day": "１"}, date(2021, 9, 1), None),
        ({"since": "2021-09-01"}, date(2021, 9, 1), None),
        ({"since-year": "2021年", "since-month": "9月", "since-day": "１号"}, date(2021, 9, 1), None),
        ({"since-year": "2021年9月1日", "since-month": "", "since-day": ""}, date(2021, 9, 1), None),
        ({"since-year": "20210901"}, date(2021, 9, 1), None),
        ({"since-year": "2021", "since-month": "9", "since-day": "1-5"}, None, "没有这一天，请检查年、月、日"),
        ({"since-year": "2021", "since-month": "1.2", "since-day": "5"}, None, "没有这一天，请检查年、月、日"),
        ({"since-year": "2021", "since-month": "9日", "since-day": "5"}, None, "没有这一天，请检查年、月、日"),
        ({"since-year": "", "since-month": "", "since-day": ""}, None, None),
        ({"since-year": "2021", "since-month": "", "since-day": ""}, None, "日期缺少月、日"),
        ({"since-year": "2021", "since-month": "2", "since-day": "30"}, None, "没有这一天，请检查年、月、日"),
        ({"since-year": "21", "since-month": "9", "since-day": "1"}, date(21, 9, 1), "年份应为四位数字，例如 2021"),
    ],
)
def test_a_date_is_three_boxes(boxes: dict[str, str], day: date | None, message: str | None) -> None:
    form = filled(**boxes)
    assert form.since.data == day
    assert form.errors == ({"since": [message]} if message else {})
    if message:
        assert form.error_links() == [("since-year", message)]


def test_a_missing_date_that_is_needed_is_asked_for() -> None:
    class Needed(Form):
        since = DateField("入职日期")

    form = Needed(MultiDict({"since-year": ""}), meta={"csrf": False})
    assert not form.validate()
    assert form.errors == {"since": ["请填写入职日期"]}


def test_a_stored_date_fills_its_boxes() -> None:
    form = Everything(data={"since": date(2021, 9, 1)}, formdata=None, meta={"csrf": False})
    assert form.since.typed == {"year": "2021", "month": "9", "day": "1"}


def test_after_an_error_the_box_shows_exactly_what_was_typed() -> None:
    assert filled(phone="138 0013").phone.shown == "138 0013"


def test_a_stored_value_is_shown_as_it_is() -> None:
    form = Everything(data={"phone": "13800138000"}, formdata=None, meta={"csrf": False})
    assert form.phone.shown == "13800138000"


def test_a_store_can_hang_its_message_on_a_field() -> None:
    form = filled()
    form.add_error("phone", "这个手机号已经申请过")
    assert form.error_links() == [("phone", "这个手机号已经申请过")]


def test_choices_may_be_known_only_per_request() -> None:
    form = Everything(MultiDict({**RIGHT, "district": "7"}), meta={"csrf": False})
    form.district.offer([("7", "新区", "含开发区")])
    assert form.validate()
    assert form.district.choices[0].hint == "含开发区"


@pytest.mark.parametrize(
    "values", [{}, {"phone": "1"}, {"since-year": "2021"}, {"group": "nobody"}, {"name": "长" * 300}]
)
def test_a_page_with_errors_keeps_the_contract_and_the_values(visitor: FlaskClient, values: dict[str, str]) -> None:
    answer = send_form(visitor, **values)
    assert answer.status_code == 422
    assert page_faults(answer.text) == []
    page = BeautifulSoup(answer.text, "html5lib")
    for name, value in values.items():
        field = page.find(attrs={"name": name})
        assert field is not None
        assert field.get("value") == value or field.get("type") == "radio"


def test_every_field_has_its_label_hint_and_attributes(visitor: FlaskClient) -> None:
    page = BeautifulSoup(visitor.get("/form").text, "html5lib")
    phone = page.find(id="phone")
    assert phone is not None
    assert (phone["type"], phone["inputmode"], phone["autocomplete"]) == ("tel", "numeric", "tel")
    name = page.find(id="name")
    assert name is not None and name["aria-describedby"] == ["name-hint"] or name["aria-describedby"] == "name-hint"
    assert page.find("label", attrs={"for": "name"}).text == "姓名"  # type: ignore[union-attr]
    assert "（选填）" in page.find(string="从哪天开始").parent.text  # type: ignore[union-attr]
    assert "（停办的必填）" in page.find(string="到哪天为止").parent.text  # type: ignore[union-attr]
    assert page.find(id="agreed").has_attr("checked") is False  # type: ignore[union-attr]


def test_typed_markup_is_shown_as_text(visitor: FlaskClient) -> None:
    typed = '"><script>alert(1)</script>'
    answer = send_form(visitor, name=typed)
    assert "<script>alert" not in answer.text
    assert BeautifulSoup(answer.text, "html5lib").find(id="name")["value"] == typed  # type: ignore[index]


def test_the_sample_form_is_accepted_when_right(visitor: FlaskClient) -> None:
    right = {"name": "陈小明", "phone": "13800138000", "group": "courier", "agreed": "1"}
    assert send_form(visitor, **right).json["phone"] == "13800138000"  # type: ignore[index]
    assert {field.name for field in SampleForm(meta={"csrf": False})} >= set(right)
