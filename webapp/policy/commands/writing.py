"""`gonghui policy new | diff | status | schema | facts`: the commands of those who write profiles."""

import argparse
import datetime
import json
import re
import sys
from pathlib import Path
from typing import Any

from webapp.arguments import add_command
from webapp.policy.checking.profiles import check
from webapp.policy.commands.folders import policies_folder, reference_folder, shown
from webapp.policy.faults import Faulty
from webapp.policy.profile.rules import NO_SECTIONS
from webapp.policy.reading.layered import Profile
from webapp.policy.reading.library import NATIONAL, Library
from webapp.policy.reading.loading import load
from webapp.policy.reading.register import read_file
from webapp.policy.writing.differences import MISSING, differences
from webapp.policy.writing.registers import tables
from webapp.policy.writing.schema import key_tables, schema
from webapp.policy.writing.skeleton import QUESTIONS, find_provinces, first_scenarios, skeleton


def add_editing_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the editors' commands to `gonghui policy`."""
    new = add_command(
        commands,
        "new",
        "write a skeleton profile and its scenario file, every open question listed",
        example="gonghui policy new zhejiang --effective 2027-01-01",
        run=run_new,
    )
    new.add_argument("name", metavar="NAME", help="the province in pinyin, such as zhejiang")
    new.add_argument("--effective", type=datetime.date.fromisoformat, metavar="DATE", help="the day it takes effect")
    new.add_argument("--division", metavar="CODE", help="its division code, where the pinyin is not enough")
    differ = add_command(
        commands,
        "diff",
        "print what differs between two profiles",
        example="gonghui policy diff national zhejiang",
        run=run_diff,
    )
    differ.add_argument("before", metavar="A", help="a jurisdiction or a file")
    differ.add_argument("after", metavar="B", help="a jurisdiction or a file")
    status = add_command(
        commands,
        "status",
        "print which rules are in force, and what they leave open",
        example="gonghui policy status --on 2026-06-01",
        run=run_status,
    )
    status.add_argument("--on", type=datetime.date.fromisoformat, metavar="DATE", help="the day; today when not given")
    schemer = add_command(
        commands,
        "schema",
        "print the JSON schema of a profile (policies/schema.json)",
        example="gonghui policy schema > policies/schema.json",
        run=run_schema,
    )
    schemer.add_argument(
        "--keys", action="store_true", help="the chapter “Every key” of docs/policy-profile.md instead"
    )
    add_command(
        commands,
        "facts",
        "print who supplies each fact, and where each answer is shown (docs/facts.md)",
        example="gonghui policy facts > docs/facts.md",
        run=run_facts,
    )


def run_facts(args: argparse.Namespace) -> int:
    """`policy facts`."""
    print(tables(), end="")
    return 0


def run_new(args: argparse.Namespace) -> int:
    """`policy new NAME`."""
    folder = policies_folder()
    if not re.fullmatch("[a-z]+", args.name):
        print(f"“{args.name}” 要用小写拼音", file=sys.stderr)
        return 1
    places = find_provinces(reference_folder() / "divisions.csv", args.name, args.division)
    if len(places) != 1:
        names = "、".join(f"{one.label}（{one.code}）" for one in places) or "没有"
        print(f"“{args.name}” 对应的省级地区：{names}；请用 --division 写明代码", file=sys.stderr)
        return 1
    place = places[0]
    day = (args.effective or datetime.date.today()).isoformat()
    files = {
        folder / f"{args.name}.yaml": skeleton(args.name, place, day),
        folder / "scenarios" / f"{args.name}.yaml": first_scenarios(place, day),
    }
    for path in files:
        if path.exists():
            print(f"{shown(path)} 已经存在，没有改动", file=sys.stderr)
            return 1
    for path, text in files.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(f"写了 {shown(path)}")
    print(f"{place.label}（{place.code}）还有 {len(QUESTIONS)} 个问题要对着文件回答：")
    for key, question in QUESTIONS:
        print(f"  {key}：{question}")
    return 0


def run_diff(args: argparse.Namespace) -> int:
    """`policy diff A B`."""
    try:
        before, after = _data(args.before), _data(args.after)
    except Faulty as error:
        print(error)
        return 1
    except OSError as error:
        print(f"{error.filename}: 读不到文件", file=sys.stderr)
        return 1
    count = 0
    for one in differences(before, after):
        count += 1
        if one.before is MISSING:
            print(f"增  {one.path}: {_short(one.after)}")
        elif one.after is MISSING:
            print(f"删  {one.path}: {_short(one.before)}")
        else:
            print(f"改  {one.path}: {_short(one.before)} → {_short(one.after)}")
    print(f"共 {count} 处不同")
    return 0


def _data(name: str) -> Any:
    path = Path(name)
    if not path.suffix:
        path = policies_folder() / f"{name}.yaml"
    return load(read_file(path), shown(path)).document.data


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 160 else text[:157] + "…"


def run_status(args: argparse.Namespace) -> int:
    """`policy status`."""
    on = args.on or datetime.date.today()
    try:
        library = Library.from_folder(policies_folder())
    except Faulty as error:
        print(error)
        return 1
    for found in library.faults.values():
        print(*found, sep="\n")
    for name in (NATIONAL, *library.jurisdictions()):
        _print_status(library.profile(name, on), on)
    return 0


def _print_status(profile: Profile, on: datetime.date) -> None:
    rules, report = profile.rules, check(profile)
    since = f"{on.isoformat()} 适用全国规则" if profile.before else f"自 {rules.effective.isoformat()} 起施行"
    state = f"{len(report.faults)} 处错误" if report.faults else "已证明"
    print(f"{profile.jurisdiction}  {profile.name}  {since}  {state}  {profile.digest[:12]}")
    silent = [key for key in type(rules).model_fields if getattr(rules, key) is None and key not in NO_SECTIONS]
    if silent and not profile.before:
        print(f"    没有规定：{'、'.join(silent)}")
    for one in report.warnings:
        print(f"    {one.line} 行：{one.message}")


def run_schema(args: argparse.Namespace) -> int:
    """`policy schema`."""
    if args.keys:
        print(key_tables(), end="")
        return 0
    print(json.dumps(schema(), ensure_ascii=False, indent=1))
    return 0
