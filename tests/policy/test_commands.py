"""The `gonghui policy` commands, as a lawyer and a script use them."""

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.policy.conftest import POLICIES
from webapp import cli

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "policies"
    shutil.copytree(POLICIES, copy)
    return copy


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `gonghui policy …` on a copy of the policies: exit code, output, complaints."""
    monkeypatch.setenv("GONGHUI_POLICIES", str(folder))

    def command(*words: str, given: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(given))
        code = cli.main(["policy", *words])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return command


def test_check_prints_how_large_the_proved_space_is(run: Run) -> None:
    code, out, _ = run("check")

    assert code == 0
    assert "join.routes 48" in out
    assert "0 处错误" in out.splitlines()[-1]
    assert "提示：" not in out


def test_check_shows_warnings_on_demand(run: Run) -> None:
    code, out, _ = run("check", "--warnings")

    assert code == 0
    assert "提示：没有规定会费" in out


def test_check_of_a_file_that_is_not_there_says_so(run: Run) -> None:
    code, _, complaints = run("check", "nowhere.yaml")

    assert code == 1
    assert "nowhere.yaml: 读不到文件" in complaints


def test_check_of_a_fault_in_the_register_fails(run: Run, folder: Path) -> None:
    path = folder / "sources" / "JS47.yaml"
    path.write_text(path.read_text("utf-8").replace("modality: must", "modality: musst", 1), "utf-8")

    code, out, _ = run("check")

    assert code == 1
    assert "JS47.yaml" in out and "您是否想写 “must”" in out


def test_a_scenario_that_fails_prints_expected_and_got(run: Run, folder: Path) -> None:
    path = folder / "scenarios" / "jiangsu.yaml"
    path.write_text(
        path.read_text("utf-8").replace("{outcome: refused, missing", "{outcome: allowed, missing", 1), "utf-8"
    )

    code, out, _ = run("test", "--quiet", str(path))

    assert code == 1
    assert "outcome：应是 allowed，实际是 refused" in out
    assert "1 个不符" in out.splitlines()[-1]


def test_test_names_every_scenario_unless_quiet(run: Run) -> None:
    code, out, _ = run("test")

    assert code == 0
    assert "符合  J-GD-01  单位有工会的，应当加入单位工会" in out


def test_decide_reads_facts_and_prints_the_whole_decision(run: Run) -> None:
    facts = json.dumps({"relation_kind": "employment", "employer_union": True})

    code, out, _ = run("decide", "jiangsu", "join", "--on", "2024-09-01", "--json", given=facts)

    decision = json.loads(out)
    assert code == 0
    assert decision["outcome"] == "join"
    assert decision["answer"]["route"]["layer"] == "nation"
    assert {one["id"] for one in decision["clauses"]} >= {"NAT16-4a", "JS47-3.1e"}


def test_decide_for_people_says_why_and_why_not(run: Run) -> None:
    code, out, _ = run("decide", "national", "join", given='{"relation_kind": "partial", "platform_union": false}')

    assert code == 0
    assert "依据  劳动关系：不完全符合确立劳动关系情形。可以加入工作地、居住地的" in out
    assert "不取  “应当加入用人单位工会”不适用：要求建立劳动关系或符合确定劳动关系情形，而劳动关系：不完全符合" in out
    assert "还要知道  affiliation_firm_union" in out


@pytest.mark.parametrize(
    ("words", "given", "message"),
    [
        (("decide", "jiangsu", "jion"), "{}", "不认识决定种类 “jion”（您是否想写 “join”）"),
        (("decide", "atlantis", "join"), "{}", "没有名为 “atlantis” 的规则"),
        (("decide", "jiangsu", "join"), "[]", "事实要写成一个 JSON 对象"),
        (("decide", "jiangsu", "join"), "{", "事实读不懂"),
        (("decide", "jiangsu", "join"), '{"relation": 1}', "不认识事实 “relation”"),
    ],
)
def test_decide_refuses_what_it_cannot_read(run: Run, words: tuple[str, ...], given: str, message: str) -> None:
    code, _, complaints = run(*words, given=given)

    assert code == 2
    assert message in complaints


def test_new_writes_a_skeleton_that_is_proved_with_warnings(run: Run, folder: Path) -> None:
    code, out, _ = run("new", "zhejiang", "--effective", "2025-01-01")

    assert code == 0
    assert "浙江省（330000）" in out and "由谁审批，多长时间？" in out
    code, out, _ = run("check", "--warnings", str(folder / "zhejiang.yaml"))
    assert code == 0 and "提示：" in out
    assert run("test", "--quiet", str(folder / "scenarios" / "zhejiang.yaml"))[0] == 0


def test_new_never_overwrites_and_asks_which_of_two_provinces_of_one_sound_is_meant(run: Run) -> None:
    assert run("new", "zhejiang")[0] == 0
    assert "已经存在" in run("new", "zhejiang")[2]

    code, _, complaints = run("new", "shanxi")
    assert code == 1
    assert "140000" in complaints and "610000" in complaints
    assert run("new", "shaanxi", "--division", "610000")[0] == 0
    assert "要用小写拼音" in run("new", "../evil")[2]


def test_diff_shows_what_differs_row_by_row(run: Run, folder: Path, tmp_path: Path) -> None:
    text = (folder / "shanghai.yaml").read_text("utf-8")
    changed = tmp_path / "shanghai.yaml"
    changed.write_text(
        text.replace("at_least: 25", "at_least: 30").replace("use: 服务会员项目经费", "use: null"), "utf-8"
    )

    code, out, _ = run("diff", "shanghai", str(changed))

    assert code == 0
    assert out.splitlines() == [
        '改  dues[fixed].use: "服务会员项目经费" → null',
        "改  thresholds[unit-of-25].at_least: 25 → 30",
        "共 2 处不同",
    ]


def test_diff_knows_a_row_by_its_id_wherever_it_stands(run: Run, folder: Path, tmp_path: Path) -> None:
    changed = tmp_path / "national.yaml"
    lines = (folder / "national.yaml").read_text("utf-8").splitlines(keepends=True)
    rows = [at for at, line in enumerate(lines) if line.startswith("  - {id: project_system")]
    lines.insert(rows[0] + 2, lines.pop(rows[0]))
    changed.write_text("".join(lines), "utf-8")

    assert run("diff", "national", str(changed))[1] == "共 0 处不同\n"


def test_status_says_what_is_in_force_and_what_is_silent(run: Run) -> None:
    code, out, _ = run("status", "--on", "2022-01-01")

    assert code == 0
    lines = out.splitlines()
    assert any(line.startswith("guangdong  广东省  自 2021-09-07 起施行  已证明") for line in lines)
    assert any(line.startswith("jiangsu  江苏省  2022-01-01 适用全国规则") for line in lines)
