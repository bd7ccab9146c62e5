"""Plans and claims for tests: a made-up plan written as YAML, and the facts of a claim piece by piece."""

import datetime
import shutil
from pathlib import Path
from typing import Any

from tests.policy.conftest import FOURTH, POLICIES
from webapp.policy import Decision, Library, Profile, decide

PLANS = Path(__file__).parents[1] / "plans"
Facts = dict[str, Any]


def province_with(folder: Path, benefits: str) -> Profile:
    """The made-up province of Donghai with these benefits in the place of its own."""
    policies = folder / "policies"
    shutil.copytree(FOURTH, policies)
    shutil.copytree(POLICIES / "sources", policies / "sources", dirs_exist_ok=True)
    shutil.copy(POLICIES / "national.yaml", policies)
    own = policies / "donghai.yaml"
    text = own.read_text("utf-8")
    assert text.count("\nbenefits: null\n") == 1
    own.write_text(text.replace("\nbenefits: null\n", "\n" + benefits), "utf-8")
    return Library.from_folder(policies).profile("donghai", datetime.date(2025, 6, 1))


def plan_text(components: str, **sections: str) -> str:
    """A small plan of 2025 with these components; `sections` replaces windows, caps, conditions, bills, stacking, …"""
    parts = {
        "cover": "{from: 2025-01-01, to: 2025-12-31, starts: []}",
        "waiting": "[]",
        "shares": "null",
        "price": "null",
        "quota": "null",
        "borne_by": "null",
        "payee": "null",
        "questions": "null",
        "conditions": "[]",
        "windows": "[]",
        "bills": "[]",
        "caps": "[]",
        "stacking": "null",
        "exclusions": "[]",
        "documents": "[]",
        **sections,
    }
    lines = "\n".join(f"        {name}: {value}" for name, value in parts.items())
    return f"""\
benefits:
  - id: plan
    label: 计划
    benefit_kind: mutual_aid_plan
    run_by: null
    divisions: null
    one_of: null
    funded_by: null
    promised: null
    earmarked: null
    editions:
      - id: e2025
        label: 2025年版
        components: {components}
{lines}
"""


def event(id: str = "A", at: str = "2025-03-10T10:00", kind: str = "accident") -> Facts:
    return {"id": id, "kind": kind, "at": at}


def bill(
    id: str = "B1", amount: str = "600.00", begin: str = "2025-03-10", end: str | None = None, **more: Any
) -> Facts:
    hospital = {"public": True, "grade": 2, "kind": "general", "division": "990100"} | more.pop("hospital", {})
    return {
        "id": id,
        "from": begin,
        "to": end or begin,
        "care": "outpatient",
        "in_scope": amount,
        "self_paid_in_scope": amount,
        "out_of_scope": "0.00",
        "third_party": None,
        "hospital": hospital,
    } | more


def filing(*bills: Facts, id: str = "F1", event: str = "A", filed_on: str = "2025-04-01", **more: Any) -> Facts:
    found = {"id": id, "event": event, "filed_on": filed_on, "decided": None, "bills": list(bills)}
    return found | {"documents": [], "originals": [], "payee": "self"} | more


def claim(*filings: Facts, events: tuple[Facts, ...] = (), **more: Any) -> Facts:
    return {"member": {}, "events": list(events) or [event()], "filings": list(filings)} | more


def decided(profile: Profile, facts: Facts, kind: str = "claim", on: str = "2025-04-01") -> Decision:
    return decide(kind, facts, profile, datetime.date.fromisoformat(on))


def paid(profile: Profile, facts: Facts) -> str:
    return str(decided(profile, facts).answer.total)


def state(profile: Profile, facts: Facts, filing: str = "F1") -> str:
    return str(decided(profile, facts).answer.filings[filing].state)
