"""A phone number changes hands: the new holder sees nothing of the earlier one's, and the earlier one loses nothing."""

from datetime import timedelta

import pytest
import time_machine

from tests.join.conftest import REAL, Grown
from tests.join.conftest import grown as grown
from tests.join.walking import Walk, errors, text
from webapp.persistence import now

LONG = timedelta(days=120)


def signed_in_again(grown: Grown, phone: str, person: int) -> Walk:
    """A new browser that signs in with this phone."""
    walk = grown.walk(REAL[0], person)
    walk.phone = phone
    return walk.go("/me").sign_in()


@pytest.fixture
def member(grown: Grown) -> Walk:
    """Somebody who applied long ago."""
    return grown.walk(REAL[0], 1, relation_kind="partial").to_end()


def test_after_a_short_time_nobody_is_asked(grown: Grown, member: Walk) -> None:
    with time_machine.travel(now() + timedelta(days=30)):
        assert signed_in_again(grown, member.phone, 1).path == "/me"


def test_after_a_long_time_he_shows_the_end_of_his_number_and_finds_his_case(grown: Grown, member: Walk) -> None:
    with time_machine.travel(now() + LONG):
        walk = signed_in_again(grown, member.phone, 1)
        assert walk.path == "/same-person" and member.reference not in walk.page
        walk.send({"digits": "0000"}, button="确认")
        assert errors(walk.page) == ["和登记的不一样，请检查后再试"]
        walk.send({"digits": member.number[-4:].lower()}, button="确认")
        assert walk.path == "/me" and member.reference in walk.page


def test_a_new_holder_starts_anew_and_the_earlier_account_keeps_its_case(grown: Grown, member: Walk) -> None:
    with time_machine.travel(now() + LONG) as clock:
        walk = signed_in_again(grown, member.phone, 2)
        walk.send({}, button="从新的开始")
        assert walk.path == "/me"
        assert member.reference not in text(walk.page)
        assert walk.browser.get(f"/join/applications/{member.reference}").status_code == 404
        clock.shift(timedelta(minutes=2))
        assert signed_in_again(grown, member.phone, 2).path == "/me"


def test_signing_in_twice_does_not_get_around_the_question(grown: Grown, member: Walk) -> None:
    with time_machine.travel(now() + LONG) as clock:
        signed_in_again(grown, member.phone, 2)
        clock.shift(timedelta(minutes=2))
        assert signed_in_again(grown, member.phone, 2).path == "/same-person"


def test_guessing_ends_after_five_tries_a_day(grown: Grown, member: Walk) -> None:
    with time_machine.travel(now() + LONG):
        walk = signed_in_again(grown, member.phone, 2)
        for _ in range(5):
            walk.send({"digits": "0000"}, button="确认")
        walk.send({"digits": member.number[-4:]}, button="确认")
        assert errors(walk.page) == ["试的次数太多，请明天再试，或带证件到工会更正手机号"]
