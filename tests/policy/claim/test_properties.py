"""What holds of every claim: never above band or cap, more bills never pay less, the same facts give the same decision."""

import datetime
import json
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.policy.conftest import POLICIES
from webapp.policy import ClaimAnswer, Library, decide

ON = datetime.date(2022, 6, 1)
PROFILE = Library.from_folder(POLICIES).profile("guangdong", ON)
CAP = Decimal("10000.00")
BANDS = [("10000", "6000"), ("5000", "5000"), ("2000", "2000"), ("500", "500")]

FEN = st.one_of(
    st.integers(0, 2_000_000),
    st.sampled_from([19_999, 20_000, 50_000, 50_001, 200_000, 200_001, 500_000, 500_001, 1_000_000, 1_000_001]),
)
AMOUNTS = st.lists(FEN, min_size=1, max_size=6)
CLAIMS = st.lists(st.tuples(st.sampled_from("ABC"), FEN, st.integers(1, 3)), min_size=1, max_size=8)


def band(total: Decimal) -> Decimal:
    """What the ladder pays on a total, in yuan, told a second time."""
    for over, pays in BANDS:
        if total > Decimal(over):
            return Decimal(pays)
    return Decimal("200") if total >= 200 else Decimal("0")


def yuan(fen: int) -> str:
    return str(Decimal(fen) / 100)


def claim(
    parts: list[tuple[str, int, int]], paid: list[dict[str, Any]] | None = None, decided: int = 0
) -> dict[str, Any]:
    """One filing for each part: event, fen, grade of the hospital. The first `decided` filings were granted before."""
    hospital = {"public": True, "kind": "general"}
    filings = [
        {
            "id": f"F{n}",
            "event": event,
            "filed_on": "2022-05-01",
            "decided": "granted" if n < decided else None,
            "documents": ["invoice", "accident_proof", "treatment_record"],
            "originals": ["invoice"],
            "payee": "self",
            "bills": [
                {
                    "id": f"B{n}",
                    "from": "2022-03-12",
                    "self_paid_in_scope": yuan(fen),
                    "out_of_scope": "0.00",
                    "third_party": None,
                    "hospital": {**hospital, "grade": grade},
                }
            ],
        }
        for n, (event, fen, grade) in enumerate(parts)
    ]
    return {
        "member": {
            "admitted_on": "2022-01-05",
            "real_name_on": "2022-01-05",
            "applied_on": "2022-01-02",
            "left_on": None,
            "worker_group": "courier",
        },
        "events": [{"id": one, "kind": "accident", "at": "2022-03-10T10:00"} for one in "ABC"],
        "filings": filings,
        "paid": paid or [],
    }


def answer(facts: dict[str, Any]) -> ClaimAnswer:
    return decide("claim", facts, PROFILE, ON).answer


@given(CLAIMS)
@settings(deadline=None)
def test_nothing_is_paid_above_the_band_or_the_cap(parts: list[tuple[str, int, int]]) -> None:
    found = answer(claim(parts))
    assert Decimal(found.total) <= CAP
    for event in "ABC":
        counted = sum((Decimal(fen) / 100 for one, fen, grade in parts if one == event and grade >= 2), Decimal(0))
        paid = sum((Decimal(one.amount) for one in found.payments if one.event == event), Decimal(0))
        assert paid <= band(counted) <= counted or paid == band(counted) == 0
    assert sum((Decimal(one.amount) for one in found.payments), Decimal(0)) == Decimal(found.total)


@given(CLAIMS)
@settings(deadline=None)
def test_the_sum_is_the_bands_of_the_events_cut_at_the_cap(parts: list[tuple[str, int, int]]) -> None:
    bands = Decimal(0)
    for event in "ABC":
        bands += band(sum((Decimal(fen) / 100 for one, fen, grade in parts if one == event and grade >= 2), Decimal(0)))
    assert Decimal(answer(claim(parts)).total) == min(CAP, bands)


@given(AMOUNTS, FEN)
@settings(deadline=None)
def test_one_more_bill_never_pays_less(amounts: list[int], more: int) -> None:
    parts = [("A", fen, 2) for fen in amounts]
    before, after = answer(claim(parts)), answer(claim([*parts, ("A", more, 2)]))
    assert Decimal(after.total) >= Decimal(before.total)


@given(AMOUNTS, st.integers(0, 5), st.integers(1, 100_000))
@settings(deadline=None)
def test_a_bigger_bill_never_pays_less(amounts: list[int], which: int, more: int) -> None:
    bigger = list(amounts)
    bigger[which % len(amounts)] += more
    before, after = (answer(claim([("A", fen, 2) for fen in one])) for one in (amounts, bigger))
    assert Decimal(after.total) >= Decimal(before.total)


@given(CLAIMS)
@settings(deadline=None)
def test_a_claim_recomputes_to_itself(parts: list[tuple[str, int, int]]) -> None:
    decision = decide("claim", claim(parts), PROFILE, ON)
    stored = json.loads(json.dumps(decision.as_dict()))
    again = decide("claim", stored["facts"], PROFILE, datetime.date.fromisoformat(stored["on"]))
    assert json.loads(json.dumps(again.as_dict())) == stored


@given(CLAIMS, st.integers(0, 8))
@settings(deadline=None)
def test_deciding_filings_one_by_one_pays_the_same(parts: list[tuple[str, int, int]], cut: int) -> None:
    together = answer(claim(parts))
    ledger: list[dict[str, Any]] = []
    for n in range(len(parts)):
        found = answer(claim(parts[: n + 1], ledger, n))
        ledger += [
            {key: getattr(one, key) for key in ("filing", "event", "component", "edition", "amount")}
            for one in found.payments
            if Decimal(one.amount)
        ]
    assert sum((Decimal(one["amount"]) for one in ledger), Decimal(0)) == Decimal(together.total)


@given(CLAIMS)
@settings(deadline=None)
def test_a_reading_is_said_to_turn_a_claim_only_where_it_does(parts: list[tuple[str, int, int]]) -> None:
    decision = decide("claim", claim(parts), PROFILE, ON)
    states = {id: one.state for id, one in decision.answer.filings.items()}
    for amb, other in decision.answer.turned_by.items():
        assert (other.total, other.states) != (decision.answer.total, states), amb
    said = {one.id for one in decision.interpretations if one.turned}
    assert said == set(decision.answer.turned_by)
