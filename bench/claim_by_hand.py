"""The floor of the claim workload: one plan's decision written by hand, with the same reasons as the profile gives.

Nothing here reads a profile's rows: days, bands, sentences and clauses are constants of this one plan, the way a program for one
province would be written, and every other reading is reckoned by the same arithmetic. The sentences cover a filing that is not
refused, which is what the workload holds; the workload checks that both ways give the same decision, key by key.
"""

import datetime
from collections.abc import Mapping
from typing import Any

from bench.claim_by_hand_sums import CAP, KINDS_LEFT_OUT, Typed, TypedBill, arithmetic, typed, yuan
from webapp.policy import Clause, Decision, Interpretation, Profile, Reason
from webapp.policy.decision import Because

BAND_WORDS = {
    600_000: "10000.00（不含）元以上",
    500_000: "5000.00（不含）至 10000.00 元（含）",
    200_000: "2000.00（不含）至 5000.00 元（含）",
    50_000: "500.00（不含）至 2000.00 元（含）",
    20_000: "200.00（含）至 500.00 元（含）",
}
HOSPITAL = "二级及以上公立医院，不是主要做门诊、康复、护理、疗养、戒酒、戒毒的机构"
MEDICAL = ("GD30-A4-2", "GD30-A4-5a", "GD30-A4-5b", "GD30-A4-8a", "GD30-A4-9.2")
ORDER = [
    "AMB-08",
    "AMB-12",
    "AMB-13",
    "AMB-14",
    "AMB-22",
    "AMB-23",
    "AMB-11",
    "AMB-25",
    "AMB-09",
    "AMB-10",
    "AMB-16",
    "AMB-15",
    "AMB-17",
    "AMB-04",
    "AMB-20",
    "AMB-05",
]
TRIED_IN_ORDER = (
    *("AMB-08", "AMB-12", "AMB-13", "AMB-22", "AMB-23", "AMB-09", "AMB-10", "AMB-11"),
    *("AMB-06", "AMB-07", "AMB-05", "AMB-15", "AMB-01", "AMB-02"),
)
TRIED = frozenset(TRIED_IN_ORDER)


class ByHand:
    """The decision for one profile; its clauses and readings are looked up once."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.clauses = profile.register.clauses
        self.read = {
            (amb, turned): profile.interpretation(amb, turned=turned)
            for amb in (*ORDER, "AMB-01", "AMB-02", "AMB-03", "AMB-06", "AMB-07")
            for turned in (True, False, None)
        }
        self.cite = {one: tuple(self.clauses[id] for id in one.split()) for one in CITED}

    def decide(self, facts: Mapping[str, Any], on: datetime.date) -> Decision:
        """The claim of one filing."""
        member, filing = facts["member"], facts["filings"][0]
        claim = typed(facts)
        day, filed, admitted, real_name = claim.day, claim.filed, claim.admitted, claim.real_name
        costs_last = day + datetime.timedelta(days=180)
        filing_last = day.replace(year=day.year + 1)
        pays, state = arithmetic(claim, None)
        assert state in ("approved", "accumulating"), "the workload holds no refusals"
        cite, label = self.cite, self.profile.label
        reasons = [
            Reason(
                f"发生日 {day} 在2022年版保障期 2022-01-01 至 2022-12-31 之内",
                None, "cover", None, (), cite["GD30-A4-4a"], ("AMB-08", "AMB-12", "AMB-13"),
            ),
            Reason(
                f"出险时已加入工会：入会批准日 {admitted}，符合",
                "joined", "conditions", None, (), cite["GD30-A4-1"], ("AMB-12", "AMB-13"),
            ),
            Reason(
                f"出险时已在粤工惠实名登记：实名登记日 {real_name}，符合",
                "real_name", "conditions", None, (), cite["GD30-A4-1"], ("AMB-14", "AMB-12"),
            ),
            Reason(
                "出险时仍是会员：会员资格终止日 没有，符合",
                "still_member", "conditions", None, (), cite["GD30-A4-1"], ("AMB-22",),
            ),
            Reason(
                f"属于点名的四类群体：职业群体 {label('worker_group', member['worker_group'])}，符合",
                "new_form", "conditions", None, (), cite["GD30-A4-1"], ("AMB-23",),
            ),
            Reason(
                f"是意外伤害：事件性质 {label('event_kind', 'accident')}，符合",
                "accident", "conditions", None, (), cite["GD30-A4-9.1"], (),
            ),
            Reason(
                f"出险后一年内首次申报：{filed}，末日 {filing_last}，在期限内",
                "filing", "windows", None, (), cite["GD30-A4-5d"], ("AMB-11",),
            ),
        ]  # fmt: skip
        why_not: list[Reason] = []
        not_counted: list[dict[str, Any]] = []
        counted: list[int] = []
        for bill in claim.bills:
            self._bill(bill, filing, costs_last, reasons, why_not, not_counted, counted)
        for document, words, clauses, readings in DOCUMENTS:
            reasons.append(Reason(f"已交材料“{words}”", document, "documents", None, (), cite[clauses], readings))
        total = sum(counted)
        lines = self._lines(counted, total, pays, reasons)
        turned = self._turned(claim, pays, filing["id"])
        for amb, other in turned.items():
            read = self.read[amb, True]
            text = f"按解读处理（{amb}）：{read.reading}；另一读法（{read.otherwise}）合计 {other['total']} 元"
            reasons.append(Reason(text, None, "interpretations", None, (), read.clauses, (amb,)))
        answer = self._answer(filing, total, pays, costs_last, filing_last, lines, not_counted, turned)
        return self._decision(facts, on, reasons, why_not, answer, turned, bool(counted), total)

    def _bill(
        self, bill: TypedBill, filing: Mapping[str, Any], last: datetime.date,
        reasons: list[Reason], why_not: list[Reason], not_counted: list[dict[str, Any]], counted: list[int],
    ) -> None:  # fmt: skip
        begin, end = bill.first, bill.last
        hospital = bill.hospital
        days = f"{begin}" if begin == end else f"{begin} 至 {end}"
        rows: list[str] = []
        words: list[str] = []
        if begin > last:
            text = f"费用发生在出险日起180日内：{days}，末日 {last}，晚于末日：不计入"
            why_not.append(Reason(text, "costs", "windows", None, (), self.cite["GD30-A4-2"], COSTS))
            rows.append("costs")
            words.append("费用发生在出险日起180日内")
        if not hospital["public"] or hospital["grade"] < 2 or hospital["kind"] in KINDS_LEFT_OUT:
            because = self._because(hospital)
            told = "；".join(f"要求{one.wanted}，而{one.found}" for one in because)
            why_not.append(
                Reason(
                    f"{HOSPITAL}：{told}：不计入", "hospital", "conditions", None, because,
                    self.cite["GD30-A4-5e"], ("AMB-16",),
                )
            )  # fmt: skip
            rows.append("hospital")
            words.append(HOSPITAL)
        if rows:
            why_not.append(Reason(f"票据 {bill.id}（{days}）：{'、'.join(words)}：不计入", None, "bills"))
            not_counted.append({"bill": bill.id, "filing": filing["id"], "rows": rows, "manual": False})
            return
        paid = bill.self_paid
        counted.append(paid)
        text = f"票据 {bill.id}（{days}，末日 {last}）：自付 {yuan(paid)} 元，计入"
        reasons.append(Reason(text, None, "bills", None, (), self.cite["GD30-A4-2 GD30-A4-5e"], BILLS))

    def _because(self, hospital: Mapping[str, Any]) -> tuple[Because, ...]:
        found = []
        if not hospital["public"]:
            found.append(Because("hospital.public", "公立医院", "公立医院 否", "是是"))
        if hospital["grade"] < 2:
            found.append(Because("hospital.grade", "医院等级", f"医院等级 {hospital['grade']}", "不少于2"))
        if hospital["kind"] in KINDS_LEFT_OUT:
            raise AssertionError("not in the workload")
        return tuple(found)

    def _lines(self, counted: list[int], total: int, pays: int, reasons: list[Reason]) -> list[dict[str, object]]:
        amounts = " + ".join([yuan(one) for one in counted])
        text = f"累计 {amounts} = {yuan(total)} 元" if len(counted) > 1 else f"累计 {yuan(total)} 元"
        lines: list[dict[str, object]] = []
        self._line(lines, reasons, "basis", text, total, "medical", " ".join(MEDICAL), OF_MEDICAL)
        if pays:
            text = f"落在 {BAND_WORDS[pays]}这一档，应付 {yuan(pays)} 元"
            readings = ("AMB-02", "AMB-01") if pays == 20_000 else ("AMB-02",)
        else:
            text, readings = "不到最低一档 200.00 元：先累计，不补贴也不拒绝", ("AMB-03",)
        self._line(lines, reasons, "due", text, pays, "medical", " ".join(MEDICAL), (*OF_MEDICAL, *readings))
        text = "本版次累计给付上限 10000.00 元，已付 0.00 元，还余 10000.00 元"
        self._line(lines, reasons, "cap", text, CAP, "total", "GD30-A4-5c", ("AMB-06", "AMB-07"))
        self._line(lines, reasons, "now", f"本次付 {yuan(pays)} 元", pays, None, "", ())
        return lines

    def _line(
        self, lines: list[dict[str, object]], reasons: list[Reason], step: str, text: str, amount: int,
        row: str | None, clauses: str, readings: tuple[str, ...],
    ) -> None:  # fmt: skip
        cited = self.cite[clauses]
        reasons.append(Reason(text, row, step, None, (), cited, readings))
        lines.append(
            {
                "step": step, "text": text, "amount": yuan(amount), "row": row,
                "clauses": [one.id for one in cited], "interpretations": list(readings),
            }
        )  # fmt: skip

    def _turned(self, claim: Typed, pays: int, filing: str) -> dict[str, dict[str, Any]]:
        """Every other reading, reckoned once more; kept where it ends otherwise."""
        found: dict[str, dict[str, Any]] = {}
        state = "approved" if pays else "accumulating"
        for amb in TRIED_IN_ORDER:
            other, other_state = arithmetic(claim, amb)
            if other != pays or other_state != state:
                found[amb] = {"total": yuan(other), "states": {filing: other_state}}
        return found

    def _answer(
        self, filing: Mapping[str, Any], total: int, pays: int, costs_last: datetime.date,
        filing_last: datetime.date, lines: list[dict[str, object]], not_counted: list[dict[str, Any]],
        turned: dict[str, dict[str, Any]],
    ) -> dict[str, Any]:  # fmt: skip
        state = "approved" if pays else "accumulating"
        event, last_days = filing["event"], {"costs": costs_last.isoformat(), "filing": filing_last.isoformat()}
        return {
            "plan": "newform-accident",
            "total": yuan(pays),
            "events": {
                event: {
                    "edition": "gd-newform-2022", "state": state, "codes": [], "counted": yuan(total),
                    "paid": yuan(pays), "cap_left": yuan(CAP - pays), "last_days": last_days,
                }
            },
            "filings": {filing["id"]: {"state": state, "codes": [], "missing": [], "originals": []}},
            "payments": [
                {
                    "filing": filing["id"], "event": event, "edition": "gd-newform-2022", "component": "medical",
                    "due": yuan(pays), "amount": yuan(pays), "would_be": None, "held_by": [], "cut_by": None,
                    "pays_to": "self", "borne": None, "before_payment": [], "lines": lines,
                }
            ],
            "not_counted": not_counted,
            "flags": [],
            "void_enrolments": [],
            "turned_by": turned,
        }  # fmt: skip

    def _decision(
        self, facts: Mapping[str, Any], on: datetime.date, reasons: list[Reason], why_not: list[Reason],
        answer: dict[str, Any], turned: dict[str, Any], some: bool, total: int,
    ) -> Decision:  # fmt: skip
        clauses: dict[str, Clause] = {}
        readings: dict[str, None] = {}
        for reason in (*reasons, *why_not):
            if reason.table != "interpretations":
                clauses.update((one.id, one) for one in reason.clauses)
                readings.update(dict.fromkeys(reason.interpretations))
        clauses.setdefault("GD30-A4-7", self.clauses["GD30-A4-7"])
        order = [*turned, *(amb for amb in readings if amb not in turned)]
        cited: tuple[Interpretation, ...] = tuple(
            self.read[amb, amb in turned if amb in TRIED else None] for amb in order
        )
        return Decision(
            "claim", self.profile.jurisdiction, on, "decided", answer, self.profile.digest, facts, (),
            tuple(reasons), tuple(why_not), tuple(clauses.values()), cited, (),
        )  # fmt: skip


COSTS = ("AMB-25", "AMB-09", "AMB-10")
BILLS = (*COSTS, "AMB-16", "AMB-15")
OF_MEDICAL = ("AMB-04", "AMB-20", "AMB-05", "AMB-15")
DOCUMENTS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("invoice", "医疗收费票据", "GD30-A4-8b", ("AMB-17",)),
    ("accident_proof", "意外事故证明", "GD30-A4-8c", ()),
    ("treatment_record", "诊治记录", "GD30-A4-8d", ()),
)
CITED = (
    "",
    "GD30-A4-1",
    "GD30-A4-2",
    "GD30-A4-2 GD30-A4-5e",
    "GD30-A4-4a",
    "GD30-A4-5c",
    "GD30-A4-5d",
    "GD30-A4-5e",
    "GD30-A4-8b",
    "GD30-A4-8c",
    "GD30-A4-8d",
    "GD30-A4-9.1",
    " ".join(MEDICAL),
)
