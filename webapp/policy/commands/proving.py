"""`gonghui policy …`: check, test and decide from the command line."""

import argparse
import datetime
import json
import sys
import time
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from webapp.arguments import add_command
from webapp.policy.answers.stored import Stored, plain
from webapp.policy.checking.profiles import Report, check
from webapp.policy.checking.scenarios import Scenario, load_scenarios
from webapp.policy.commands.folders import policies_folder, shown
from webapp.policy.commands.writing import add_editing_commands
from webapp.policy.decision import Decision, Reason
from webapp.policy.decisions.kinds import KINDS, decide
from webapp.policy.faults import Faulty, did_you_mean
from webapp.policy.language.facts import FactError
from webapp.policy.reading.library import NATIONAL, FolderSource, Library, NoProfile, Revision
from webapp.policy.reading.register import Register, read_file, texts_in


def add_commands(
    subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> "argparse._SubParsersAction[argparse.ArgumentParser]":
    """Add `policy` and its commands to the `gonghui` command; the commands, for others to add theirs."""
    policy = subparsers.add_parser("policy", help="prove, try and change the provinces' profiles")
    commands = policy.add_subparsers(dest="policy_command", required=True)
    checker = add_command(
        commands,
        "check",
        "prove the profiles; exit 1 and file:line:col: message for each fault",
        example="gonghui policy check policies/zhejiang.yaml",
        run=run_check,
    )
    checker.add_argument("files", nargs="*", type=Path, metavar="FILE", help="profiles; every one when none is named")
    checker.add_argument("--warnings", action="store_true", help="also print what is worth a look")
    tester = add_command(
        commands,
        "test",
        "run scenario files; exit 1 when one fails",
        example="gonghui policy test --quiet",
        run=run_test,
    )
    tester.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="scenario files; every one when none is named"
    )
    tester.add_argument("--quiet", action="store_true", help="print failures and the count only")
    decider = add_command(
        commands,
        "decide",
        "decide on facts given as JSON on standard input",
        example="gonghui policy decide zhejiang join --on 2026-06-01 < facts.json",
        run=run_decide,
    )
    decider.add_argument("name", metavar="NAME", help="a jurisdiction, or national")
    decider.add_argument("kind", metavar="KIND", help="|".join(KINDS))
    decider.add_argument("--on", type=datetime.date.fromisoformat, metavar="DATE", help="the day of the decision")
    decider.add_argument("--json", action="store_true", help="print the whole decision as JSON")
    add_editing_commands(commands)
    return commands


class _Files:
    """The files named on the command line, over the folder's nation; without any, every profile of the folder."""

    def __init__(self, folder: Path, files: Sequence[Path]) -> None:
        self.folder, self.files = folder, files

    def revisions(self) -> Iterable[Revision]:
        named = {path.stem for path in self.files}
        for revision in FolderSource(self.folder).revisions():
            stem = Path(revision.name).stem
            if stem not in named and (not named or stem == NATIONAL):
                yield Revision(shown(Path(revision.name)), revision.text)
        for path in self.files:
            yield Revision(shown(path), read_file(path))


def run_check(args: argparse.Namespace) -> int:
    """`policy check [FILE…]`."""
    started = time.perf_counter()
    folder = policies_folder()
    try:
        register = Register.usable(texts_in(folder / "sources"))
        library = Library(_Files(folder, args.files), register)
    except Faulty as error:
        _complain(error.faults)
        return 1
    except OSError as error:
        print(f"{error.filename}: 读不到文件", file=sys.stderr)
        return 1
    wanted = {path.stem for path in args.files} or {NATIONAL, *library.jurisdictions()}
    _complain(faults := [one for found in library.faults.values() for one in found])
    failed, situations = len(faults), 0
    for jurisdiction in (NATIONAL, *library.jurisdictions()):
        profile = library.profile(jurisdiction)
        if Path(profile.loaded.document.name).stem not in wanted:
            continue
        report = check(profile)
        failed += len(report.faults)
        situations += sum(report.situations.values())
        _tell(profile.loaded.document.name, report, args.warnings)
    seconds = time.perf_counter() - started
    print(f"共证明 {situations} 种情形，{failed} 处错误，用时 {seconds:.2f} 秒")
    return 1 if failed else 0


def _tell(name: str, report: Report, warnings: bool) -> None:
    _complain(report.faults)
    if warnings:
        for one in report.warnings:
            print(f"{one.file}:{one.line}:{one.column}: 提示：{one.message}")
    proved = "、".join(f"{table} {size}" for table, size in report.situations.items())
    word = f"{len(report.faults)} 处错误" if report.faults else "通过"
    tried = f"；界线上的例子 {report.boundaries}" if report.boundaries else ""
    print(f"{name}: {word}；{len(report.warnings)} 条提示；情形 {proved or 0}{tried}")


def _complain(faults: Iterable[object]) -> None:
    for fault in faults:
        print(fault)


def run_test(args: argparse.Namespace) -> int:
    """`policy test [FILE…]`."""
    folder = policies_folder()
    files = args.files or sorted((folder / "scenarios").glob("*.yaml"))
    passed, failed = 0, 0
    try:
        library = Library.from_folder(folder)
    except Faulty as error:
        _complain(error.faults)
        return 1
    scenarios, broken = _scenarios(files)
    for name in {_named_by(path) for path in files} & set(library.faults):
        broken += 1
        _complain(library.faults[name])
    for scenario in scenarios:
        try:
            faults = scenario.run(library)
        except NoProfile:
            if scenario.jurisdiction not in library.faults:
                print(f"{scenario.document.name}: 没有名为 “{scenario.jurisdiction}” 的规则")
                return 1
            continue
        _complain(faults)
        passed, failed = (passed, failed + 1) if faults else (passed + 1, failed)
        if not args.quiet:
            print(f"{'不符' if faults else '符合'}  {scenario.row.id}  {scenario.row.name}")
    print(f"{passed + failed} 个例子：{passed} 个符合，{failed} 个不符")
    return 1 if failed or broken else 0


def _scenarios(files: Iterable[Path]) -> tuple[list[Scenario], int]:
    """The scenarios of the files that can be read, and the number of those that cannot, which are told."""
    found: list[Scenario] = []
    broken = 0
    for path in files:
        try:
            found += load_scenarios(path)
        except Faulty as error:
            broken += 1
            _complain(error.faults)
    return found, broken


def _named_by(path: Path) -> str:
    """The profile that a file of scenarios is named after."""
    return path.name.split(".")[0]


def run_decide(args: argparse.Namespace) -> int:
    """`policy decide NAME KIND [--on DATE] [--json]`."""
    if args.kind not in KINDS:
        hint = did_you_mean(args.kind, list(KINDS)) or f"可以写：{'、'.join(KINDS)}"
        print(f"不认识决定种类 “{args.kind}”（{hint}）", file=sys.stderr)
        return 2
    on = args.on or datetime.date.today()
    try:
        facts = json.load(sys.stdin, parse_float=Decimal)
        if not isinstance(facts, dict):
            raise FactError("事实要写成一个 JSON 对象")
        library = Library.from_folder(policies_folder())
        if args.name in library.faults and args.name not in library.jurisdictions():
            raise Faulty(library.faults[args.name])
        decision = decide(args.kind, facts, library.profile(args.name, on), on)
    except NoProfile:
        print(
            f"没有名为 “{args.name}” 的规则（有：{'、'.join((NATIONAL, *library.jurisdictions()))}）", file=sys.stderr
        )
        return 2
    except (FactError, json.JSONDecodeError) as error:
        print(f"事实读不懂：{error}", file=sys.stderr)
        return 2
    except Faulty as error:
        _complain(error.faults)
        return 1
    if args.json:
        print(json.dumps(decision.as_dict(), ensure_ascii=False, indent=2))
    else:
        _print(decision)
    return 0


def _print(decision: Decision[Stored]) -> None:
    print(f"{decision.kind} · {decision.jurisdiction} · {decision.on.isoformat()} → {decision.outcome}")
    for fact in decision.ask:
        print(f"  还要知道  {fact}")
    _print_reasons("依据", decision.reasons)
    _print_reasons("注意", decision.warnings)
    _print_reasons("不取", decision.why_not)
    for one in decision.interpretations:
        if one.turned is not False:
            print(f"  {'按解读处理' if one.turned else '涉及解读'}  {one.id}  {one.reading}")
    print(json.dumps(plain(decision.answer), ensure_ascii=False, indent=2))


def _print_reasons(word: str, reasons: Iterable[Reason]) -> None:
    for one in reasons:
        cited = "；".join(clause.citation for clause in one.clauses)
        print(f"  {word}  {one.text}{f'（{cited}）' if cited else ''}")
