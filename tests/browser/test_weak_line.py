"""Photographs over 400 kbit/s and 400 ms: made smaller where there is JavaScript and said so, whole without it, nothing chosen is lost."""

import os
import re
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from tests.browser.conftest import PHONE, Visits, serving
from tests.browser.test_claiming import sign_in, stage  # noqa: F401  (its fixture)
from tests.browser.visits import Visit
from tests.claims.conftest import HOME, Stage
from webapp.claims.store import subject_of
from webapp.decoding.limits import LONG_SIDE, SHORT_SIDE
from webapp.files import files_of

pytestmark = pytest.mark.browser
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
WAITING = 60.0


@pytest.fixture(scope="module")
def port(stage: Stage) -> Iterator[int]:  # noqa: F811
    """Where it is served."""
    with serving(stage.app) as found:
        yield found


def photograph(path: Path, size: tuple[int, int] = (3000, 4000)) -> Path:
    """A photograph as phones take them: about two megabytes."""
    noise = Image.effect_noise((size[0] // 7, size[1] // 7), 40).resize(size, Image.Resampling.BICUBIC)
    Image.merge("RGB", (noise, noise.rotate(180), noise)).save(path, "JPEG", quality=88)
    return path


def test_the_script_shrinks_to_what_the_server_keeps() -> None:
    text = (Path(__file__).parents[2] / "webapp/static/photos.js").read_text("utf-8")
    found = {name: int(value) for name, value in re.findall(r"var (LONG_SIDE|SHORT_SIDE) = (\d+);", text)}
    assert found == {"LONG_SIDE": LONG_SIDE, "SHORT_SIDE": SHORT_SIDE}


def _on_papers(visit: Visits, stage: Stage, port: int, javascript: bool) -> Visit:  # noqa: F811
    """A draft whose bill papers are asked for."""
    worker = stage.member()
    stage.today(date(2022, 6, 15))
    window = visit(port, jurisdiction=HOME, viewport=PHONE, javascript=javascript, expected=(422,))
    page = window.open("/login?next=/claims")
    with stage.app.app_context(), stage.work(write=False):
        phone = stage.person(worker).phone
    sign_in(page, stage, phone)
    page.get_by_role("button", name="开始申报").click()
    page.wait_for_url("**/claims/*")
    page.goto(f"{page.url}/papers")
    devtools = window.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", SLOW)
    return window


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_photographs_arrive(
    visit: Visits,
    stage: Stage,  # noqa: F811
    port: int,
    tmp_path: Path,
    javascript: bool,
    capsys: pytest.CaptureFixture[str],
) -> None:
    every = bool(os.environ.get("GONGHUI_TEST_ALL"))
    if not javascript and not every:
        pytest.skip("a long check: make test-all runs it")
    page = _on_papers(visit, stage, port, javascript).page
    reference = page.url.split("/")[-2]
    page.set_default_timeout(180_000)
    labels = ("医疗收费票据", "诊治记录") if every else ("医疗收费票据",)
    photographs = [photograph(tmp_path / f"照片{number}.jpg") for number in range(len(labels))]
    began = time.monotonic()
    for number, label in enumerate(labels):
        paper = page.get_by_role("region", name=label)
        paper.locator("input[type=file]").set_input_files(str(photographs[number]))
        if javascript:
            paper.get_by_text("已缩小").wait_for()
        paper.get_by_role("button", name="上传").click()
        page.get_by_role("region", name=label).get_by_role("link", name=f"照片{number}").wait_for()
    waited = time.monotonic() - began
    with capsys.disabled():
        print(f"\n{len(labels)} photographs at 400 kbit/s, script {javascript}: {waited:.0f} s")  # noqa: T201
    filing = stage.filing(reference)
    kept = stage.read(lambda: [file.name for file in files_of(subject_of(filing))])
    # Without script the server makes them smaller, and says so in the name.
    assert sorted(name.replace("（已缩小）", "") for name in kept) == [path.name for path in photographs]
    assert not javascript or waited <= WAITING * len(labels) / 2


def test_what_did_not_arrive_stays_chosen_and_the_same_press_sends_it(
    visit: Visits,
    stage: Stage,  # noqa: F811
    port: int,
    tmp_path: Path,
) -> None:
    window = _on_papers(visit, stage, port, javascript=True)
    page = window.page
    paper = page.get_by_role("region", name="医疗收费票据")
    paper.locator("input[type=file]").set_input_files(str(photograph(tmp_path / "照片.jpg", (900, 1200))))
    page.route("**/papers", lambda route: route.abort())
    paper.get_by_role("button", name="上传").click()
    page.get_by_text("文件没有传完").wait_for()
    assert paper.locator("input[type=file]").evaluate("input => input.files.length") == 1
    assert [line for line in window.bad if "ERR_FAILED" not in line] == []
    window.bad.clear()
    page.unroute("**/papers")
    paper.get_by_role("button", name="上传").click()
    page.get_by_role("region", name="医疗收费票据").get_by_role("link", name="照片.jpg").wait_for()


GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
OWN = '<main id="main"><div class="problem" id="problem"><h1>太大</h1><p class="lead">一次最多传 30 MB，请分几次传。</p></div></main>'


@pytest.mark.parametrize(
    ("status", "answer", "said"),
    [(502, GATEWAY, "没有传完"), (200, GATEWAY, "没有传完"), (413, OWN, "一次最多传 30 MB，请分几次传。")],
    ids=["server in front", "somebody else's page", "refused by us"],
)
def test_an_answer_that_is_no_page_of_the_form_replaces_nothing(
    visit: Visits,
    stage: Stage,  # noqa: F811
    port: int,
    tmp_path: Path,
    status: int,
    answer: str,
    said: str,
) -> None:
    window = _on_papers(visit, stage, port, javascript=True)
    window.expected += (status,)
    page = window.page
    paper = page.get_by_role("region", name="医疗收费票据")
    paper.locator("input[type=file]").set_input_files(str(photograph(tmp_path / "照片.jpg", (900, 1200))))
    page.route("**/papers", lambda route: route.fulfill(status=status, content_type="text/html", body=answer))
    paper.get_by_role("button", name="上传").click()
    page.locator("#trouble", has_text=said).wait_for()
    assert paper.locator("input[type=file]").evaluate("input => input.files.length") == 1
    page.unroute("**/papers")
    paper.get_by_role("button", name="上传").click()
    page.get_by_role("region", name="医疗收费票据").get_by_role("link", name="照片.jpg").wait_for()


def test_files_stay_chosen_when_another_field_is_wrong(
    visit: Visits,
    stage: Stage,  # noqa: F811
    port: int,
    tmp_path: Path,
) -> None:
    worker = stage.member()
    window = visit(port, jurisdiction=HOME, viewport=PHONE, expected=(422,))
    page = window.open("/login?next=/claims/relief")
    with stage.app.app_context(), stage.work(write=False):
        phone = stage.person(worker).phone
    sign_in(page, stage, phone)
    page.locator("input[type=file]").set_input_files(str(photograph(tmp_path / "照片.jpg", (900, 1200))))
    page.get_by_role("button", name="提交").click()
    page.locator("#error-summary").wait_for()
    assert page.locator("input[type=file]").evaluate("input => input.files[0].name") == "照片.jpg"
    assert page.get_by_text("请重新选择").count() == 0
