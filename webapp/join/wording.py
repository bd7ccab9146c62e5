"""The words of the question pages: plain Chinese for legal kinds, no province's rule in them."""

from typing import NamedTuple


class Wording(NamedTuple):
    """Title (the page's h1 and the field's label), hint, and the word the check page uses for the row."""

    title: str
    hint: str
    row: str


WORDING = {
    "group": Wording("您主要做哪一行？", "做几样的，选花时间最多的一样", "从事行业"),
    "relation": Wording("您和干活的地方是什么关系？", "拿不准就选最像的一项，工会审核时会帮您核对", "用工关系"),
    "employer": Wording("您的单位叫什么？", "和您签合同或管您的单位，合同、工资条上有全称", "所在单位"),
    "employer-details": Wording("请说说您的单位", "名单里没有这家单位，工会会去核实", "单位情况"),
    "agency": Wording("您的劳务派遣公司叫什么？", "和您签劳动合同的那家公司", "劳务派遣单位"),
    "agency-details": Wording("请说说您的劳务派遣公司", "名单里没有这家公司，工会会去核实", "派遣单位情况"),
    "user-unit": Wording("您被派到哪家单位干活？", "您每天去上班的那家单位", "用工单位"),
    "user-unit-details": Wording("请说说您干活的单位", "名单里没有这家单位，工会会去核实", "用工单位情况"),
    "contract": Wording("您和单位签了劳动合同吗？", "劳务派遣的，看和派遣公司签没签", "劳动合同"),
    "platforms": Wording("您在哪些平台接单？", "可以选几个；没有平台也可以直接下一步", "接单平台"),
    "platform-work": Wording("下面哪些和您的情况一样？", "可以选几项，一项都不像就直接下一步", "平台管理情况"),
    "affiliation-firm": Wording("您的车挂靠在哪家公司？", "没有挂靠的，直接点下一步", "挂靠公司"),
    "station-branch": Wording("您干活的站点有分工会或工会小组吗？", "", "站点工会组织"),
    "place": Wording("您想在哪里入会？", "可以选的地方由政策规定", "入会地点"),
}

RELATIONS = (
    ("employment", "我是单位的员工", "和单位建立了劳动关系，例如签了劳动合同"),
    ("meets_employment", "没签合同，但单位把我当员工管", "例如要打卡、听排班，由单位发工资，符合确定劳动关系的情形"),
    ("partial", "平台或站点管我，但我不算它的员工", "不完全符合确立劳动关系的情形"),
    ("self_employed_platform", "我自己干，通过平台接单", "个人依托平台自主开展经营活动，几点干、干多少自己定"),
    ("freelance", "我是自由职业", "和对方是民事合作关系，例如按项目结算"),
    ("dispatched", "劳务派遣公司派我来干活", "合同签在派遣公司，人在另一家单位上班"),
)
RELATION_LABELS = {value: label for value, label, _hint in RELATIONS}

YES_NO = (("yes", "有"), ("no", "没有"))
YES_NO_UNSURE = (("yes", "有"), ("no", "没有"), ("unsure", "不清楚"))
SIGNED = (("yes", "签了"), ("no", "没签"), ("unsure", "不清楚"))

PLATFORM_FEATURES = (
    ("works_to_platform_rules_for_pay", "按平台的要求干活，由平台给报酬"),
    ("completes_platform_tasks", "完成平台派的任务"),
    ("accepts_platform_management", "接受平台的管理，例如排班、考核、奖惩"),
)

PLACES = {
    "work_place": "工作地",
    "residence": "居住地",
    "employer_location": "单位所在地",
    "agency_location": "劳务派遣单位所在地",
    "user_unit_location": "用工单位所在地",
}

CONSENTS = {
    "join": "我自愿加入中国工会，遵守工会章程，执行工会决议，履行会员义务。",
    "identity": "我同意工会为办理入会和会员实名登记收集、核对我的姓名、身份证号和手机号。不同意就不能在网上办理，可以到工会现场咨询。",
}

NAMELESS = "（没有填写名称）"
NO_UNIT_HINT = "没有的，不用填，直接点下一步"
