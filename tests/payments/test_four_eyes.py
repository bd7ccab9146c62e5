"""Money under four eyes: whoever is no human of his own is nobody's second, in every act and every way to fake it."""

from collections.abc import Callable, Iterator

import pytest

from tests.claims.conftest import Stage
from tests.officers import FAKES
from tests.payments.paying import Money
from webapp.accounts.four_eyes import NeedsAnother
from webapp.accounts.officers import officer_by_id
from webapp.cases import EffectRefused
from webapp.payments.batches import batches_of, cancel
from webapp.payments.contra_requests import ask, confirm
from webapp.payments.reversals import standing
from webapp.unions.settings import set_second_approval

FIRST_AND_SECOND = ("maker", "checker")


@pytest.fixture
def money(stage: Stage) -> Iterator[Money]:
    yield Money(stage)


def batch(money: Money) -> None:
    """One freezes a list of what is owed, the other approves it."""
    money.approve(money.freeze(), by="checker")


def contra_entry(money: Money) -> None:
    """One asks for a contra entry, the other confirms it."""

    def do() -> None:
        case = money.stage.case(money.first)  # type: ignore[attr-defined]
        [entry] = standing(case.id)
        row = ask(case, entry.id, reason="重复", clause="GD30-A4-5b", officer_id=money.stage.officers["maker"])
        confirm(row, officer_id=money.stage.officers["checker"])

    money.act(do)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("do", [batch, contra_entry], ids=["batch", "contra entry"])
def test_no_way_of_faking_the_second_person_pays(money: Money, stage: Stage, do: Callable[[Money], None]) -> None:
    [money.first] = money.granted(60_000)  # type: ignore[attr-defined]
    before = money.totals()
    for who in FIRST_AND_SECOND:
        for way, spoil in FAKES.items():
            kept = stage.read(lambda who=who: vars(officer_by_id(stage.officers[who])).copy())
            money.act(lambda who=who, spoil=spoil: spoil(officer_by_id(stage.officers[who])))
            with pytest.raises(NeedsAnother):
                do(money)
            assert money.totals() == before, (who, way)
            money.act(lambda who=who, kept=kept: _restore(stage, who, kept))
            _drop_lists(money)
    stage.officers["alias"], stage.officers["checker"] = stage.officers["checker"], stage.officers["maker"]
    with pytest.raises(NeedsAnother, match="您自己"):
        do(money)
    stage.officers["checker"] = stage.officers["alias"]
    _drop_lists(money)
    do(money)


def _restore(stage: Stage, who: str, kept: dict[str, object]) -> None:
    officer = officer_by_id(stage.officers[who])
    assert officer is not None
    for name in ("confirmed_by", "phone_index", "proved_at", "signed_in_at", "state"):
        setattr(officer, name, kept[name])


def _drop_lists(money: Money) -> None:
    """What a failed try froze is given up, so that the next can freeze it again."""

    def do() -> None:
        for one in batches_of([money.union]):
            if one.state == "frozen":
                cancel(one, officer_id=money.stage.officers["maker"])

    money.act(do)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_second_step_of_a_grant_above_the_limit_is_another_human(money: Money, stage: Stage) -> None:
    money.act(lambda: set_second_approval(money.union, 10_000))
    worker = stage.member()
    reference = stage.file(worker, 60_000)
    stage.decide(reference, login="li")
    money.act(lambda: FAKES["his link never went to his phone"](officer_by_id(stage.officers["zhang"])))
    with pytest.raises(NeedsAnother, match="没有用发到本人手机的链接"):
        stage.decide(reference, login="zhang")
    with pytest.raises(EffectRefused, match="两位工作人员"):
        stage.decide(reference, login="li")
    assert money.totals()[0] == 0
    stage.decide(reference, login="chief")
    assert money.totals()[0] > 0
