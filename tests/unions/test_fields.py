"""The place picker and the employer search, as forms and pages use them."""

from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from webapp.persistence import unit_of_work
from webapp.unions import Employer, add_employer, divisions
from webapp.unions.forms import DivisionField, EmployerAnswer, EmployerField
from webapp.web.forms import Form

CITY, COUNTY, STREET = "440100", "440106", "440106006"


class StreetForm(Form):
    """A place down to the street."""

    place = DivisionField("工作地", missing="请选择工作地")


class CountyForm(Form):
    """A county is enough."""

    place = DivisionField("工作地", at_least="county", optional=True)


class EmployerForm(Form):
    """An employer."""

    employer = EmployerField("您在哪家单位工作？", missing="请填写单位名称")


@pytest.fixture
def filled_in(app):
    """A form as sent by a browser of alpha, validated."""

    def fill(form_class: type[Form], **sent: str) -> Form:
        data = MultiDict({key.replace("_", "-", 1): value for key, value in sent.items()})
        form = form_class(formdata=data, meta={"csrf": False})
        form.valid = form.validate()
        return form

    with app.test_request_context(base_url="https://alpha.localhost"), unit_of_work("alpha", write=False):
        yield fill


def errors(form: Form) -> list[str]:
    return [str(message) for field in form for message in field.errors]


def test_the_lists_open_one_below_the_other(filled_in):
    form = filled_in(StreetForm, place_1=CITY)
    assert (form.valid, errors(form), form.place.unfinished) == (False, [], "请继续选择区（县）")
    assert [(entry.name, entry.label, entry.chosen) for entry in form.place.selects] == [
        ("place-1", "市", CITY),
        ("place-2", "区（县）", ""),
    ]
    form = filled_in(StreetForm, place_1=CITY, place_2=COUNTY)
    assert form.place.unfinished == "请继续选择街道（镇）"
    form = filled_in(StreetForm, place_1=CITY, place_2=COUNTY, place_3=STREET)
    assert (form.valid, form.place.data) == (True, STREET)
    assert form.place.shown == "广东省广州市天河区石牌街道"


def test_a_list_left_open_is_an_error(filled_in):
    form = filled_in(StreetForm, place_1=CITY, place_2="")
    assert errors(form) == ["请选择区（县）"]
    assert form.place.target == "place-2"
    assert errors(filled_in(StreetForm, place_1="")) == ["请选择工作地"]
    assert errors(filled_in(StreetForm)) == ["请选择工作地"]


def test_a_county_of_the_city_chosen_before_is_dropped(filled_in):
    form = filled_in(StreetForm, place_1="440300", place_2=COUNTY)
    assert (form.valid, errors(form), form.place.data) == (False, ["请选择区（县）"], "440300")
    assert [entry.chosen for entry in form.place.selects] == ["440300", ""]


def test_a_city_without_districts_offers_its_towns_at_once(filled_in):
    form = filled_in(StreetForm, place_1="441900")
    assert [entry.label for entry in form.place.selects] == ["市", "街道（镇）"]
    assert filled_in(StreetForm, place_1="441900", place_2="441900003").valid


def test_a_county_can_be_enough_and_a_street_is_still_taken(filled_in):
    assert filled_in(CountyForm, place_1=CITY, place_2=COUNTY).place.data == COUNTY
    assert filled_in(CountyForm, place_1=CITY, place_2=COUNTY, place_3=STREET).place.data == STREET
    assert filled_in(CountyForm).valid
    assert not filled_in(CountyForm, place_1=CITY).valid


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("310115", "上海市浦东新区不在广东省，请选择广东省内的地方"),
        ("999999", "没有找到这个地方"),
        ("天河", "没有找到这个地方"),
    ],
)
def test_a_place_of_another_province_is_refused_in_words(filled_in, code, message):
    form = filled_in(StreetForm, place=code)
    assert message in errors(form)[0]
    assert form.place.selects[0].chosen == ""


def test_a_whole_code_is_an_answer_also_in_full_width_digits(filled_in):
    assert filled_in(StreetForm, place="４４０１０６００６").place.data == STREET
    assert filled_in(StreetForm, place=COUNTY).place.unfinished == "请继续选择街道（镇）"


def test_a_search_takes_one_place_by_its_very_name_and_asks_about_all_else(filled_in):
    form = filled_in(StreetForm, place_q="东莞滨海湾新区")
    assert (form.valid, form.place.shown) == (True, "广东省东莞市东莞滨海湾新区")
    form = filled_in(StreetForm, place_q="东莞滨海湾")
    assert (form.valid, form.place.data, len(form.place.matches)) == (False, None, 1)
    assert "只找到下面这一个地方" in form.place.unfinished
    form = filled_in(StreetForm, place_q="tianhe")
    assert form.place.unfinished == "请选择找到的地方，或从列表中选择"
    assert form.place.matches[0].place.code == COUNTY
    assert form.place.words(form.place.matches[0]) == "广州市 天河区"
    assert errors(filled_in(StreetForm, place_q="没有的地方")) == ["没有找到“没有的地方”，请换个写法，或从列表中选择"]


def test_a_former_name_leads_to_the_place_of_today_and_says_so(filled_in):
    form = filled_in(StreetForm, place_q="萝岗区")
    assert (form.valid, form.place.data, errors(form)) == (False, None, [])
    assert form.place.unfinished == "“萝岗区”是以前的名称，请选择现在的地方，或从列表中选择"
    assert form.place.words(form.place.matches[0]) == "广州市 黄埔区（原萝岗区，2014 年变更）"
    parts = filled_in(StreetForm, place_q="宝安县").place
    assert [parts.words(one) for one in parts.matches] == [
        "深圳市 宝安区（原宝安县的一部分，1992 年变更）",
        "深圳市 龙岗区（原宝安县的一部分，1992 年变更）",
    ]


def test_a_name_as_the_site_writes_it_is_an_answer(filled_in):
    form = filled_in(StreetForm, place_q="广东省广州市天河区石牌街道")
    assert (form.valid, form.place.data) == (True, STREET)
    assert filled_in(StreetForm, place_q="广州市荔湾区").place.unfinished == "请继续选择街道（镇）"


def test_a_search_never_leaves_the_province_nor_the_city_chosen(filled_in):
    assert errors(filled_in(StreetForm, place_q="浦东新区"))
    form = filled_in(StreetForm, place_1="440300", place_q="龙")
    assert {match.place.code[:4] for match in form.place.matches} == {"4403"}


def test_finished_lists_count_more_than_a_text_left_in_the_search_box(filled_in):
    form = filled_in(StreetForm, place_1=CITY, place_2=COUNTY, place_3=STREET, place_q="深圳")
    assert (form.valid, form.place.data) == (True, STREET)


@given(st.dictionaries(st.sampled_from(["place", "place_1", "place_2", "place_3", "place_q"]), st.text(max_size=12)))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_sent_an_answer_is_a_place_of_this_province(filled_in, sent):
    form = filled_in(StreetForm, **sent)
    assert not form.valid or divisions.within(form.place.data, "440000")


@pytest.fixture
def firm(app) -> UUID:
    """顺路速运 of alpha."""
    with app.app_context(), unit_of_work("alpha"):
        return add_employer(name="顺路速运有限公司", kind="courier_firm", division=COUNTY).id


def test_what_was_typed_is_looked_up_and_a_choice_is_the_answer(filled_in, firm):
    form = filled_in(EmployerForm, employer_q="顺路")
    assert (form.valid, errors(form)) == (False, [])
    assert form.employer.unfinished.startswith("找到 1 个单位")
    form = filled_in(EmployerForm, employer_q="顺路", employer=str(firm))
    assert (form.valid, form.employer.data) == (True, EmployerAnswer(firm, "顺路速运有限公司"))


def test_unsure_is_an_answer_with_or_without_a_name(filled_in):
    assert filled_in(EmployerForm, employer="unknown", employer_q="某公司").employer.data == EmployerAnswer(
        None, "某公司"
    )
    assert filled_in(EmployerForm, employer="unknown").employer.data == EmployerAnswer(None, "")


def test_an_employer_nobody_knows_is_no_error_but_a_question(filled_in):
    form = filled_in(EmployerForm, employer_q="没有这家")
    assert (form.valid, errors(form)) == (False, [])
    assert "没有找到这个单位" in form.employer.unfinished


@pytest.mark.parametrize("chosen", ["abc", "0190c8e2-7c1e-7a52-8b43-3a1f6a2b9c01"])
def test_a_choice_that_is_not_on_the_register_is_refused(filled_in, chosen):
    assert errors(filled_in(EmployerForm, employer=chosen)) == ["这个单位已不在名录中，请重新查找"]


def test_an_employer_of_another_province_is_not_on_the_register(app, filled_in):
    with app.app_context(), unit_of_work("beta"):
        foreign = add_employer(name="顺路速运", kind="courier_firm", division=COUNTY).id
    assert errors(filled_in(EmployerForm, employer=str(foreign)))


def test_nothing_typed_and_too_much_typed_are_errors(filled_in):
    assert errors(filled_in(EmployerForm)) == ["请填写单位名称"]
    assert errors(filled_in(EmployerForm, employer_q="长" * 121)) == ["最多 120 个字，您填写了 121 个字"]


def test_an_earlier_answer_is_shown_again(app, firm):
    with app.test_request_context(base_url="https://alpha.localhost"), unit_of_work("alpha", write=False):
        form = EmployerForm(formdata=None, data={"employer": EmployerAnswer(None, "某公司")}, meta={"csrf": False})
        assert (form.employer.shown, form.employer.chosen) == ("某公司", "unknown")
        place = StreetForm(formdata=None, data={"place": STREET}, meta={"csrf": False}).place
        assert [entry.chosen for entry in place.selects] == [CITY, COUNTY, STREET]


HTMX = {"HX-Request": "true"}


def test_the_next_list_comes_as_a_part_of_the_page(client_for):
    whole = client_for("alpha").get("/places?field=place&place-1=440100")
    part = client_for("alpha").get("/places?field=place&place-1=440100", headers=HTMX)
    lists = BeautifulSoup(part.text, "html5lib").find_all("select")
    assert [each["name"] for each in lists] == ["place-1", "place-2"]
    assert "天河区" in lists[1].get_text()
    assert "<html" not in part.text
    assert [each["name"] for each in BeautifulSoup(whole.text, "html5lib").find_all("select")] == ["place-1", "place-2"]


def test_without_scripts_a_place_is_found_by_pressing_next(client_for):
    browser = client_for("alpha")
    fields = {"field": "place", "to": "street"}
    for step, code in enumerate((CITY, COUNTY, STREET), start=1):
        page = BeautifulSoup(browser.get("/places", query_string=fields).text, "html5lib")
        assert page.find("option", value=code) is not None
        fields[f"place-{step}"] = code
    assert "广东省广州市天河区石牌街道" in browser.get("/places", query_string=fields).text


def test_found_places_can_be_picked(client_for):
    page = BeautifulSoup(client_for("alpha").get("/places?place-q=shipai", headers=HTMX).text, "html5lib")
    assert STREET in [each["value"] for each in page.find_all("input", type="radio", attrs={"name": "place"})]


def test_employers_are_offered_by_name_with_a_way_out(app, client_for, firm):
    with app.app_context(), unit_of_work("alpha") as session:
        session.add(Employer(name="<b>顺路</b>", kind="courier_firm", division=COUNTY))
    text = client_for("alpha").get("/employers?employer-q=顺路", headers=HTMX).text
    page = BeautifulSoup(text, "html5lib")
    assert "顺路速运有限公司" in page.get_text()
    assert "找到 2 个单位" in page.find(role="status").get_text()
    assert page.find("b") is None
    assert page.find("input", value="unknown") is not None
    assert str(firm) not in client_for("beta").get("/employers?employer-q=顺路", headers=HTMX).text


@pytest.mark.parametrize("path", ["/places?field=<script>", "/places?to=planet", "/employers?field=A%20B"])
def test_a_made_up_field_is_no_page(client_for, path):
    assert client_for("alpha").get(path).status_code == 404
