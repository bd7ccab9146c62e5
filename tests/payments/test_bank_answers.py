"""What banks send back, in the forms they have: read right, or refused with the reason and the row of the file."""

import base64
import io
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
import xlsxwriter

from tests.claims.conftest import Stage
from tests.claims.walking import text
from tests.payments.paying import Money
from webapp.decoding import sheets
from webapp.decoding.limits import Unfit
from webapp.payments.bank_answer_files import read
from webapp.payments.bank_files import FileFault

SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
HEAD = ("行号", "金额（元）", "付款结果", "失败原因")
OLD = zlib.decompress(
    base64.b85decode(
        b"c-rk)O=uHA6#izrX?{r4O-"
        b"+SXD4}50+DrA~rCEQ_UNp4zpopM}4I(M21TT81)f(_3C|*=5Qs~7?)r&vqL2n*}YKtg>km%8qpy;8^`rgZ~rrJXT8dT<6=FQvpv-"
        b"2|Z=51!5&qj+=ciKz%2?;cy>;%zRB~#Rb-i-y)I}Wp6AE4%F{8I=9XdxSYc-ZvJ&uhr*U4ntz<`bg8J8B1U9LdpKCSFHuml#rtW9"
        b"TEQFiDaK+9awLp+|(S5_(H49|_$mk_$rn$hN2sVAf7{Z*jADztJhW2>7}8#OIAjdeMrfoW-Xvs*0@-"
        b"+w#X!BY&r&!wh2@v~K;GTqd6yDI!J-"
        b"IE~Lv9Qfqz)W>lxudiHz<X@M{{maNN8zwLg=ddJr0b#ssV2z>X$0m<1U=uAgq>+C2`7e8YP%kcBzY=hE3<ez&>UA=aWm8IvUNW)L"
        b"H-<u7q-9fEOEz_rBzu_XFq(yrO3GVQwij-GoZFKgun&o3Tnc%m+^^*b;ouB=kaI+&5~R>>@z^NztUPs%@a;ll6g%}@1FbHzYeH<!"
        b"iMETz*({j1*H!WBi7$K@yx&oHZ*L%eroVJ5HuK7!LMOd`hRL6=3G}EQb?qwSf$jCmEe&slw*68j0*2-"
        b"O0>^!)HDeJWkwryNx#QVU-|q}}uGrgH#@i5Yo{upj<j(D!AFhtQc@`5!3+}Qh6{sHwK|@1BLqkJDLqnr(P;$7a{Fyi1!v-"
        b"H0{O)(1MQUaJndHC45Ju@bK?l>F$Wfoi$(r(KHGIl@mRg~Y_q~v@k4DcUi?qa%tvP?`xTmUr&x#$b-?xQo9lu;loPT)yZ;Qgr8v"
    )
)
"""An XLS of a spreadsheet program: the heading in row 2, one payment of 500 below it."""


@pytest.fixture
def money(stage: Stage) -> Money:
    return Money(stage)


def book(*tables: tuple[str, dict[str, object]], hidden: tuple[str, ...] = ()) -> bytes:
    """An XLSX of these sheets: cells by their place; a list is a formula with the result that was kept of it."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as made:
        shown = None
        for name, cells in tables:
            sheet = made.add_worksheet(name)
            for place, value in cells.items():
                if isinstance(value, list):
                    sheet.write_formula(place, *value)
                else:
                    sheet.write(place, value)
            if name in hidden:
                sheet.hide()
            elif shown is None:
                shown = sheet
                sheet.set_first_sheet()
                sheet.activate()
    return buffer.getvalue()


def rows(at: int, *answers: tuple[object, ...]) -> dict[str, object]:
    """A heading in this row and answers below it."""
    table = (HEAD, *answers)
    return {f"{'ABCD'[column]}{at + row}": cell for row, cells in enumerate(table) for column, cell in enumerate(cells)}


def answered(data: bytes) -> list[tuple[int, str, int | None, bool | None]]:
    return [(one.row, one.number, one.fen, one.paid) for one in read(sheets.rewritten(data)[0])]


def test_rows_are_those_of_the_sheet_whatever_is_empty_above() -> None:
    found = answered(book(("表", rows(3, ("1", 500, "成功", ""), ("", "", "", ""), ("2", "x", "成功", "")))))
    assert found == [(4, "1", 50_000, True), (6, "2", None, True)]


def test_a_blank_text_in_the_last_row_costs_nothing_and_counts_for_nothing(tmp_path: Path) -> None:
    path = tmp_path / "blank.xlsx"
    path.write_bytes(book(("表", rows(1, ("1", 500, "成功", "")) | {"A1048576": " "})))
    code = """
import sys, time
from pathlib import Path
from webapp.decoding import sheets
began = time.process_time()
made = sheets.rewritten(Path(sys.argv[1]).read_bytes())[0]
held = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(len(made), time.process_time() - began, held)
"""
    told = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)
    size, seconds, kilobytes = told.stdout.split()
    assert int(size) < 1000 and float(seconds) < 1 and int(kilobytes) < 120 * 1024


def test_many_rows_of_content_are_too_many_and_no_longer_than_they_are() -> None:
    with pytest.raises(Unfit, match="最多 20000 行"):
        sheets.rewritten(book(("表", {f"A{row}": "x" for row in range(1, 20_003)})))


def test_results_of_formulas_errors_and_sheets_in_front_are_read_as_they_are_shown() -> None:
    cover = ("封面", {"A1": "某银行代发结果", "B3": "请看下一页"})
    result = rows(2, ("1", ["=256.99/2", None, 128.49999999999997], "成功", ""), ("2", 5, ["=NA()", None, "#N/A"], ""))
    found = answered(book(cover, ("明细", rows(1, ("9", 1, "成功", ""))), ("结果", result), hidden=("明细",)))
    assert found == [(3, "1", 12_850, True), (4, "2", 500, None)]
    told = read(sheets.rewritten(book(cover, ("结果", result)))[0])
    assert [one.place for one in told] == ["“结果”第 3 行", "“结果”第 4 行"] and told[1].result == "#N/A"


def test_an_older_workbook_and_an_open_document_are_read_and_a_locked_one_is_said_to_be() -> None:
    assert answered(OLD) == [(3, "1", 50_000, True)]
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f"<table:table-cell office:value-type='string'><text:p>{one}</text:p></table:table-cell>" for one in row
        )
        + "</table:table-row>"
        for row in (HEAD, ("1", "500.00", "成功", ""))
    )
    names = {name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "table", "text")}
    spaces = " ".join(f'xmlns:{name}="{address}"' for name, address in names.items())
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name='a'>{cells}"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("content.xml", content)
        made.writestr("META-INF/manifest.xml", "<manifest/>")
    assert answered(out.getvalue()) == [(2, "1", 50_000, True)]
    with pytest.raises(Unfit, match="密码"):
        sheets.rewritten(OLD[:512] + b"\0" * 2048)


LINES = "行号{0}金额(元){0}付款结果{0}失败原因\n1{0}500.00{0}交易成功(0000){0}\n2{0}1，200{0}失败（E102）{0}户名不符\n"


@pytest.mark.parametrize("sign", [",", "\t", ";", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_files_of_banks_are_read_in_their_encoding_with_their_separator(sign: str, encoding: str) -> None:
    found = read(LINES.format(sign).encode(encoding))
    assert [(one.row, one.number, one.fen, one.paid) for one in found] == [
        (2, "1", 50_000, True),
        (3, "2", 120_000, False),
    ]
    assert found[1].reason == "户名不符"


def test_a_heading_without_what_is_needed_says_which() -> None:
    for content, wrong in ((b"a,b\n1,2\n", "找不到表头"), ("行号,金额\n1,2\n".encode(), "付款结果")):
        with pytest.raises(FileFault, match=wrong):
            read(content)


def test_without_line_numbers_account_and_sum_name_the_payment_where_they_leave_no_doubt(money: Money) -> None:
    money.granted(60_000, worker=money.stage.member())
    twins = money.stage.member()
    money.granted(30_000, 30_000, worker=twins)
    batch = money.sent()
    lines = money.lines(batch)
    single = next(
        line for line in lines if line.amount == 50_000 and sum(o.account == line.account for o in lines) == 1
    )
    told = ["收款账号,交易金额,交易状态", f"{single.account},500.00,交易成功"]
    told += [f"{line.account},{line.amount / 100:.2f},交易成功" for line in lines if line is not single]
    told += ["6.2220000123457e+16,500.00,交易成功", "6222000000000000,1.00,交易成功"]
    done = money.take_in(batch, "\n".join(told).encode())
    twin = [line for line in lines if line is not single]
    unclear = 2 if twin[0].amount == twin[1].amount else 0
    assert done.paid == len(lines) - unclear and len(done.errors) == 2 + unclear
    assert "表格软件" in done.errors[-2] and "对不上" in done.errors[-1]


@SQLITE
def test_the_text_file_says_that_it_is_for_the_bank_and_the_sheet_is_what_people_fill_in(money: Money) -> None:
    money.granted(60_000)
    page = text(money.stage.officer("maker").get(f"/office/payments/{money.sent()}").text)
    assert "供银行系统导入" in page and "不要用表格软件打开" in page and "填结果请用 .xlsx" in page
