"""A phone number counts as it is meant, however it is typed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from tests.accounts.conftest import PHONE, ask_for_code
from webapp.accounts.forms import PhoneForm


@pytest.mark.parametrize(
    "typed",
    [
        "１３８００１３８０００",
        "+86 138-0013-8000",
        "0086 138 0013 8000",
        " 138 0013 8000 ",
        "(86)13800138000",
        "（０８６）13800138000",
        "086-13800138000",
        "+86(0)13800138000",
        "013800138000",
    ],
)
def test_a_number_counts_as_it_is_meant_however_it_is_typed(client_for, codes, typed):
    browser = client_for("alpha")
    assert ask_for_code(browser, typed).status_code == 303
    assert "138****8000" in browser.get("/login/code").text


DIGITS = {str(digit): [str(digit), chr(0xFF10 + digit)] for digit in range(10)}
NOISE = st.text(alphabet=" -\u3000\u00a0\u2010－\u200b\t", max_size=3)


@st.composite
def noisy_phones(draw) -> str:
    parts = [draw(st.sampled_from(["", "+86", "86", "0086", "＋８６"]))]
    for digit in PHONE:
        parts += [draw(NOISE), draw(st.sampled_from(DIGITS[digit]))]
    return "".join([*parts, draw(NOISE)])


@given(typed=noisy_phones())
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_noise_never_changes_the_number(build_form, typed):
    form = build_form(typed)
    assert form.validate(), form.errors
    assert form.phone.data == PHONE


@pytest.fixture
def build_form(_sqlite):
    """The phone form as filled in, without a browser."""

    def build(typed: str) -> PhoneForm:
        with _sqlite.app.test_request_context("/login", base_url="https://alpha.localhost"):
            return PhoneForm(phone=None, formdata=_form_data(typed), meta={"csrf": False})

    return build


def _form_data(typed: str):
    return MultiDict({"phone": typed})


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "请填写手机号"),
        ("1380013800", "手机号应为 11 位数字，您填写了 10 位"),
        ("23800138000", "手机号应以 1 开头"),
        ("12345678901", "没有 12 开头的手机号"),
        ("10086100861", "没有 10 开头的手机号"),
        ("+852 6123 4567", "+852 号码收不到"),
        ("00853 66123456", "+853 号码收不到"),
        ("+886 912 345 678", "+886 号码收不到"),
        ("85261234567", "请填写内地手机号；没有的，请到工会现场咨询"),
        ("+44 7911 123456", "境外号码收不到"),
    ],
)
def test_a_number_that_cannot_be_one_is_refused_beside_the_field(client_for, codes, typed, message):
    answer = ask_for_code(client_for("alpha"), typed)
    assert answer.status_code == 422
    assert message in answer.text
    assert typed in answer.text
    assert codes() == []
