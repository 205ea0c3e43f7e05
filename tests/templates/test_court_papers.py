"""The papers of the court as they read with everything filled in: compared to the letter with `golden/<kind>.txt`."""

from pathlib import Path
from typing import Any

import pytest

from bot.law.forms.shelf import load_kinds
from bot.papers.filling import fill
from tests.templates import FOLDER
from tests.templates.reading import text_of

GOLDEN = Path(__file__).parent / "golden"
CASE = {
    "agency": "泗水县自然资源和规划局",
    "court": "山东省泗水县人民法院",
    "case_number": "（2026）鲁0831行初12号",
    "plaintiff": "张三",
    "cause": "土地行政处罚",
    "date": "2026年12月9日",
    "phone": "13900001201",
}
HEARING = {"hearing_when": "2026年12月15日（星期二）上午9时30分", "place": "第二审判庭", "mode": "现场开庭"}
LEADER = {"leader": "张明", "post": "副局长", "rank": "副职，分管被诉行为"}
VALUES: dict[str, dict[str, Any]] = {
    "identity_certificate": {
        **CASE,
        **HEARING,
        **LEADER,
        "sex": "男",
        "liaison": "王芳",
        "staff_card": "工作证.jpg",
        "repairing": "是",
        "defect": "未加盖公章",
    },
    "power_of_attorney": {
        **CASE,
        "principal": "李建国",
        "principal_post": "局长",
        "staff": "何伟 执法大队大队长",
        "staff_phone": "13900009999",
        "counsel": "赵律师 泗水某某律师事务所",
        "instance": "第一审",
        "scope": "特别代理",
        "powers": "代为进行和解、调解",
    },
    "absence_statement": {
        **CASE,
        **HEARING,
        **LEADER,
        "hearing_place": "第二审判庭",
        "reason": "需要履行他人不能代替的公务",
        "facts": "参加全省防汛调度会议。\n会期与庭审时间冲突。",
        "proofs": "会议通知1份",
        "borne_out": "加盖公章",
        "staff": "何伟 执法大队大队长",
        "counsel": "赵律师",
        "postponement": "不申请",
        "consent": "是",
        "court_view": "尚未答复",
    },
    "feedback_form": {
        **CASE,
        **HEARING,
        **LEADER,
        "prepared": "负责人身份证明、授权委托书、负责人发言提纲",
        "ended": "11:30",
        "attended": "是",
        "stayed": "是",
        "spoke": "是",
        "stages": "陈述、答辩",
        "on_settlement": "是",
        "opinion": "愿就补偿再行协商。",
        "answered": "是",
        "settlement": "正在协调",
        "staff": "何伟",
        "counsel": "赵律师",
        "pronounced": "否",
        "outcome": "择期宣判",
        "next": "会同属地镇政府协调。",
        "grades_wanted": "是",
        "grade_appear": "好",
        "grade_speak": "较好",
        "grade_resolve": "一般",
        "grade_govern": "差",
        "self_score": "92",
        "court_score": "良好",
        "attachments": "签到页.jpg",
        "reporter": "王芳",
        "liaison": "王芳",
    },
    "hearing_notice": {
        **CASE,
        **HEARING,
        **LEADER,
        "to": "泗水县自然资源和规划局",
        "principal_required": "否",
        "bring": "本人身份证件、授权委托书",
        "reply_by": "2026年12月4日",
        "contact": "刘洋",
        "issuer": "泗水县司法局",
    },
    "leader_notice": {
        **CASE,
        **HEARING,
        **LEADER,
        "to": "张明副局长",
        "principal_required": "否",
        "bring": "本人身份证件",
        "reply_by": "2026年12月4日",
        "contact": "王芳",
        "issuer": "泗水县自然资源和规划局",
    },
    "defence": {
        **CASE,
        "address": "泗水县中兴路1号",
        "principal": "李建国",
        "principal_post": "局长",
        "agents": "何伟",
        "third_parties": "李四",
        "received_on": "2026年12月1日",
        "due": "2026年12月16日",
        "request": "请求依法驳回原告的诉讼请求。",
        "reasons": "一是认定事实清楚。\n二是程序合法。",
        "evidence": [{"name": "现场勘验笔录", "pages": "1-3", "proves": "违法占地事实"}],
        "norms": [{"name": "中华人民共和国土地管理法", "article": "第七十七条"}],
    },
    "situation_statement": {
        **CASE,
        **HEARING,
        "to": "泗水县司法局",
        "title": "书面说明负责人未出庭的理由",
        "advice": "（2026）鲁0831司建1号",
        "advice_on": "2026年12月20日",
        "leader": "张明",
        "facts": "未及时协调其他负责人。",
        "staff": "何伟",
        "measures": "开庭前三日确认出庭人选。",
        "attachments": "会议通知.jpg",
        "contact": "王芳",
        "due": "2026年12月18日",
    },
}
UNPRINTED = {
    "identity_certificate": {"repairing"},
    "feedback_form": {"grades_wanted"},
    "situation_statement": {"title", "due"},
}
"""Fields that only steer what is asked, or that whoever drafts it looks at."""


def _filled(kind: str, values: dict[str, Any]) -> str:
    declared = load_kinds()[kind]
    empty: dict[str, Any] = {one.name: [] if one.columns else "" for one in declared.fields}
    paper = {"paper": {"title": declared.zh}}
    return text_of(fill((FOLDER / f"{declared.template}.docx").read_bytes(), {**empty, **values, **paper}))


@pytest.mark.parametrize("kind", VALUES)
def test_a_paper_reads_as_it_should(kind: str) -> None:
    assert _filled(kind, VALUES[kind]) == (GOLDEN / f"{kind}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", VALUES)
def test_every_field_of_a_kind_stands_in_its_paper(kind: str) -> None:
    """Each field gets a word of its own; whichever is not found was forgotten in the layout."""
    fields = [one for one in load_kinds()[kind].fields if one.name not in UNPRINTED.get(kind, ())]
    marks: dict[str, Any] = {
        one.name: [{c.name: f"〔{one.name}.{c.name}〕" for c in one.columns}] if one.columns else f"〔{one.name}〕"
        for one in fields
    }
    said = _filled(kind, marks)
    for one in fields:
        for name in [f"{one.name}.{c.name}" for c in one.columns] or [one.name]:
            assert f"〔{name}〕" in said, name


@pytest.mark.parametrize("kind", VALUES)
def test_a_paper_can_be_made_of_nothing_but_its_kind(kind: str) -> None:
    assert "{{" not in _filled(kind, {})
