"""A firm is found whichever way its name is typed."""

import pytest
from flask import Flask

from webapp.persistence import unit_of_work
from webapp.unions import add_employer, find_employers
from webapp.unions.employers import employer_named
from webapp.unions.spelling import core_of, read_unit, readings

NAMES = [
    "顺捷速运（广州）有限公司",
    "好 运来货运部",
    "沙面迅达物流有限公司",
    "番禺重庆火锅店",
    "长宁区单家快递",
    "ＡＢＣ外卖（深圳）有限责任公司",
]
TYPED = {
    "顺捷速运（广州）有限公司": [
        "顺捷速运（广州）有限公司",
        "顺捷速运(广州)有限公司",
        "顺捷速运 (广州) 有限公司",
        "顺捷速运",
        "顺捷速运广州",
        "广州顺捷速运有限公司",
        "广东省广州市顺捷速运有限责任公司",
        "速运",
        "顺捷广州",
        "shunjie",
        "sjsy",
        "suyun",
        "shunjiesuyunguangzhou",
        "Shun Jie",
    ],
    "好 运来货运部": ["好运来货运部", "好运来", "好 运来货运部", "haoyunlai", "hyl"],
    "沙面迅达物流有限公司": ["xunda", "xd", "沙面物流", "沙面 物流", "迅达"],
    "番禺重庆火锅店": ["panyu", "fanyu", "chongqing", "pycq", "zhongqing"],
    "长宁区单家快递": ["changning", "cnq", "zhangning", "kuaidi"],
    "ＡＢＣ外卖（深圳）有限责任公司": ["abc", "ABC外卖", "ａｂｃ", "深圳ABC外卖有限公司", "waimai"],
}


@pytest.fixture
def firms(app: Flask):
    with app.app_context(), unit_of_work("alpha"):
        for name in NAMES:
            add_employer(name=name, division="440106", kind="enterprise")
        yield


@pytest.mark.usefixtures("firms")
@pytest.mark.parametrize("name", NAMES)
def test_a_firm_is_found_in_every_spelling(name: str) -> None:
    missed = [typed for typed in TYPED[name] if name not in [one.name for one in find_employers(typed)]]
    assert missed == []


@pytest.mark.usefixtures("firms")
def test_what_nobody_is_called_finds_nothing_and_signs_are_no_wildcards() -> None:
    for typed in ("通达货运", "%%", "__", "顺_速运", "zzz", "公司", "广州"):
        assert [one.name for one in find_employers(typed) if "顺捷" not in one.name and "公司" not in one.name] == []
    assert find_employers("通达货运") == [] and find_employers("%%") == []


@pytest.mark.usefixtures("firms")
def test_only_the_very_name_is_taken_without_asking() -> None:
    assert employer_named("顺捷速运(广州) 有限公司") is not None
    assert employer_named("顺捷速运") is None


@pytest.mark.usefixtures("app")
def test_a_core_has_neither_place_nor_legal_form(app: Flask) -> None:
    with app.app_context():
        assert core_of("广东省广州市顺捷速运有限责任公司") == core_of("顺捷速运（广州）有限公司") == "顺捷速运"
        assert core_of("广州公司") == "广州"
        assert "panyu" in readings("番禺")[0].split(" ")


def test_units_stand_in_lists_by_the_reading_of_their_places_and_words(app):
    names = ["重庆路街道总工会", "长宁区总工会", "番禺区总工会", "白云区总工会"]
    with app.app_context():
        assert sorted(names, key=read_unit) == ["白云区总工会", "长宁区总工会", "重庆路街道总工会", "番禺区总工会"]
