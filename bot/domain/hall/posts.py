"""Posts in English. A post is recorded as people write it, and translated for an English reader where it is known.

Names of people, agencies and courts are never translated: they stay as they are recorded.
"""

from __future__ import annotations

from functools import cache

_HEADS = {
    "局长": "director", "县长": "county head", "市长": "mayor", "区长": "district head", "镇长": "town head",
    "乡长": "township head", "主任": "director", "书记": "Party secretary", "党委书记": "Party secretary",
    "党组书记": "Party secretary", "党工委书记": "Party secretary", "党委委员": "Party committee member",
    "党组成员": "Party group member", "秘书长": "secretary-general", "所长": "head of station",
    "站长": "head of station", "院长": "president", "庭长": "division chief", "政委": "political commissar",
    "总工程师": "chief engineer", "总经济师": "chief economist", "总规划师": "chief planner",
    "支队长": "detachment leader", "大队长": "brigade leader", "中队长": "squad leader", "队长": "team leader",
    "科长": "section chief", "股长": "section chief", "处长": "division chief", "组长": "group leader",
}  # fmt: skip
_OTHERS = {
    "科员": "section clerk", "组员": "group member", "队员": "team member", "民警": "police officer",
    "书记员": "court clerk", "干部": "official", "工作人员": "staff member", "秘书": "secretary", "法官": "judge",
    "审判员": "judge", "一级调研员": "counsel, first rank", "二级调研员": "counsel, second rank",
    "三级调研员": "counsel, third rank", "四级调研员": "counsel, fourth rank", "调研员": "counsel",
}  # fmt: skip
_UNITS = {
    "法规": "legal affairs", "法制": "legal affairs", "政策法规": "policy and law", "行政应诉": "litigation",
    "行政复议": "reconsideration", "行政复议应诉": "reconsideration and litigation", "考核督察": "assessment",
    "执法监察": "enforcement", "秘书": "secretariat", "县政府办秘书": "county government secretariat",
    "市政府办秘书": "city government secretariat", "区政府办秘书": "district government secretariat",
    "巡察": "inspection", "行政审判": "administrative division", "行政": "administrative division",
    "司法": "justice station",
    "办公室": "office", "综合": "general affairs",
}  # fmt: skip
_KINDS = ("科", "股", "处", "室", "大队", "中队", "支队", "庭", "所", "组", "队", "")


@cache
def post_in_english(post: str) -> str:
    """The post in English, or as it is recorded where it is not known."""
    return _held(post) or post


def _held(post: str) -> str:
    if post.endswith("兼任") or "、" in post:
        return ""
    deputy = post.startswith(("副", "常务副"))
    if deputy:
        head = _HEADS.get(post.removeprefix("常务").removeprefix("副"), "")
        return f"{'executive ' if post.startswith('常务') else ''}deputy {head}" if head else ""
    return _HEADS.get(post) or _OTHERS.get(post) or _in_unit(post)


def _in_unit(post: str) -> str:
    """法规科科长: legal affairs section chief. The unit and what its members or its head are called."""
    for kind in _KINDS:
        unit, _, rest = post.partition(kind) if kind else (post, "", "")
        known, held = _UNITS.get(unit), _held(rest) if rest and rest != post else ""
        if known and held:
            return f"{held} ({known})"
    return ""
