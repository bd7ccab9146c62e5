"""Papers through the page: a bad file gets its own sentence, and neither the answers nor the other files are lost."""

import pytest

from tests.claims.conftest import Stage
from tests.claims.papers import picture, picture_bytes
from tests.claims.walking import WHAT, Walk, text
from tests.files.bad import huge_png, inflating_paper, locked_paper, upload, zip_bomb
from webapp.claims.store import subject_of
from webapp.files import files_of

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

BAD = {
    "empty": (b"", "照片.jpg"),
    "wrong kind": (b"MZ\x90\x00 a program", "照片.jpg"),
    "polyglot": (b"<html><script>alert(1)</script>" + picture_bytes(), "照片.jpg"),
    "50,000 pixels": (huge_png(50_000), "照片.png"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "图.svg"),
    "encrypted": (locked_paper(owner_only=False), "票据.pdf"),
    "zip bomb": (zip_bomb(), "票据.xlsx"),
    "pdf bomb": (inflating_paper(80_000_000), "票据.pdf"),
}


def names(stage: Stage, reference: str) -> list[str]:
    filing = stage.filing(reference)
    return stage.read(lambda: [file.name for file in files_of(subject_of(filing))])  # type: ignore[no-any-return]


def test_each_bad_file_gets_its_own_message_and_what_was_there_stays(stage: Stage) -> None:
    walk = Walk(stage, stage.member())
    reference = walk.begin()
    walk.post(f"/claims/{reference}/when", {"day": "2022-03-10"})
    walk.post(f"/claims/{reference}/what", WHAT)
    assert walk.bill(reference, {}).status_code == 303
    assert walk.upload(reference, "invoice", picture("第一张.jpg")).status_code == 303
    messages = {}
    for number, (what, (data, name)) in enumerate(BAD.items()):
        good = picture(f"好的{number}.jpg")
        answer = walk.upload(reference, "treatment_record", upload(data, name), good)
        assert answer.status_code == 422, what
        messages[what] = (
            text(answer.text).partition("有文件没有收下")[2].partition("其他文件和已填的内容都还在")[0].strip()
        )
        assert f"好的{number}.jpg" in answer.text and "第一张.jpg" in answer.text
    assert all(messages.values()) and len(set(messages.values())) >= len(BAD) - 2, messages
    kept = names(stage, reference)
    assert kept == ["第一张.jpg", *(f"好的{number}.jpg" for number in range(len(BAD)))]
    page = walk.page(reference)
    assert "1 张，个人自付合计 600.00 元" in page and "2022年3月10日" in page


def test_a_paper_is_opened_by_its_owner_and_his_reviewer_only_and_deleted_before_it_is_handed_in(stage: Stage) -> None:
    walk = Walk(stage, stage.member())
    reference = walk.file({})
    other = Walk(stage, stage.member())
    filing = stage.filing(reference)
    file = stage.read(lambda: files_of(subject_of(filing))[0])
    path = f"papers/{file.id}"
    assert walk.browser.get(f"/claims/{reference}/{path}").status_code == 200
    assert stage.officer().get(f"/office/claims/{reference}/{path}").status_code == 200
    assert other.browser.get(f"/claims/{reference}/{path}").status_code == 404
    assert other.browser.get(f"/claims/{reference}").status_code == 404
    assert walk.post(f"/claims/{reference}/{path}/removal", {}).status_code == 409
    draft = walk.begin()
    walk.upload(draft, "invoice", picture("写错了.jpg"))
    mine = stage.read(lambda: files_of(subject_of(stage.filing(draft)))[0])
    assert walk.browser.get(f"/claims/{reference}/papers/{mine.id}").status_code == 404
    assert walk.post(f"/claims/{draft}/papers/{mine.id}/removal", {}).status_code == 303
    assert names(stage, draft) == []
