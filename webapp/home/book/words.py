"""Words of the policy language itself that no profile has to bring: what a key of a row means in a sentence."""

FACT_PREFIX = {
    "channel": ("从", "申请"),
    "leads_to": ("去向是", ""),
    "unit": ("单位是", ""),
    "union_kind": ("", "的会员"),
    "worker_group": ("", ""),
    "join_form": ("以", "形式入会"),
}
"""What stands before and after the values of a fact in a sentence."""

UNITS_OF_TIME = ("年", "个月", "天")
SORTS = {"locality": "属地", "trade": "行业"}
LENGTHS = {"days": "天", "working_days": "个工作日", "months": "个月", "years": "年"}
PER = {
    "bill": "每张票据单独计算",
    "event": "同一次事故累计计算",
    "edition": "同一版次累计计算",
    "person": "每人累计计算",
}
CAP_PER = {"event": "每次事故", "edition": "每个版次", "person": "每人"}
PRICE_PER = {"person": "每人", "share": "每份", "month": "每月"}
ELSE = {
    "refused": "不符合的不予给付",
    "not_counted": "不符合的费用不计入",
    "ask": "缺少的请补充",
    "manual": "不符合的由工作人员判定",
    "next": "不符合的转到下一版次",
    "flag": "不符合的做标记，由工作人员看一眼",
}
CROSSING = {"cut": "超出的付到上限为止", "refuse": "超出的整笔不付", "manual": "超出的由工作人员判定"}
SCOPES = {"event": "整次事故不赔", "bill": "只剔除这部分票据", "either": "由审核人决定剔除票据还是整次不赔"}
ORIGINALS = {"before_payment": "付款前核对原件", "filing": "申报时交原件"}
TESTED = {"entry": "参加时看", "event": "事情发生时看", "filing": "申报时看"}
REACHED = {"flag": "满了做标记", "manual": "满了由工作人员判定", "refused": "满了不再受理"}
COMMITTEE = {
    "always": "同时要有",
    "if_funds_independent": "经费独立核算的，要有",
    "if_many_women": "女会员较多的，要有",
}
LACKING = {
    "refused": "缺少的不能登记",
    "incomplete": "缺少的，组建不算完成",
    "warning": "缺少的会提醒",
}

WORDS = {
    "payer": {
        "national_federation": "全国总工会",
        "provincial_federation": "省级总工会",
        "city_federation": "市级总工会",
        "union": "工会",
        "platform_firm": "平台企业",
        "employer": "用人单位",
        "member": "会员本人",
        "self": "会员本人",
    },
    "every": {"year": "每年"},
    "kept": {"leadership": "组织领导关系", "funds": "经费拨缴关系", "seat": "会籍关系"},
    "new_unions": {"decided_locally": "由当地工会决定"},
    "led_by": {
        "upper_federation": "上级总工会",
        "same_level_party": "同级党组织",
        "next_higher_union": "上一级工会",
    },
    "bodies": {"committee_plenary": "委员会全体会议", "representative_congress": "会员代表大会"},
    "counts": {
        "unions_founded": "新建的工会组织",
        "members_joined": "新发展的会员",
        "newform_members_joined": "新发展的新就业形态会员",
        "real_name_members": "实名登记的会员",
        "stations": "站点",
        "stations_with_union": "建有工会组织的站点",
        "station_workers": "站点的劳动者",
        "station_members": "站点的会员",
    },
    "payee": {"self": "会员本人的账户"},
    "care": {"inpatient": "住院", "outpatient": "门诊", "emergency": "急诊"},
    "counts_as": {"unions": "工会", "persons": "个人"},
    "start": {
        "member.admitted_on": "入会批准日",
        "member.real_name_on": "实名登记日",
        "member.applied_on": "申请入会日",
        "enrolment.enrolled_on": "参保日",
    },
}
"""Vocabularies that a profile may put its own words over."""
