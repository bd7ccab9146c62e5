"""What the keys of the profile language are called on a page."""

HIDDEN = frozenset({"per_division", "headline", "comes_from", "target", "part", "head", "foot", "rows_of"})
"""Keys that matter to the program and tell a reader nothing."""

OPEN_LIST = "文件在列举之后写了“等”：没有列出的同类也算。"

TITLES: dict[tuple[str, str], str] = {
    ("stations", "kinds"): "有哪些服务站点",
    ("stations", "hosts"): "设在哪些地方",
    ("stations", "recognition"): "评定等级",
    ("stations", "approval"): "由谁批准开办",
    ("stations", "open_to"): "谁可以进去",
    ("services", "kinds"): "有哪些服务",
    ("services", "open_to"): "没入会能不能享受",
    ("services", "sets"): "成套的服务",
    ("services", "hotline"): "服务热线",
    ("services", "brand"): "服务品牌",
    ("services", "areas"): "服务领域",
    ("services", "published_list"): "企业和平台列出的服务",
    ("voice", ""): "怎样听取意见",
    ("voice", "rights"): "您有哪些权利",
    ("voice", "escalation"): "逐级上报",
    ("voice", "referrals"): "转到哪里",
    ("consultation", "topics"): "协商哪些事",
    ("consultation", "counterparts"): "和谁协商",
    ("consultation", "forum"): "在什么场合协商",
    ("consultation", "forms"): "协商的形式",
    ("honours", ""): "评选表彰",
    ("governance", "building_modes"): "用哪些方式建会",
    ("governance", "safety_net"): "由哪些组织兜底",
    ("governance", "cadre_sources"): "工会干部从哪里来",
    ("governance", "covered_unions"): "被覆盖的工会怎么办",
    ("governance", "assessment"): "怎样考核",
    ("records", "real_name"): "实名登记",
    ("records", "databases"): "数据库",
    ("funding", ""): "经费从哪里来",
    ("targets", "indicators"): "要达到的数",
    ("targets", "by_division"): "分地区的目标",
    ("targets", "campaign_start"): "从哪天起算",
    ("targets", "rate"): "完成率怎样算",
    ("targets", ""): "要达到的数",
    ("stations", ""): "有哪些服务站点",
    ("services", ""): "有哪些服务",
    ("consultation", ""): "协商哪些事",
    ("governance", ""): "工会怎样建",
    ("records", ""): "实名登记和数据库",
    ("reports", ""): "要报哪些表",
    ("duties", ""): "每年至少要做的事",
}
"""Headings of the parts of a section."""

TEXTS = {
    "voice": "建立听取意见、反映诉求的渠道",
    "real_name": "会员实名登记",
    "covered_unions": "被覆盖的工会，原有的关系不变",
}
"""What a row says that has no label of its own."""

KEYS = {
    "kinds": "种类",
    "hosts": "设在哪里",
    "groups": "适用群体",
    "every": "多久一次",
    "of": "包括",
    "by": "由谁",
    "number": "电话",
    "where": "哪些情形",
    "fact": "情形",
    "includes": "包括",
    "payer": "出资方",
    "share": "名额占比",
    "at_least": "比例不低于 ",
    "over": "超过",
    "share_at_least": "不低于",
    "counts": "统计对象",
    "division": "地区",
    "values": "目标数",
    "columns": "栏目",
    "rows": "行",
    "every_months": "每几个月报一次",
    "months": "在哪几个月报",
    "day": "截止日",
    "remind_on": "从几日起提醒",
    "covers_months": "每次报几个月",
    "first_due": "首次报送",
    "last_due": "末次报送",
    "filled_by": "由谁填报",
    "answer_within": "答复时限",
    "from_kind": "从 ",
    "to_kind": "报到 ",
    "events": "集体活动",
    "kept": "保持不变的关系",
    "new_unions": "新建的工会",
    "campaign_start": "从哪天起算",
    "rights": "权利",
    "open_to": "对谁开放",
    "group": "群体",
    "label": "名称",
    "list": "列举",
    "bodies": "由谁选举",
    "chair_from": "主席人选",
    "chair_open": "主席人选不限于所列",
    "levels": "由谁领导",
    "trades": "行业",
}
"""What a key is called wherever it stands."""

UNSTATED_KEYS = {"at_least": "比例", "from_kind": "从哪里", "to_kind": "报到哪里"}
"""What is left open where a key has no value, if not the key's own name."""

YES: dict[tuple[str, bool], str] = {
    ("members_only", True): "只对会员",
    ("open", True): "文件写了“等”，没有列出的也算",
    ("open", False): "只包括列出的这些",
    ("day_counts", True): "截止当天也算按时",
    ("day_counts", False): "截止当天已算逾期",
    ("cumulative", True): "填累计数",
    ("cumulative", False): "填当期数",
    ("democratic", True): "按民主程序产生",
    ("legal_person", True): "办理法人登记",
    ("own_account", True): "开立独立账户",
}
"""How a yes or a no of a key is said."""

VOCABULARIES = {
    "groups": "worker_group",
    "group": "worker_group",
    "kinds": "union_kind",
    "from_kind": "union_kind",
    "to_kind": "union_kind",
    "by": "level",
    "filled_by": "level",
    "every": "every",
    "kept": "kept",
    "new_unions": "new_unions",
    "levels": "led_by",
}
"""The vocabulary of a key's values, where it is not named like the key."""
