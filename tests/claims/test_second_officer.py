"""The second approval: asked wherever a claim is decided, by somebody else, with the sum in sight; it leaves the first one's list at once."""

from bs4 import BeautifulSoup

from tests.claims.conftest import Stage
from tests.claims.test_reviewing import limit
from tests.claims.walking import Walk, post, text, verdict


def listed(stage: Stage, login: str, view: str = "open") -> str:
    page = BeautifulSoup(stage.officer(login).get(f"/office?view={view}").text, "lxml")
    return text("".join(str(table) for table in page.select("table")))


def large(stage: Stage) -> str:
    return Walk(stage, stage.member()).file({"self_paid_in_scope": "3000.00"})


def state(stage: Stage, reference: str) -> str:
    found: str = stage.read(lambda: stage.case(reference).state)
    return found


def bulk(stage: Stage, login: str, *references: str) -> tuple[str, str]:
    """The preview of a grant of several, and the page after it was confirmed."""
    tokens = [stage.read(lambda one=one: f"{one}@{stage.case(one).version}") for one in references]
    officer = stage.officer(login)
    query = {"verdict": "grant", "chosen": tokens}
    preview = officer.get("/office/decisions", query_string=query).text
    done = post(officer, "/office/decisions", query | {"reason": "已核对"}, f"/office/cases/{references[0]}")
    return preview, done.text


def test_a_limit_set_later_adds_the_step_at_once_wherever_the_claim_is_decided(stage: Stage) -> None:
    reference = large(stage)
    limit(stage, 100_000)
    assert verdict(stage, reference, "grant").status_code == 303, "the first yes is taken, nobody had agreed yet"
    assert state(stage, reference) == "under_review"
    assert verdict(stage, reference, "grant", login="zhang").status_code == 303
    assert state(stage, reference) == "granted"


def test_after_the_first_yes_the_claim_leaves_his_list_and_says_that_it_waits_for_a_colleague(stage: Stage) -> None:
    limit(stage, 100_000)
    reference, other = large(stage), Walk(stage, stage.member()).file({})
    assert verdict(stage, reference, "grant").status_code == 303
    assert reference not in listed(stage, "li") and other in listed(stage, "li")
    assert reference in listed(stage, "li", "others") and reference in listed(stage, "zhang")
    page = stage.officer("li").get(f"/office/cases/{reference}")
    assert "等另一位同事办理第二步" in text(page.text)
    assert BeautifulSoup(page.text, "lxml").select_one("input[name=verdict]") is None
    again = verdict(stage, reference, "grant")
    assert again.status_code == 409 and "第二位不能是同一个人" in again.text


def test_the_second_approval_is_asked_in_bulk_too_and_the_preview_shows_sums_and_papers(stage: Stage) -> None:
    reference = large(stage)
    limit(stage, 100_000)
    small = Walk(stage, stage.member()).file({})
    preview, done = bulk(stage, "li", reference, small)
    shown = text(preview)
    assert "2000.00 元" in shown and "500.00 元" in shown and "材料" in shown
    assert "还要另一位同事同意" in shown and "批准，立即生效" in shown
    assert (state(stage, reference), state(stage, small)) == ("under_review", "granted")
    preview, _done = bulk(stage, "li", reference)
    assert "等另一位同事办理第二步" in text(preview)
    bulk(stage, "zhang", reference)
    assert state(stage, reference) == "granted"
