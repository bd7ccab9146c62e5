"""Lists of names stand by how they are read: surnames as surnames."""

from webapp.web.typed.readings import read_person


def test_people_stand_by_the_reading_of_their_surname() -> None:
    names = ["任立", "区明", "华强", "曾军", "单红", "仇英", "查文", "解放", "尉迟恭", "阿依古丽·买买提", "Smith John"]
    wanted = ["阿依古丽·买买提", "华强", "区明", "仇英", "任立", "单红", "Smith John", "解放", "尉迟恭", "曾军", "查文"]
    assert sorted(names, key=read_person) == wanted


def test_any_text_has_a_place_and_two_names_never_the_same() -> None:
    texts = ["", "王", "王 ", "123", "·", "𠮷田", "欧阳"]
    assert len({read_person(text) for text in texts}) == len(texts)
