"""Commands as people type them who do not know that there is a slash: 菜单, 帮助, 取消, 下载台账."""

from __future__ import annotations

import re

from bot.domain.reading.cleaning import clean_line

ANYWHERE: dict[str, tuple[str, ...]] = {
    "menu": ("菜单", "主菜单", "功能", "全部功能", "首页", "返回首页", "menu"),
    "help": (
        "帮助", "使用帮助", "使用说明", "怎么用", "如何使用", "怎么使用", "这个怎么用", "你能做什么", "有什么功能",
        "help",
    ),
    "cancel": ("取消", "取消填写", "取消办理", "不填了", "退出", "cancel"),
}  # fmt: skip
"""By command: what is meant by it also in the middle of a form, where nobody gives it as an answer."""
ELSEWHERE: dict[str, tuple[str, ...]] = {
    "paper": ("文书", "收文", "登记文书", "录入文书"),
    "hearing": ("开庭", "录入开庭", "新增开庭"),
    "duties": ("待办", "待办事项", "有什么待办", "我有什么待办", "今天有什么待办", "还有什么没办", "todo"),
    "week": ("开庭安排", "下周开庭", "本周有什么庭", "本周有哪些庭", "这周开庭", "本周庭审"),
    "hearings": ("庭审", "开庭列表", "全部开庭"),
    "case": ("案件", "案件查询"),
    "documents": ("材料", "公文", "表单", "报备", "我的文书"),
    "missing": ("月报", "报表", "谁没报"),
    "figures": ("出庭率", "统计数据", "数据", "通报数据"),
    "leader": ("领导出庭", "负责人出庭"),
    "ledger": ("台账", "下载台账", "导出台账", "台帐", "下载台帐", "导出台帐"),
    "find": ("查找", "搜一下", "查询"),
    "circular": ("通知", "发通知", "写通知", "下发通知"),
    "circulars": ("通知列表", "我的通知", "通知回执", "回执"),
    "event": ("培训", "观摩", "旁听", "活动", "会议"),
    "agencies": ("单位", "单位列表"),
    "people": ("通讯录", "电话", "联系人", "联系方式", "电话号码"),
    "invite": ("邀请", "邀请码", "添加人员"),
    "roster": ("名册", "花名册"),
    "calendar": ("日历", "节假日", "放假安排", "调休"),
    "link": ("群", "绑定群", "关联群"),
    "status": ("状态", "运行状态", "运行情况"),
    "me": ("我", "我的", "我是谁", "我的身份", "个人信息", "我的信息"),
    "language": ("语言", "切换语言", "设置语言", "英文", "中文", "english", "chinese"),
}  # fmt: skip
"""By command: what is meant by it where no form waits for a text."""
_AROUND = re.compile(
    r"^(?:请|我要|我想|想|打开|查看|看看|看一下|看下|进入|回到|返回)+|[。.！!？?~～]+$|(?:吧|一下|呢)$"
)


def anywhere(text: str) -> str:
    """The command that a text of a word or two means, also where a form waits for one; empty if none."""
    return _named(text, ANYWHERE)


def elsewhere(text: str) -> str:
    """The command that a text of a word or two means where no form waits for one; empty if none."""
    return _named(text, ELSEWHERE)


def bare(text: str) -> str:
    """A text without what is said around a command's name: 请打开台账。 is 台账."""
    found = clean_line(text).casefold()
    while (less := _AROUND.sub("", found).strip()) != found:
        found = less
    return found


def _named(text: str, words: dict[str, tuple[str, ...]]) -> str:
    said = (clean_line(text).casefold(), bare(text))
    return next((name for name, those in words.items() if any(one in those for one in said)), "")
