"""How each rule of the site is reached in a province of the world: the values of its address and the fields it reads."""

from collections.abc import Callable
from typing import Any

from tests.parts import joined, merged
from tests.world import Province
from webapp.unions.settings import SETTINGS

EXAMPLES: dict[str, Callable[[Province], dict[str, Any]]] = {
    "assets.send": lambda _: {"digest": "0" * 12, "name": "site.css"},
    "officers.link": lambda province: {"token": province.rows["password_link"]},
    "officers.set_first": lambda province: {"token": province.rows["password_link"]},
    "join.question": lambda _: {"question": "worker_group"},
    "join_applications.show": lambda province: {"reference": province.rows["open_reference"]},
    "join_applications.amendment": lambda province: {"reference": province.rows["returned_reference"]},
    **{
        f"join_entrances.{name}": lambda province: {"code": province.rows["drive_code"]}
        for name in ("drive", "drive_qr")
    },
    **{f"join_entrances.{name}": lambda province: {"union": province.rows["union"]} for name in ("place", "place_qr")},
    "join_elsewhere.arrive": lambda _: {"token": "no-such-token"},
    "join_entrances.platform": lambda province: {"platform": province.rows["platform"]},
    "join_entries.person": lambda province: {"draft_id": province.rows["entry_draft"]},
    **{f"join_entries.{name}": lambda province: {"code": province.rows["drive_code"]} for name in ("drive", "closure")},
    **{
        f"transfers.{name}": lambda province: {"reference": province.rows["transfer_reference"]}
        for name in ("show", "withdrawal")
    },
    "join_applications.withdrawal": lambda province: {"reference": province.rows["open_reference"]},
    "policy.chapter": lambda _: {"section": "join"},
    "compare.show": lambda _: {"group": "courier", "relation": "partial", "union": "no", "places": "alpha+beta"},
    "home.data_file": lambda _: {"kind": "json"},
    "policy.document": lambda _: {"document": "NAT16"},
    "office_cases.show": lambda province: {"reference": province.rows["open_reference"]},
    "office_decision.decide": lambda province: {"reference": province.rows["open_reference"]},
    "office_decision.undoing": lambda province: {"reference": province.rows["open_reference"]},
    "cases.appeal_form": lambda province: {"reference": province.rows["refused_reference"]},
    "cases.letter": lambda province: {"reference": province.rows["refused_reference"]},
    "cases.send_appeal": lambda province: {"reference": province.rows["refused_reference"]},
    "office_cases.assignment": lambda province: {"reference": province.rows["open_reference"]},
    "office_cases.letter": lambda province: {"reference": province.rows["granted_reference"]},
    "office_cases.ask_full_numbers": lambda province: {"reference": province.rows["granted_reference"]},
    "office_cases.full_numbers": lambda province: {"reference": province.rows["granted_reference"]},
    "office_follow_ups.show": lambda province: {"follow_up_id": province.rows["follow_up"]},
    "office_follow_ups.settlement": lambda province: {"follow_up_id": province.rows["follow_up"]},
    "join_applications.paper": lambda province: {"reference": province.rows["open_reference"]},
    "office_persons.real_name": lambda province: {"reference": province.rows["open_reference"]},
    "office_same_number.show": lambda province: {"reference": province.rows["open_reference"]},
    **dict.fromkeys(
        ("office_cases.paper", "office_cases.full_paper"),
        lambda province: {"reference": province.rows["open_reference"]},
    ),
    "card.code": lambda province: {"token": province.rows["card_token"]},
    "card.check": lambda province: {"token": province.rows["card_token"]},
    **{
        f"register.{act}": lambda province: {"employer_id": province.rows["employer"]}
        for act in ("show", "correction", "closure", "merger", "merge")
    },
    "register.undoing": lambda province: {"merge_id": province.rows["merge"]},
    **{
        f"register_unions.{act}": lambda province: {"union_id": province.rows["deciding_union"]}
        for act in ("show", "add", "correction", "parents", "move", "closure")
    },
    **{
        f"register_reports.{act}": lambda province: {"report_id": province.rows["report"]}
        for act in ("show", "match", "new_employer", "unknown")
    },
    "office_unions.show": lambda province: {"union_id": province.rows["deciding_union"]},
    "office_unions.invitation": lambda province: {"union_id": province.rows["deciding_union"]},
    "office_unions.handover": lambda province: {"union_id": province.rows["deciding_union"]},
    "office_unions.phrase": lambda province: {"union_id": province.rows["deciding_union"]},
    "office_unions.phrase_removal": lambda province: {
        "union_id": province.rows["deciding_union"],
        "phrase_id": province.rows["phrase"],
    },
    **{
        f"office_unions.{act}": lambda province: {
            "union_id": province.rows["deciding_union"],
            "officer_id": province.rows["colleague"],
        }
        for act in ("link", "suspension", "absence", "removal")
    },
    **merged("EXAMPLES"),
}
"""For each endpoint whose rule has parameters: the values of one page that exists in a province."""

FIELDS: dict[str, Callable[[Province], dict[str, Any]]] = {
    "join_elsewhere.go": lambda province: {"to": "beta" if province.jurisdiction == "alpha" else "alpha"},
    "office_decision.decide": lambda _: {"verdict": "grant", "version": "2"},
    "cases.send_appeal": lambda province: {"reason": province.text("请再看看")},
    "office_bulk.preview": lambda province: {"verdict": "refuse", "chosen": f"{province.rows['open_reference']}@3"},
    "office_bulk.decisions": lambda province: {"verdict": "grant", "chosen": f"{province.rows['open_reference']}@3"},
    "office_cases.assignment": lambda province: {
        "step": str(province.rows["open_step"]),
        "officer": str(province.rows["colleague"]),
    },
    **dict.fromkeys(
        ("office_cases.full_numbers", "office_cases.full_paper"), lambda province: {"reason": province.text("核对")}
    ),
    "office_follow_ups.settlement": lambda province: {"note": province.text("已告知")},
    "office_unions.invitation": lambda province: {
        "new-name": province.text("新人"),
        "new-login": "newcomer",
        "new-role": "reviewer",
    },
    "office_unions.handover": lambda province: {"in-successor": str(province.rows["colleague"])},
    "office_unions.phrase": lambda province: {"text": province.text("请补充")},
    "office_persons.real_name": lambda _: {"document": "passport", "outcome": "verified"},
    "office_same_number.show": lambda _: {"document": "passport", "outcome": "other"},
    "register.index": lambda _: {"q": "公司"},
    "register.merge": lambda province: {"into": str(province.rows["other_employer"])},
    "register_unions.parents": lambda _: {"q": "总工会"},
    "register_unions.move": lambda province: {"parent": str(province.rows["top"])},
    "register_reports.match": lambda province: {"employer": str(province.rows["employer"])},
    "office_settings.save": lambda province: dict.fromkeys(SETTINGS, "") | {"operator": province.text("主办")},
    "join_applications.amendment": lambda province: {"note": province.text("已补充")},
    "join_entries.begin": lambda province: {"drive": province.rows["drive_code"]},
    "unions.employers": lambda _: {"employer-q": "公司"},
    **merged("FIELDS"),
}
"""For each endpoint that reads fields (or a query) to do its work: fields that work on the values of EXAMPLES."""

SHARED = {
    "assets.send",
    "join.question",
    "compare.show",
    "home.data_file",
    "policy.chapter",
    "policy.document",
    *joined("SHARED"),
}
"""Endpoints whose parameters name nothing that belongs to a province."""
