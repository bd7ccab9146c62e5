"""The lint finds each fault it is for."""

import pytest

from tests.web.lint import page_faults, question_faults

GOOD = """<!doctype html><html lang="zh-CN"><head><title>填写</title></head><body><a class="skip-link" href="#main">跳到正文</a>
<main id="main"><a class="back-link" href="/">返回</a>
<form method="post" action="/next" novalidate><input type="hidden" name="csrf_token" value="t">
<div class="field"><h1><label for="name">姓名</label></h1><input id="name" name="name"></div>
<button class="button" type="submit">下一步</button></form></main></body></html>"""

ERROR = """<title>错误：填写</title></head><body><a class="skip-link" href="#main">跳到正文</a>
<main id="main"><div class="error-summary" role="alert" tabindex="-1"><a href="#name">请填写姓名</a></div>
<form method="post" action="/next" novalidate><input type="hidden" name="csrf_token" value="t">
<div class="field field--error"><h1><label for="name">姓名</label></h1><p class="field-error">错误：请填写姓名</p>
<input id="name" name="name" aria-invalid="true"></div>"""
WRONG = GOOD[: GOOD.index("<title>")] + ERROR + GOOD[GOOD.index("\n<button") :]


def test_a_good_page_has_no_fault() -> None:
    assert page_faults(GOOD) == []
    assert page_faults(WRONG) == []
    assert question_faults(GOOD) == []


@pytest.mark.parametrize(
    ("page", "old", "new", "words"),
    [
        (GOOD, "</div>", "", "end-tag"),
        (GOOD, ' lang="zh-CN"', "", "no lang"),
        (GOOD, "<title>填写</title>", "<title></title>", "no title"),
        (GOOD, "</main>", "<h1>又一个</h1></main>", "2 h1"),
        (GOOD, 'class="skip-link" ', "", "skip link"),
        (GOOD, ' id="main"', ' id="name"', "stands 2 times"),
        (GOOD, ' name="name"', ' name="name" aria-describedby="gone"', "not on the page"),
        (GOOD, " novalidate", "", "novalidate"),
        (GOOD, ' action="/next"', "", "no action"),
        (GOOD, 'type="submit"', 'type="button"', "no submit button"),
        (GOOD, ' value="t"', ' value=""', "no token"),
        (GOOD, ' name="name"', ' name="name" required', "required"),
        (GOOD, ' for="name"', ' for="main"', "no label"),
        (GOOD, ' name="name"', ' name="name" placeholder="陈小明"', "placeholder"),
        (GOOD, "姓名<", "姓名*<", "asterisk"),
        (GOOD, ' name="name"', ' name="name" style="color:red"', "has style"),
        (GOOD, ' name="name"', ' name="name" onclick="go()"', "has onclick"),
        (GOOD, "</main>", "<script>go()</script></main>", "inline script"),
        (GOOD, "</head>", "<style>a{}</style></head>", "inline style sheet"),
        (GOOD, "</main>", '<img src="//cdn.example/a.png" alt=""></main>', "comes from"),
        (GOOD, "</main>", '<img src="/a.png"></main>', "no alt"),
        (GOOD, "</main>", '<a href="/x" target="_blank">x</a></main>', "no plain link"),
        (GOOD, "</main>", '<div hx-get="/x"></div></main>', "not a native"),
        (GOOD, "</main>", '<a href="/x" hx-get="/y">x</a></main>', "without script it would go to"),
        (GOOD, "</main>", '<button type="button" hx-get="/y">x</button></main>', "without script nothing sends it"),
        (GOOD, "</main>", '<a href="/x" hx-get="/x" hx-on:click="go()">x</a></main>', "not used here"),
        (GOOD, "</main>", '<a href="/x" hx-get="/x" hx-trigger="click[ctrlKey]">x</a></main>', "needs eval"),
        (WRONG, "错误：填写", "填写", "title does not begin"),
        (WRONG, ' tabindex="-1"', "", "cannot take the focus"),
        (WRONG, 'href="#name"', 'href="#gone"', "leads nowhere"),
        (WRONG, ">请填写姓名</a>", ">姓名不对</a>", "the summary says"),
    ],
)
def test_each_fault_is_found(page: str, old: str, new: str, words: str) -> None:
    assert old in page
    assert any(words in fault for fault in page_faults(page.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('class="back-link"', "", "back link"),
        ("<h1><label", "<label", "not the h1"),
        ('class="button"', "", "one main button"),
    ],
)
def test_a_question_page_keeps_its_shape(old: str, new: str, words: str) -> None:
    assert any(words in fault for fault in question_faults(GOOD.replace(old, new, 1)))
