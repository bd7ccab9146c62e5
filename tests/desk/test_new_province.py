"""A new province is published by two people, and each of them names one who will run it; from there on it goes by itself."""

from tests.desk.conftest import Office
from tests.desk.test_publishing import seen, soon
from tests.officers import confirm_waiting, links_to, set_password
from webapp.accounts.officers import officer_by_login
from webapp.desk.first_administrators import appoint
from webapp.persistence import unit_of_work
from webapp.unions import top_union

NEW = "zhejiang"
ONE = {"name": "陈一", "login": "chen", "phone": "13900139001"}
OTHER = {"name": "林二", "login": "lin", "phone": "13900139002"}
PAGE = f"/desk/texts/{NEW}/administrators"


def test_the_author_and_the_approver_each_name_one_and_both_get_in(office: Office) -> None:
    author, approver = office.editors("national")
    assert author.submit("/desk", {"name": NEW}, button="建立草稿").status_code == 303
    page = author.get(f"/desk/texts/{NEW}").text
    proposal = {"act": "propose", "reason": "开通", "effective": "2027-01-01", "opens": "keep"}
    answer = author.send(page, f"/desk/texts/{NEW}", proposal, button="保存草稿")
    assert answer.status_code == 303, seen(answer.text)

    def approved() -> int:
        return approver.submit(f"/desk/texts/{NEW}", {"act": "publish"}, button="同意并发布").status_code

    assert approved() == 409
    assert author.submit(PAGE, ONE).status_code == 303
    assert approved() == 409
    same = approver.submit(PAGE, {**OTHER, "phone": ONE["phone"]})
    assert same.status_code == 422 and "两位首任管理员要是两个人" in same.text
    assert approver.submit(PAGE, OTHER).status_code == 303
    assert approved() == 303
    assert soon(lambda: NEW in office.app.extensions["gonghui.library"].jurisdictions())
    assert author.get(PAGE).status_code == 404

    with office.app.app_context(), unit_of_work(NEW):
        appoint()
    assert [phone for phone, _path in links_to(office.app, NEW, "chen")] == [ONE["phone"]]
    chen, lin = (set_password(office.app, NEW, login) for login in ("chen", "lin"))
    assert "全国政策台" in chen.get("/officers/account").text
    with office.app.app_context(), unit_of_work(NEW):
        appoint()
        top = top_union()
        assert top is not None
    fields = {"name": "钱起草", "login": "qian", "role": "policy_author", "phone": "13900139003"}
    assert chen.submit("/desk/editors", fields, button="指定").status_code == 303
    assert [answer.status_code for answer in confirm_waiting(lin)] == [303]
    with office.app.app_context(), unit_of_work(NEW, write=False):
        found = officer_by_login("qian")
        assert found is not None and found.named_by != found.confirmed_by
