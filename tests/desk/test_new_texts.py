"""New texts: at their owner's desk, or at the nation's while the owner has none; one of two desks gets a new name."""

import re
from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from tests.client import Browser
from tests.desk.conftest import Office, fields
from tests.desk.test_ownership import post, refusals, source_of, token_of
from tests.desk.test_publishing import ON_SQLITE, publish, rows, seen, soon


def begun(office: Office, author: Browser, document: str, said: str) -> Any:
    """A new document at a desk that says it is somebody's, proposed."""
    new = {
        "document": document,
        "number": "浙工发〔2024〕1号",
        "title": "示例",
        "dated": "2024-01-01",
        "issuers": "总工会",
        "full_text": "一、假",
    }
    assert post(author, "/desk", token_of(author, "/desk"), new).status_code == 303
    page = author.get(f"/desk/texts/{document}").text
    text = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", page, re.S)
    assert text
    body = re.sub(r"jurisdiction: \w+", f"jurisdiction: {said}", text[1].replace("&#34;", '"').replace("&quot;", '"'))
    return author.send(page, f"/desk/texts/{document}", {**fields(body), "act": "propose"}, button="保存草稿")


@ON_SQLITE
def test_a_new_document_is_registered_at_its_owners_desk(office: Office) -> None:
    author, approver = office.editors("jiangsu")
    for document, said in (("JS48", "guangdong"), ("JS49", "national"), ("JS50", "gangdong")):
        answer = begun(office, author, document, said)
        assert answer.status_code == 422, said
        assert f"“{said}” 的文件不能在这里登记" in seen(answer.text) and "请写 jiangsu" in seen(answer.text)
    assert begun(office, author, "JS51", "jiangsu").status_code == 303
    answer = approver.submit("/desk/texts/JS51", {"act": "publish"}, button="同意并发布")
    assert answer.status_code == 303, seen(answer.text)
    assert [(row.owner, row.desk) for row in rows(office, "JS51")] == [("jiangsu", "jiangsu")]


@ON_SQLITE
def test_the_nations_desk_writes_for_a_province_until_it_has_a_desk_of_its_own(office: Office) -> None:
    author, approver = office.editors("national")
    answer = begun(office, author, "ZJ01", "zhejiang")
    assert answer.status_code == 422 and "“zhejiang” 的文件不能在这里登记" in seen(answer.text)
    assert post(author, "/desk", token_of(author, "/desk"), {"name": "zhejiang", "division": ""}).status_code == 303
    for document in ("ZJ01", "ZJ02"):
        text = (
            source_of(office, "JS47")
            .replace("JS47", document)
            .replace("jurisdiction: jiangsu", "jurisdiction: zhejiang")
        )
        if document == "ZJ02":
            assert begun(office, author, document, "zhejiang").status_code == 303
            continue
        page = author.get(f"/desk/texts/{document}").text
        answer = author.send(page, f"/desk/texts/{document}", {**fields(text), "act": "propose"}, button="保存草稿")
        assert answer.status_code == 303, seen(answer.text)
        answer = approver.submit(f"/desk/texts/{document}", {"act": "publish"}, button="同意并发布")
        assert answer.status_code == 303, seen(answer.text)
    library = office.app.extensions["gonghui.library"]
    assert soon(lambda: "ZJ01" in library.register.documents)
    page = author.get("/desk/texts/zhejiang").text
    skeleton = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", page, re.S)
    assert skeleton
    profile = skeleton[1].replace("&#34;", '"').replace("documents: []", "documents: [ZJ01]")
    profile = re.sub(r"effective: \S+", "effective: 2024-01-01", profile)
    for number, editor in enumerate((author, approver)):
        first = {"name": "王", "login": f"first{number}", "phone": f"1390000000{number}"}
        assert editor.submit("/desk/texts/zhejiang/administrators", first).status_code == 303
    publish(author, approver, "zhejiang", profile)
    assert soon(lambda: "zhejiang" in library.jurisdictions())

    for name in ("ZJ01", "zhejiang"):
        assert [(row.owner, row.desk) for row in rows(office, name)] == [("zhejiang", "national")]
        assert author.get(f"/desk/texts/{name}").status_code == 404
        assert (
            post(author, f"/desk/texts/{name}", token_of(author, "/desk"), fields("改", act="save")).status_code == 404
        )
    data = {"act": "publish", "version": "3"}
    answer = post(approver, "/desk/texts/ZJ02/decision", token_of(approver, "/desk/texts/ZJ02"), data)
    assert answer.status_code == 409 and "通不过校验" in answer.text
    assert rows(office, "ZJ02") == [] and refusals(office, "national") == ["ZJ01", "zhejiang"]
    own, second = office.editors("zhejiang")
    publish(own, second, "ZJ01", rows(office, "ZJ01")[0].text + "# 自己改\n")
    assert rows(office, "ZJ01")[-1].desk == "zhejiang"


def at_once(count: int, work: Callable[[int], None]) -> None:
    together = Barrier(count)

    def run(number: int) -> None:
        together.wait()
        work(number)

    threads = [Thread(target=run, args=(number,)) for number in range(count)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()


def test_of_two_desks_with_a_new_document_of_one_name_one_gets_it(office: Office) -> None:
    editors = {desk: office.editors(desk) for desk in ("jiangsu", "guangdong")}
    for desk, (author, _) in editors.items():
        assert begun(office, author, "XX01", desk).status_code == 303
    pages = {desk: approver.get("/desk/texts/XX01").text for desk, (_, approver) in editors.items()}
    answers: dict[str, int] = {}

    def vote(number: int) -> None:
        desk = list(editors)[number]
        answer = editors[desk][1].send(pages[desk], "", {"act": "publish"}, button="同意并发布")
        answers[desk] = answer.status_code

    at_once(2, vote)
    assert sorted(answers.values()) == [303, 409]
    winner = min(answers, key=lambda desk: answers[desk])
    assert [(row.owner, row.desk) for row in rows(office, "XX01")] == [(winner, winner)]
