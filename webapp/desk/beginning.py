"""A new province or a new document: its skeleton becomes a draft, with every open question in it."""

import re

from webapp.accounts import Officer
from webapp.desk.forms import DocumentForm, ProvinceForm
from webapp.desk.models import PROFILE, SOURCE
from webapp.desk.ownership import is_ours, require_ours
from webapp.desk.store import Overtaken, Written, save
from webapp.desk.workflow import NotNow
from webapp.policy.writing.skeleton import find_provinces, first_scenarios, skeleton
from webapp.tenancy import NATIONAL, business_date, current, library, settings

_CLAUSE = re.compile(
    r"^\s*((?:第[一二三四五六七八九十百]+条|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．、]))"
)


def province(form: ProvinceForm, who: Officer) -> str:
    """Begin a province; its jurisdiction. Raises NotNow where the name says no one province, or it is served already."""
    name = form.name.data or ""
    places = find_provinces(settings().reference_dir / "divisions.csv", name, form.division.data or None)
    if name == NATIONAL or not is_ours(PROFILE, name):
        raise NotNow("这个省已经有规则了，由它自己的政策台修改")
    if len(places) != 1:
        told = "、".join(f"{one.label}（{one.code}）" for one in places)
        raise NotNow(f"请填写区划代码：{told}" if told else "没有找到这个省份，请检查拼音")
    day = business_date().isoformat()
    examples = {f"{name}.yaml": first_scenarios(places[0], day)}
    _begin(PROFILE, name, Written(skeleton(name, places[0], day), examples), who)
    return name


def document(form: DocumentForm, who: Officer) -> str:
    """Begin a document of the register, one open clause for each numbered paragraph of its full text. Raises NotNow."""
    name = form.document.data or ""
    require_ours(SOURCE, name, who)
    if name in library().register.documents:
        raise NotNow("这个编号已经登记过")
    _begin(SOURCE, name, Written(_skeleton(form), {}, form.full_text.data or ""), who)
    return name


def _begin(kind: str, name: str, written: Written, who: Officer) -> None:
    try:
        save(kind, name, written, seen_version=0, author=who)
    except Overtaken as overtaken:
        raise NotNow("已经有一份草稿，请在列表里打开") from overtaken


def _skeleton(form: DocumentForm) -> str:
    places = [
        found[1].strip("、.． ") for line in (form.full_text.data or "").splitlines() if (found := _CLAUSE.match(line))
    ]
    issuers = "\n".join(f"    - {one.strip()}" for one in re.split("[、，,]", form.issuers.data or "") if one.strip())
    clauses = "\n".join(
        f"  - {{id: {form.document.data}-{number}, place: {_quoted(place)}, text: 待定, modality: context, topic: 待定}}"
        for number, place in enumerate(places or ["待定"], 1)
    )
    return (
        "document:\n"
        f"  id: {form.document.data}\n"
        f"  number: {_quoted(form.number.data) if form.number.data else 'null'}\n"
        f"  title: {_quoted(form.title.data or '')}\n"
        f"  dated: {form.dated.data.isoformat() if form.dated.data else 'null'}\n"
        f"  issuers:\n{issuers}\n"
        "  status: null\n"
        f"  jurisdiction: {current()}\n"
        "# 逐条登记：place 是人们引用的位置，text 用一句话概括，不抄原文。\n"
        f"clauses:\n{clauses}\n"
    )


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "").replace('"', "'") + '"'
