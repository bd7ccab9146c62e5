"""The skeleton of a new province: everything null, every open question beside its key, and one scenario that
passes.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

ENDINGS = ("", "sheng", "shi", "zizhiqu", "tebiexingzhengqu")


@dataclass(frozen=True, slots=True)
class Place:
    """A province of the division data."""

    code: str
    label: str


def find_provinces(divisions: Path, name: str, code: str | None = None) -> list[Place]:
    """The provinces that `name` may mean: by pinyin, with or without what follows it, or the one of `code`.

    `guangxi` finds guangxizhuangzuzizhiqu; two provinces of one sound are both found.
    """
    with divisions.open(encoding="utf-8", newline="") as lines:
        provinces = [row for row in csv.DictReader(lines) if row["level"] == "province" and not row["until"]]
    exact = [row for row in provinces if row["pinyin"] in {name + ending for ending in ENDINGS}]
    found = exact or [row for row in provinces if row["pinyin"].startswith(name)]
    if code is not None:
        found = [row for row in provinces if row["code"] == code]
    return [Place(row["code"], row["name"]) for row in found]


QUESTIONS = (
    ("documents", "文件编号写在这里，条款登记在 policies/sources/ 里；没有自己的文件就写 []"),
    ("worker_groups", "文件点名了哪些群体？"),
    ("departments", "哪些部门联动，各指导哪些群体？"),
    ("union_kinds", "文件规定了哪些工会组织，各要什么条件？"),
    ("join.local", "兜底的工会有哪些，谁排在前？"),
    ("join.routes", "各种劳动关系的劳动者加入哪里？要么全写，要么写 null（按全国规则）"),
    ("join.suggestions", "还鼓励哪些工会吸收？"),
    ("join.legs", "是否要求双重入会？"),
    ("join.steps", "由谁审批，多长时间？"),
    ("join.channels", "开通了哪些渠道，由谁受理，会籍先落在哪里？"),
    ("seat", "会籍随什么走，什么时候接转？"),
    ("dues", "会费怎么交？"),
    ("thresholds", "多少人要建会？"),
    ("stations", "有哪些服务站点，依托哪里，谁认定？"),
    ("targets", "有哪些目标数？"),
    ("reports", "要报哪些表，什么时候报？"),
    ("duties", "工会每年要办哪些事？"),
    ("services", "有哪些服务？"),
    ("voice", "诉求怎么收、怎么答复？"),
    ("consultation", "集体协商谈哪些？"),
    ("honours", "有哪些评选？"),
    ("governance", "怎么建会，干部从哪里来？"),
    ("records", "实名制有没有比例？"),
    ("funding", "经费从哪里来？"),
    ("benefits", "有哪些保障计划，条款是什么？"),
)


def skeleton(jurisdiction: str, place: Place, effective: str) -> str:
    """The text of a profile that states nothing yet."""
    asked = dict(QUESTIONS)
    channels = [
        "offline",
        "online",
        "qr_scan",
        "collective_registration",
        "mobile_window",
        "onsite_meeting",
        "via_platform",
    ]
    lines = [
        "# yaml-language-server: $schema=schema.json",
        f"# {place.label}。null = 文件没有规定；false = 文件规定不提供；{{refer: 文件}} = 依照未收入本系统的文件。",
        "# 语言说明见 docs/policy-profile.md。每一处“待定”都要对着文件回答；答不出的留 null。",
        "format: 1",
        f"jurisdiction: {jurisdiction}",
        "layer: province",
        f"name: {place.label}",
        f'division: "{place.code}"',
        f"effective: {effective}",
        f"# 待定：{asked['documents']}",
        "documents: []",
        "defaults: null",
        "words: null",
        "questions: null",
        "interpretations: {}",
    ]
    for key in ("worker_groups", "departments", "union_kinds"):
        lines += [f"# 待定：{asked[key]}", f"{key}: null"]
    lines.append("join:")
    for key in ("local", "routes", "suggestions", "legs", "steps"):
        lines += [f"  # 待定：{asked[f'join.{key}']}", f"  {key}: null"]
    lines += [f"  # 待定：{asked['join.channels']}", "  channels:", *(f"    {one}: null" for one in channels)]
    lines += [
        "  events: null",
        f"# 待定：{asked['seat']}",
        "seat:",
        "  single: null",
        "  within: null",
        "  changes: null",
    ]
    for key, question in QUESTIONS:
        if "." not in key and key not in ("documents", "worker_groups", "departments", "union_kinds", "seat"):
            lines += [f"# 待定：{question}", f"{key}: null"]
    return "\n".join(lines) + "\n"


def first_scenarios(place: Place, as_of: str) -> str:
    """The text of a scenario file that shows what holds while the profile states nothing."""
    return f"""\
# {place.label}的例子。expect 只比较列出的项，cites 是决定必须引用的条款和解读。
base: null
scenarios:
  - id: FIRST-01
    name: 本地没有规定，单位有工会的按全国规则加入单位工会
    as_of: {as_of}
    decide: join
    facts: {{relation_kind: employment, employer_union: true}}
    expect: {{outcome: join, options: [employer_union], modality: must, route: {{layer: nation}}}}
    cites: []
"""
