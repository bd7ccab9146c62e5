"""What a station may offer. The documents name none of it; the list is this site's own and says nothing of a duty."""

FACILITIES = {
    "water": "饮水",
    "seats": "休息座椅",
    "charging": "手机充电",
    "toilet": "卫生间",
    "microwave": "微波炉",
    "cooling": "空调",
    "wifi": "无线网络",
    "fridge": "冰箱",
    "medicine": "应急药箱",
    "battery": "电动车充换电",
    "parking": "停车",
    "shower": "洗浴",
    "nursing": "母婴室",
    "reading": "书报",
}


def labels(ids: list[str]) -> list[str]:
    """The words of facilities, in the order of the list."""
    return [label for name, label in FACILITIES.items() if name in ids]
