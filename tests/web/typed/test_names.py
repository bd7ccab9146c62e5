"""One name in two spellings is one name; what is no name is asked again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wtforms import Form

from webapp.web.typed.names import NameField, canonical_name, same_name


@pytest.mark.parametrize("dot", ["·", "•", "‧", "・", "．", ".", "⋅", "･", " · "])
def test_every_dot_between_the_parts_is_one(dot: str) -> None:
    assert canonical_name(f"阿依古丽{dot}买买提") == "阿依古丽·买买提"


@pytest.mark.parametrize("text", ["陈明", "陈　明", " 陈 明 ", "陈\u200b明"])
def test_no_blank_stands_between_han_characters(text: str) -> None:
    assert canonical_name(text) == "陈明"


def test_latin_names_keep_their_blanks_and_points() -> None:
    assert canonical_name("Ｊohn  A. Smith") == "John A. Smith"
    assert same_name("JOHN SMITH", "John Smith")
    assert not same_name("John Smith", "Johnsmith")


@given(name=st.text(alphabet="陈明阿·• .aB　", max_size=12))
def test_the_one_spelling_is_stable(name: str) -> None:
    assert canonical_name(canonical_name(name)) == canonical_name(name)


class Named(Form):
    """A form with a name."""

    name = NameField()


@pytest.mark.parametrize("text", ["𠮷野家宝", "欧阳·娜", "O'Neil Mary-Ann", "李·A", "Nguyễn Văn A", "叶尔兰·别克"])
def test_a_name_is_taken(text: str) -> None:
    assert Named(data={"name": text}).validate()


@pytest.mark.parametrize("text", ["123", "陈1", "陈", "？？", "陈明13800138000", "<b>陈</b>"])
def test_what_is_no_name_is_asked_again(text: str) -> None:
    form = Named(data={"name": text})
    assert not form.validate()
    assert "证件" in str(form.name.errors[0])
