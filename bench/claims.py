"""Claim decisions under the profile against the same decisions written by hand."""

import datetime
import random
from typing import Any

from bench.claim_by_hand import ByHand
from bench.measure import Result, in_turns, rate
from webapp.policy import Decision, Profile, decide

ON = datetime.date(2022, 4, 1)
CLAIMS = 200
BILLS = 5
WANT = 0.4


def workload() -> list[dict[str, Any]]:
    """Claims of five bills each; one bill in ten is from a grade-one hospital, one in ten is too late."""
    draw = random.Random(2022)
    return [_claim([_bill(draw, number) for number in range(BILLS)]) for _ in range(CLAIMS)]


def _bill(draw: random.Random, number: int) -> dict[str, Any]:
    amount = f"{draw.randrange(1000, 300000) / 100:.2f}"
    day = "2022-09-20" if draw.random() < 0.1 else f"2022-03-{10 + number}"
    return {
        "id": f"B{number}",
        "from": day,
        "to": day,
        "care": "outpatient",
        "total": amount,
        "in_scope": amount,
        "reimbursed": "0.00",
        "self_paid_in_scope": amount,
        "out_of_scope": "0.00",
        "third_party": None,
        "hospital": {
            "public": True,
            "grade": 1 if draw.random() < 0.1 else 2,
            "kind": "general",
            "division": "440100",
        },
    }


def _claim(bills: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "member": {
            "applied_on": "2022-01-04",
            "channel": "online",
            "admitted_on": "2022-01-05",
            "left_on": None,
            "real_name_on": "2022-01-05",
            "worker_group": "courier",
            "division": "440100",
        },
        "events": [{"id": "A", "kind": "accident", "at": "2022-03-10T10:00"}],
        "filings": [
            {
                "id": "F1",
                "event": "A",
                "filed_on": "2022-04-01",
                "decided": None,
                "documents": ["invoice", "accident_proof", "treatment_record"],
                "originals": ["invoice"],
                "payee": "self",
                "bills": bills,
            }
        ],
        "paid": [],
        "findings": [],
    }


def comparable(decision: Decision) -> dict[str, Any]:
    """A decision with its citations in one order, so that two ways of reaching it can be compared."""
    found = decision.as_dict()
    found["clauses"] = sorted(one["id"] for one in found["clauses"])
    found["interpretations"] = sorted((one["id"], str(one["turned"])) for one in found["interpretations"])
    return found


def measure(profile: Profile) -> Result:
    """The rate of fully explained decisions. Raises ValueError where the two ways differ."""
    claims = workload()
    by_hand = ByHand(profile)
    for facts in claims:
        if comparable(decide("claim", facts, profile, ON)) != comparable(by_hand.decide(facts, ON)):
            raise ValueError("the hand-written decision differs from the profile's")
    pairs = in_turns(
        lambda: [decide("claim", facts, profile, ON) for facts in claims],
        lambda: [by_hand.decide(facts, ON) for facts in claims],
    )
    return rate("claim decision, 5 bills, fully explained", pairs, CLAIMS, WANT)
