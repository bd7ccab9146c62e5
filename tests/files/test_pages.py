"""A form with files as a browser sends it, and what a browser gets back."""

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Blueprint, Flask, Response, render_template_string
from flask.typing import ResponseReturnValue
from werkzeug.test import TestResponse, encode_multipart

from tests.client import Browser, browse
from tests.files import bad
from tests.web.lint import fragment_faults, page_faults
from webapp import files
from webapp.files import UploadField, takes_files
from webapp.files.limits import OTHER_REQUEST_BYTES, REQUEST_BYTES
from webapp.web import audience
from webapp.web.forms import Form

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

PAGE = """{% from "components/files.html" import upload, file_list %}{% from "components/forms.html" import csrf, error_summary %}
<main>{{ error_summary(form) }}<h1>材料</h1><form method="post" action="/piles" enctype="multipart/form-data" novalidate>{{ csrf() }}
{{ upload(form.papers, "拍清楚四角") }}<button type="submit">上传</button></form>
{{ file_list(kept, "pile.show", remove="pile.remove", pile="one") }}</main>"""

pile = Blueprint("pile", __name__)


class PapersForm(Form):
    papers = UploadField("现场照片", at_most=3)


@pile.route("/piles", methods=["GET", "POST"])
@audience("public")
@takes_files
def index() -> ResponseReturnValue:
    form = PapersForm()
    valid = form.validate_on_submit()
    for each in form.papers.data if valid else []:
        files.keep(each, subject="pile:one", purpose="photo", by="worker:1")
    page = render_template_string(PAGE, form=form, kept=files.files_of("pile:one"))
    return page, 422 if form.errors else 200


@pile.post("/careless")
@audience("public")
def careless() -> ResponseReturnValue:
    PapersForm().validate()
    return ""


@pile.get("/piles/<pile>/<uuid:file_id>")
@audience("public")
def show(pile: str, file_id: UUID) -> Response:
    file = files.get(file_id)
    assert file is not None
    return files.send(file)


@pile.post("/piles/<pile>/<uuid:file_id>/removal")
@audience("public")
def remove(pile: str, file_id: UUID) -> ResponseReturnValue:
    file = files.get(file_id)
    assert file is not None
    files.remove(file)
    return ""


@pytest.fixture
def browser(app_with: Any, tmp_path: Path) -> Browser:
    """A browser of an application that has these pages."""
    app: Flask = app_with(pile)
    app.extensions["gonghui.settings"] = replace(app.extensions["gonghui.settings"], data_dir=tmp_path)
    return browse(app, "alpha")


def sent(*contents: tuple[bytes, str]) -> dict[str, Any]:
    return {"papers": [(io.BytesIO(data), name) for data, name in contents]}


def test_several_files_are_sent_listed_opened_and_removed(browser: Browser) -> None:
    answer = browser.submit("/piles", sent((bad.picture(), "伤 1.jpg"), (bad.paper(), "证明.pdf")))
    assert answer.status_code == 200
    page = browser.get("/piles").text
    assert fragment_faults(page.partition("<main>")[2].partition("</main>")[0]) == []
    assert "伤 1.jpg" in page and "1 KB" in page
    first, second = [part.split('"')[0] for part in page.split('<a href="')[1:]]
    picture, paper = browser.get(first), browser.get(second)
    assert picture.headers["Content-Disposition"] == "inline; filename*=UTF-8''%E4%BC%A4%201.jpg"
    assert paper.headers["Content-Disposition"].startswith("attachment; ")
    for answer in (picture, paper):
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
    assert (picture.mimetype, paper.mimetype) == ("image/jpeg", "application/pdf")
    assert browser.send(page, "/piles", button="确认删除伤 1.jpg").status_code == 200
    assert "伤 1.jpg" not in browser.get("/piles").text


def post(browser: Browser, path: str, size: int) -> TestResponse:
    """Send so many bytes and no form."""
    headers = {"Sec-Fetch-Site": "same-origin"}
    return browser.post(path, data=bytes(size), content_type="application/octet-stream", headers=headers)


def send_form(browser: Browser, *contents: tuple[bytes, str]) -> TestResponse:
    """Send the form with its files as bytes: the test client would leave a large one open."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/piles").text)
    assert token is not None
    papers = [bad.upload(data, name) for data, name in contents]
    boundary, body = encode_multipart({"papers": papers, "csrf_token": token[1]})
    headers = {"Sec-Fetch-Site": "same-origin"}
    return browser.post("/piles", data=body, content_type=f"multipart/form-data; boundary={boundary}", headers=headers)


@pytest.mark.parametrize(
    ("contents", "message"),
    [
        ([], "请选择现场照片"),
        ([(b"", "伤.jpg")], "是空的"),
        ([(bad.picture(), "伤.jpg"), (b"words", "伤2.jpg")], "“伤2.jpg”的内容不是照片.*其他文件也要重新选择"),
        ([(bad.picture(), "伤.jpg")] * 4, "一次最多 3 个文件，您选了 4 个"),
    ],
)
def test_one_refused_file_keeps_none_and_its_message_stands_beside_the_field(
    browser: Browser, contents: list[tuple[bytes, str]], message: str
) -> None:
    answer = browser.submit("/piles", sent(*contents))
    assert answer.status_code == 422
    assert len(re.findall(message, answer.text)) == 2
    assert 'href="#papers"' in answer.text and 'aria-invalid="true"' in answer.text
    assert "还没有文件" in answer.text


def test_a_form_that_forgot_its_kind_of_sending_asks_for_the_files_again(browser: Browser) -> None:
    assert "请选择现场照片" in browser.submit("/piles", {"papers": "伤.jpg"}).text


def test_a_request_that_is_too_large_gets_a_page_that_says_so(browser: Browser) -> None:
    answer = post(browser, "/piles", REQUEST_BYTES + 1)
    assert answer.status_code == 413
    assert "文件或内容太大" in answer.text and page_faults(answer.text) == []


def test_only_a_form_of_files_may_be_large(browser: Browser) -> None:
    assert post(browser, "/login", OTHER_REQUEST_BYTES + 1).status_code == 413
    assert post(browser, "/piles", OTHER_REQUEST_BYTES + 1).status_code == 413
    large = send_form(browser, (bytes(OTHER_REQUEST_BYTES + 1), "照片.jpg"))
    assert large.status_code == 422 and "的内容不是照片" in large.text


def test_a_view_that_forgot_to_say_that_it_takes_files_is_found_at_once(browser: Browser) -> None:
    browser.application.config["PROPAGATE_EXCEPTIONS"] = True
    with pytest.raises(RuntimeError, match="pile.careless has an UploadField"):
        browser.send(browser.get("/piles").text.replace('"/piles"', '"/careless"'), "/careless", button="上传")
