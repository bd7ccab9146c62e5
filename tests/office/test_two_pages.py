"""Two officers correct the same record: the later one reads what stands there now, and his own words are kept until he sends them again."""

from uuid import UUID

import pytest
from flask import Flask

from tests.claims.conftest import build_stage
from tests.claims.walking import text
from webapp.unions.upkeep import register_employer

PLACE = {"division": "440103"}


def of_an_employer(employer: UUID) -> tuple[str, dict[str, str], dict[str, str]]:
    values = {"kind": "enterprise", "credit_code": "", "platform": ""}
    names = ({"name": "甲快递有限公司"}, {"name": "乙快递有限公司"})
    return f"/office/register/employers/{employer}/correction", values | names[0], values | names[1]


@pytest.mark.parametrize("what", ["employer", "union", "bounds"])
def test_the_later_page_is_told_and_loses_nothing(app: Flask, what: str) -> None:
    stage = build_stage(app)
    officer, union = stage.officer("chief"), stage.unions["street"]
    with app.app_context(), stage.work():
        row = {"name": "原来的快递有限公司", "kind": "enterprise", "division": "440103"}
        employer = register_employer(row, actor="system").id
    path, first, second = {
        "employer": of_an_employer(employer),
        "union": (f"/office/register/unions/{union}/correction", {"name": "甲总工会"}, {"name": "乙总工会"}),
        "bounds": (
            f"/office/relief/terms/{union}",
            {"least": "500.00", "most": "1000.00"},
            {"least": "500.00", "most": "2000.00"},
        ),
    }[what]
    pages = [officer.get(path).text for _page in range(2)]
    answer = officer.send(pages[0], path, first)
    assert answer.status_code == 303, text(answer.text)[:600]
    answer = officer.send(pages[1], path, second)
    told = list(first.values())[-1] if what == "bounds" else first["name"]
    assert answer.status_code == 422 and f"“{told}”" in text(answer.text), text(answer.text)[:600]
    assert officer.send(answer.text, path, second).status_code == 303
