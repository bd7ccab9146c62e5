"""The policy in plain words: nothing that a profile says is left out, and no silence is filled in."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask

from tests.client import Browser, browse
from tests.web.lint import page_faults, text_of
from tests.web.weight import KB, weigh
from webapp.home.book import book_of, sections_of
from webapp.policy import Library, Profile

ROOT = Path(__file__).resolve().parents[2]
FOURTH = ROOT / "tests" / "policy" / "fourth"
REAL = sorted(Library.from_folder(ROOT / "policies").jurisdictions())
SECTIONS = sections_of(Library.from_folder(ROOT / "policies").profile(REAL[0]).rules)
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture(scope="session")
def with_fourth(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real policies with a made-up province beside them."""
    folder = tmp_path_factory.mktemp("with-fourth") / "policies"
    shutil.copytree(ROOT / "policies", folder)
    shutil.copytree(FOURTH, folder, dirs_exist_ok=True)
    return folder


def profile_of(app: Flask, jurisdiction: str) -> Profile:
    """The newest profile of a province."""
    found: Profile = app.extensions["gonghui.library"].profile(jurisdiction)
    return found


def read(browser: Browser, path: str) -> BeautifulSoup:
    """A page that is there, parsed."""
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return BeautifulSoup(answer.text, "html5lib")


def values(data: Any, key: str) -> Iterator[Any]:
    """Every value under `key` inside YAML data, lists opened."""
    if isinstance(data, Mapping):
        for name, value in data.items():
            if name == key:
                yield from value if isinstance(value, list) else [value]
            yield from values(value, key)
    elif isinstance(data, list):
        for one in data:
            yield from values(one, key)


def main_of(page: BeautifulSoup) -> Tag:
    """The page's content."""
    assert page.main is not None
    return page.main


@pytest.mark.parametrize("jurisdiction", REAL)
@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_has_its_page_with_every_label_clause_and_reading(
    app: Flask, jurisdiction: str, section: str
) -> None:
    data = profile_of(app, jurisdiction).loaded.document.data[section]
    page = main_of(read(browse(app, jurisdiction), f"/policy/{section}"))
    said = text_of(page).replace(" ", "")
    linked = {str(link["href"]).rpartition("#")[2] for link in page.select("a[href*='/clauses/']")}
    readings = {str(box["id"]) for box in page.select(".reading[id]")}

    assert [label for label in values(data, "label") if label and str(label).replace(" ", "") not in said] == []
    assert {str(clause) for clause in values(data, "source")} <= linked
    named = {str(amb) for amb in values(data, "interpretation")}
    turned = {amb for other in values(data, "other_reading") if other for amb in other}
    assert named | turned <= readings


@pytest.mark.parametrize("jurisdiction", REAL)
def test_the_index_leads_to_every_section_and_says_which_are_silent(app: Flask, jurisdiction: str) -> None:
    rules = profile_of(app, jurisdiction).rules
    page = read(browse(app, jurisdiction), "/policy")
    rows = {str(row.a["href"]): text_of(row) for row in page.select(".task-list__item") if row.a is not None}
    assert {f"/policy/{name}" for name in sections_of(rules)} == rows.keys()
    for name in sections_of(rules):
        assert ("没有规定" in rows[f"/policy/{name}"]) == (getattr(rules, name) is None), name


@pytest.mark.parametrize("jurisdiction", REAL)
def test_no_name_of_the_language_stands_on_a_page(app: Flask, jurisdiction: str) -> None:
    book = book_of(profile_of(app, jurisdiction), lambda code: code)
    for chapter in book.chapters:
        assert chapter.title and not chapter.title.isascii(), chapter.key
        for topic in chapter.topics:
            said = [topic.title, topic.hint, *(silence.sentence for silence in topic.silences)]
            for rule in topic.rules:
                said += [rule.sentence, *rule.notes, *rule.unstated, rule.layer, rule.origin]
                assert rule.text, rule.anchor
            assert [text for text in said if "_" in text or "None" in text] == []


@pytest.mark.parametrize("jurisdiction", REAL)
def test_anchors_are_unique_in_a_chapter(app: Flask, jurisdiction: str) -> None:
    for chapter in book_of(profile_of(app, jurisdiction), lambda code: code).chapters:
        anchors = [rule.anchor for rule in chapter.rules()]
        assert len(anchors) == len(set(anchors)), chapter.key


def test_silence_refusal_and_reference_are_three_different_sentences(
    with_fourth: Path, app_with: Any, database: str
) -> None:
    fourth = app_with(GONGHUI_POLICIES=str(with_fourth))
    channels = text_of(main_of(read(browse(fourth, "donghai"), "/policy/join")).find(id="topic-channels").parent)
    assert "流动窗口入会 ：文件没有规定。" in channels
    assert "扫码入会 ：文件写明不提供。" in channels
    assert "集体登记入会 ：按《东海工办〔2023〕2号》执行，本站没有收录这份文件。" in channels
    stations = text_of(main_of(read(browse(fourth, "donghai"), "/policy/stations")))
    assert "文件没有规定。" in stations


def test_a_made_up_province_has_all_its_pages(with_fourth: Path, app_with: Any, database: str) -> None:
    fourth = app_with(GONGHUI_POLICIES=str(with_fourth))
    browser = browse(fourth, "donghai")
    for name in sections_of(profile_of(fourth, "donghai").rules):
        assert page_faults(browser.get(f"/policy/{name}").text) == []
    join = text_of(main_of(read(browser, "/policy/join")))
    assert "入会形式：港口入会" in join and "办理时限：10 天" in join
    assert "按工资" not in join
    dues = text_of(main_of(read(browser, "/policy/dues")))
    assert "按超过 3000.00 元的部分的 0.5% 缴纳" in dues and "由谁决定、用途：文件没有规定" in dues
    seat = text_of(main_of(read(browser, "/policy/seat")))
    assert "30 天内办好" in seat


def test_a_row_for_some_places_names_them(with_fourth: Path, app_with: Any, database: str) -> None:
    fourth = app_with(GONGHUI_POLICIES=str(with_fourth))
    row = read(browse(fourth, "donghai"), "/policy/join").find(id="routes.city-harbour")
    assert isinstance(row, Tag) and "只适用于：990100" in text_of(row)
    assert "市级规定" in text_of(row)


def test_the_nations_rules_are_shown_as_the_nations_where_a_province_is_silent(app: Flask) -> None:
    silent = next(name for name in REAL if profile_of(app, name).rules.join.routes is None)
    page = read(browse(app, silent), "/policy/join")
    topic = page.find(id="topic-routes")
    assert isinstance(topic, Tag) and topic.parent is not None
    rules = topic.parent.select(".rule")
    assert rules and all("全国规定" in text_of(rule) for rule in rules)
    assert "本地文件没有规定，按全国规定办理。" in text_of(topic.parent)


def test_a_single_situation_left_to_the_nation_says_so(app: Flask) -> None:
    handed_on = {
        (name, row.id) for name in REAL for row in profile_of(app, name).rules.join.routes or () if row.national
    }
    assert handed_on
    for name, row in handed_on:
        found = read(browse(app, name), "/policy/join").find(id=f"routes.{row}")
        assert isinstance(found, Tag)
        assert "全国规定" in text_of(found) and "本地文件没有规定这一情形" in text_of(found)


@pytest.mark.parametrize("jurisdiction", REAL)
def test_every_clause_link_leads_to_that_clause_in_the_register(app: Flask, jurisdiction: str) -> None:
    browser = browse(app, jurisdiction)
    targets: set[str] = set()
    for name in sections_of(profile_of(app, jurisdiction).rules):
        targets |= {str(link["href"]) for link in read(browser, f"/policy/{name}").select("a[href*='/clauses/']")}
    documents = {target.partition("#")[0] for target in targets}
    anchors = {f"{path}#{item['id']}" for path in documents for item in read(browser, path).select("li.rule[id]")}
    assert targets <= anchors


@pytest.mark.parametrize("jurisdiction", REAL)
def test_the_register_holds_the_provinces_documents_and_the_nations_and_no_others(
    app: Flask, jurisdiction: str
) -> None:
    profile = profile_of(app, jurisdiction)
    own = {*profile.rules.documents, *profile.nation.documents}
    links = read(browse(app, jurisdiction), "/policy/clauses").select("a[href*='/clauses/']")
    assert {str(link["href"]).rpartition("/")[2] for link in links} == own
    foreign = next(one for one in profile.register.documents if one not in own)
    assert browse(app, jurisdiction).get(f"/policy/clauses/{foreign}").status_code == 404


def test_a_search_finds_clauses_by_words_place_and_number(app: Flask) -> None:
    profile = profile_of(app, REAL[0])
    document = profile.register.documents[profile.rules.documents[0]]
    clause = next(one for one in profile.register.clauses.values() if one.id.startswith(f"{document.id}-"))
    browser = browse(app, REAL[0])
    for words in (clause.text[:12], f"{document.number} {clause.place}", clause.id.lower()):
        answer = browser.get("/policy/clauses", query_string={"q": words})
        assert BeautifulSoup(answer.text, "html5lib").find(id=clause.id) is not None, words
        assert page_faults(answer.text) == []
    nothing = browser.get("/policy/clauses", query_string={"q": "<没有这样的话>"})
    assert "没有查到" in nothing.text and "<没有这样的话>" not in nothing.text


def test_a_wide_search_stays_light_and_says_that_there_is_more(app: Flask) -> None:
    browser = browse(app, REAL[0])
    assert weigh(browser, "/policy/clauses?q=工会").faults(total=60 * KB) == []
    assert "这里只列出前" in browser.get("/policy/clauses", query_string={"q": "工会"}).text


@pytest.mark.parametrize("jurisdiction", REAL)
def test_the_booklet_holds_every_rule_silence_and_reading(app: Flask, jurisdiction: str) -> None:
    book = book_of(profile_of(app, jurisdiction), lambda code: code)
    said = text_of(main_of(read(browse(app, jurisdiction), "/policy/booklet"))).replace(" ", "")
    for chapter in book.chapters:
        assert [rule.anchor for rule in chapter.rules() if rule.text.replace(" ", "") not in said] == []
        assert [one.text for one in chapter.silences() if one.text not in said] == []
    assert [one.id for one in book.readings if one.reading.replace(" ", "") not in said] == []
    assert all(one.number in said for one in (*book.documents, *book.nation))


def test_the_booklets_qr_code_is_an_image_of_this_site_and_leads_to_the_front_page(app: Flask) -> None:
    browser = browse(app, REAL[0])
    image = read(browser, "/policy/booklet").select_one(".qr img")
    assert image is not None and f"https://{REAL[0]}.localhost/" in str(image["alt"])
    drawing = browser.get(str(image["src"]))
    assert drawing.mimetype == "image/svg+xml" and "style" not in drawing.text and "script" not in drawing.text


def test_before_its_own_rules_are_in_force_a_province_shows_the_nations(
    app: Flask, app_with: Any, database: str
) -> None:
    early = app_with(**{f"GONGHUI_TODAY__{REAL[0].upper()}": "2021-01-01"})
    page = text_of(main_of(read(browse(early, REAL[0]), "/policy")))
    assert "自己的规定还没有生效" in page
    assert "全国规定" in text_of(main_of(read(browse(early, REAL[0]), "/policy/join")))


@pytest.mark.parametrize("jurisdiction", REAL)
@pytest.mark.parametrize("path", ["", "/booklet", "/clauses", *(f"/{name}" for name in SECTIONS)])
def test_the_pages_are_well_made_and_light(app: Flask, jurisdiction: str, path: str) -> None:
    browser = browse(app, jurisdiction)
    assert page_faults(browser.get(f"/policy{path}").text) == []
    assert weigh(browser, f"/policy{path}").faults(total=60 * KB) == []


def test_an_unknown_topic_or_document_is_not_found(app: Flask) -> None:
    browser = browse(app, REAL[0])
    assert browser.get("/policy/nothing").status_code == 404
    assert browser.get("/policy/clauses/nothing").status_code == 404
