"""A batch from freeze to reconciliation: paid once or not at all, whatever is repeated, raced or killed."""

import contextlib
import csv
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.cases.procedure import at_once
from tests.claims.conftest import Stage, build_stage
from tests.conftest import KINDS, Served
from tests.databases import EMPTY
from tests.jobs.test_crash import MOMENTS, Countdown
from tests.payments.paying import Money
from tests.payments.test_histories import reverse_all
from webapp.accounts.four_eyes import NeedsAnother
from webapp.decoding import sheets
from webapp.payments.bank_answer_files import read
from webapp.payments.bank_files import FileFault, Line, csv_file, xlsx
from webapp.payments.batches import CannotPay, batches_of
from webapp.persistence import db

SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def money(stage: Stage) -> Money:
    return Money(stage)


def test_a_batch_is_frozen_checked_by_another_sent_answered_and_its_failures_sent_again(money: Money) -> None:
    references = [money.granted(60_000)[0] for _ in range(3)]
    batch = money.freeze()
    with pytest.raises(NeedsAnother, match="另一位同事"):
        money.approve(batch, by="maker")
    with pytest.raises(CannotPay, match="已经不在这一步"):
        money.export(batch)
    money.approve(batch)
    with pytest.raises(CannotPay, match="还没有导出"):
        money.take_in(batch, money.answer(batch))
    money.export(batch)
    first = money.answer(batch, failed=[2])
    done = money.take_in(batch, first)
    assert (done.paid, done.failed, done.known, done.errors) == (2, 1, 0, [])
    assert money.state(batch) == "settled"
    before = money.totals()
    again, renamed = money.take_in(batch, first), money.take_in(batch, first + b"\n", "again.csv")
    assert (again.known, renamed.known) == (3, 3) and money.totals() == before == (150_000, 100_000, 0)
    assert set(money.open()) <= set(references) and list(money.open().values()) == [50_000]
    second = money.sent()
    money.take_in(second, money.answer(second))
    assert money.totals() == (150_000, 150_000, 0) and money.open() == {}


def test_nobody_freezes_a_claim_that_is_in_a_live_batch_however_many_try_at_once(money: Money) -> None:
    money.granted(60_000, 30_000)
    frozen: list[str] = []

    def press(_number: int) -> None:
        with contextlib.suppress(CannotPay):
            frozen.append(money.freeze())

    at_once(8, press)
    assert len(frozen) == 1 and money.open() == {}
    with pytest.raises(CannotPay):
        money.freeze()


def test_the_same_answer_read_by_many_at_once_and_a_reversal_beside_an_export_leave_the_books_right(
    money: Money,
) -> None:
    references = money.granted(60_000, 60_000)
    batch = money.freeze()
    money.approve(batch)
    refused: list[str] = []

    def press(number: int) -> None:
        try:
            if number:
                money.export(batch)
            else:
                reverse_all(money, references[0])
        except CannotPay as error:
            refused.append(str(error))

    at_once(2, press)
    if refused:
        assert "名单和台账不一致" in refused[0] and money.state(batch) == "approved"
        return
    content = money.answer(batch)
    at_once(8, lambda _number: money.take_in(batch, content))
    assert money.totals() == (50_000, 100_000, 0) and list(money.open().values()) == [-50_000]


@SQLITE
def test_a_claim_whose_original_nobody_has_seen_is_not_paid(money: Money, stage: Stage) -> None:
    reference = stage.file(stage.member(), 60_000)
    stage.decide(reference)
    with pytest.raises(CannotPay, match="原件还没有核对"):
        money.freeze()
    money.see_originals(reference)
    assert money.freeze()


@SQLITE
def test_bad_rows_are_told_with_their_number_and_the_mend_and_good_ones_count(money: Money) -> None:
    for _ in range(3):
        money.granted(60_000)
    batch = money.sent()
    numbers = [line.number for line in money.lines(batch)]
    rows = [
        f"{numbers[0]},500.00,成功,",
        f"{numbers[1]},499.99,成功,",
        f"{numbers[2]},500,好了,",
        "X-1,500.00,成功,",
        f"{numbers[2]},abc,成功,",
        f"{numbers[0]},500.00,失败,",
    ]
    done = money.take_in(batch, ("行号,金额（元）,付款结果\n" + "\n".join(rows)).encode("gb18030"))
    assert done.paid == 1 and money.state(batch) == "exported"
    assert [one.split("：")[0] for one in done.errors] == [f"第 {row} 行" for row in (3, 4, 5, 6, 7)]
    assert "499.99 元与名单上的 500.00 元不一致" in done.errors[0] and "请填“成功”或“失败”" in done.errors[1]
    assert "已经登记为“付款成功”" in done.errors[4]
    for content in (b"\x89PNG\r\n", b"PK\x03\x04broken", b"a,b\n1,2\n", "行号,金额（元）\n".encode()):
        with pytest.raises(FileFault):
            money.take_in(batch, content)


EVIL = Line("1", '=HYPERLINK("http://x","王")', "+工行", "6222000011112222333", "440106199001011234", 50_050, "@x")


def test_formulas_in_names_stay_text_and_long_numbers_stay_whole_in_both_files() -> None:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(xlsx([EVIL]))).get_sheet_by_index(0)
    row = sheet.to_python()[1]
    assert row[1:5] == [EVIL.holder, EVIL.bank, EVIL.account, EVIL.identity] and row[5] == 500.5
    content = csv_file([EVIL])
    assert content.startswith(b"\xef\xbb\xbf")
    cells = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[1]
    assert cells[1].startswith("'=") and cells[2].startswith("'+") and cells[6].startswith("'@")
    assert cells[3:6] == [EVIL.account, EVIL.identity, "500.50"]
    for made in (sheets.rewritten(xlsx([EVIL]))[0], content):
        [answer] = read(made)
        assert (answer.number, answer.fen, answer.paid) == ("1", 50_050, None)


@pytest.mark.parametrize("typed", ["1e999999999", "-1e999999999", "NaN", "Infinity", "1000000000", "0.001", "一百"])
def test_what_is_no_amount_is_none_and_takes_no_time(typed: str) -> None:
    [answer] = read(f"行号,金额（元）,付款结果\n1,{typed},成功\n".encode())
    assert answer.fen is None


EVERY = [(kind, moment) for kind in KINDS for moment in MOMENTS]
KILLED = EVERY if os.environ.get("GONGHUI_TEST_ALL") else EVERY[1:3]


def pay(money: Money) -> None:
    """What officers do from freeze to result; whoever comes back goes on from where the batch stands."""
    known = money.stage.read(lambda: [one.reference for one in batches_of([money.union])])
    batch = known[0] if known else money.freeze()
    for state, step in (("frozen", money.approve), ("approved", money.export)):
        if money.state(batch) == state:
            step(batch)
    money.take_in(batch, money.answer(batch, failed=[2]))


def killed(money: Money, moment: str, number: int) -> bool:
    """Pay in a process of its own that is killed at the n-th such moment; whether it was."""
    with money.stage.app.app_context():
        db.engine.dispose()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        try:
            Countdown(moment, number)
            pay(money)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@pytest.mark.parametrize(("database", "moment"), KILLED, indirect=["database"])
def test_a_process_killed_at_any_commit_of_a_batch_pays_each_claim_once_or_not_at_all(
    served: Served, stage: Stage, moment: str
) -> None:
    for number in range(1, 5):
        served.reset(EMPTY)
        money = Money(build_stage(stage.app))
        for _ in range(3):
            money.granted(60_000)
        assert killed(money, moment, number)
        pay(money)
        assert money.totals() == (150_000, 100_000, 0), f"killed {moment} number {number}"
        assert list(money.open().values()) == [50_000]


@pytest.mark.skipif(not os.environ.get("GONGHUI_TEST_ALL"), reason="only in make test-all")
def test_the_sheet_opens_in_libreoffice_as_it_was_written(tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("no LibreOffice on this machine (apt-get install libreoffice-calc)")
    path = tmp_path / "batch.xlsx"
    path.write_bytes(xlsx([EVIL]))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    turn = [office, profile, "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1", "--outdir"]
    subprocess.run([*turn, str(tmp_path), str(path)], check=True, capture_output=True, timeout=180)
    cells = list(csv.reader(io.StringIO((tmp_path / "batch.csv").read_text())))[1]
    assert cells[:7] == ["1", EVIL.holder, EVIL.bank, EVIL.account, EVIL.identity, "500.50", "@x"]
