"""The first administrators, two for each province and for the nation's desk, by the word of whoever runs the deployment.

They come from a file, each with his own phone: the link to set a password goes there as a message and is shown nowhere.

    PROVINCE:
      - {name: 张三, login: zhangsan, phone: "13800000001"}
      - {name: 李四, login: lisi, phone: "13800000002"}
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from re import fullmatch

import yaml

from webapp.accounts import ADMINISTRATOR, Officer, add_officer, give_role, officers_of
from webapp.accounts.links import has_live_link, send_link
from webapp.accounts.officers import LoginTaken, PhoneTaken, officer_by_login, vouch
from webapp.config import BadSettings
from webapp.persistence import mask_phone, unit_of_work
from webapp.tenancy import scopes
from webapp.unions.top import found_top_union
from webapp.web.text import clean_phone

OPERATOR = "operator"
ENOUGH = 2


@dataclass(frozen=True)
class Named:
    """One person of the file; `place` is where he stands there, as file:line:column."""

    name: str
    login: str
    phone: str
    place: str


def read(path: Path) -> dict[str, list[Named]]:
    """The file's people by jurisdiction. Raises BadSettings with file, line and column."""
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except OSError as error:
        raise BadSettings(f"{path}: cannot be read ({error.strerror})") from None
    except yaml.MarkedYAMLError as error:
        raise BadSettings(f"{path}:{_at(error.problem_mark)}: {error.problem}") from None
    if not isinstance(root, yaml.MappingNode):
        raise BadSettings(f"{path}:1:1: a list of people by jurisdiction is needed")
    found: dict[str, list[Named]] = {}
    for key, people in root.value:
        if key.value not in scopes():
            raise BadSettings(f"{path}:{_at(key.start_mark)}: no jurisdiction {key.value!r} is served")
        if not isinstance(people, yaml.SequenceNode):
            raise BadSettings(f"{path}:{_at(people.start_mark)}: a list of people is needed")
        found[key.value] = [_named(path, one) for one in people.value]
        _refuse_same(found[key.value])
    return found


def _named(path: Path, node: yaml.Node) -> Named:
    place = f"{path}:{_at(node.start_mark)}"
    values = {key.value: value.value for key, value in node.value} if isinstance(node, yaml.MappingNode) else {}
    if set(values) != {"name", "login", "phone"} or not all(isinstance(one, str) and one for one in values.values()):
        raise BadSettings(f"{place}: name, login and phone are needed")
    login = values["login"].lower()
    if not all(character.isascii() and (character.isalnum() or character in "._-") for character in login):
        raise BadSettings(f"{place}: a login has letters, digits and . _ - only")
    phone = clean_phone(values["phone"]) or ""
    if not fullmatch("1[0-9]{10}", phone):
        raise BadSettings(f"{place}: the phone is no mobile number of 11 digits")
    return Named(values["name"], login, phone, place)


def _refuse_same(people: list[Named]) -> None:
    for at, one in enumerate(people):
        for other in people[:at]:
            if one.phone == other.phone or one.login == other.login:
                raise BadSettings(f"{one.place}: the same phone or login as another; each needs a channel of his own")


def _at(mark: yaml.Mark | None) -> str:
    return f"{mark.line + 1}:{mark.column + 1}" if mark else "1:1"


def appoint(named: Mapping[str, list[Named]]) -> Iterator[str]:
    """Appoint who is named, and say for each jurisdiction what is still to be done. Repeatable; raises BadSettings.

    A login that exists gets the phone and the role; who never signed in and has no link that works gets another one.
    """
    for jurisdiction in scopes():
        with unit_of_work(jurisdiction):
            top = found_top_union()
            for one in named.get(jurisdiction, ()):
                try:
                    officer = _appointed(one)
                except (LoginTaken, PhoneTaken) as taken:
                    raise BadSettings(f"{one.place}: {taken}") from None
                give_role(officer, top.id, ADMINISTRATOR, actor=OPERATOR)
                if officer.signed_in_at is None and not has_live_link(officer):
                    send_link(officer, actor=OPERATOR)
                    yield f"{jurisdiction}: {officer.login} gets a link at {mask_phone(one.phone)}"
            if len(officers_of(top.id, ADMINISTRATOR)) < ENOUGH:
                yield f"{jurisdiction}: two administrators are needed: name them in a file for --administrators"


def _appointed(one: Named) -> Officer:
    known = officer_by_login(one.login)
    if known is None:
        return add_officer(name=one.name, login=one.login, phone=one.phone, named_by=OPERATOR, confirmed_by=OPERATOR)
    vouch(known, phone=one.phone, by=OPERATOR)
    return known
