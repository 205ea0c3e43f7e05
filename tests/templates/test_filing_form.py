"""The filing form as it reads with everything filled in: compared to the letter with `golden/leader_filing_form.txt`."""

from pathlib import Path

from bot.law.forms.shelf import load_kinds
from bot.papers.filling import fill
from tests.templates import FOLDER
from tests.templates.reading import text_of

KIND = "leader_filing_form"
VALUES = {
    "agency": "泗水县自然资源和规划局",
    "case_number": "（2026）鲁0831行初12号",
    "court": "山东省泗水县人民法院",
    "instance": "一审",
    "plaintiff": "张三",
    "plaintiff_count": "16",
    "third_parties": "李四",
    "co_defendants": "泗水县人民政府",
    "cause": "土地行政处罚",
    "act": "泗自然资罚〔2026〕1号行政处罚决定",
    "act_on": "2026年1月5日",
    "paper_kind": "传票",
    "served_on": "2026年4月2日",
    "served_by": "直接送达",
    "hearing_when": "未定",
    "hearing_place": "未定",
    "leader": "张明",
    "leader_post": "副局长",
    "leader_rank": "副职，分管被诉行为",
    "in_charge": "是",
    "leader_phone": "13900001204",
    "staff": "何伟 执法大队大队长",
    "counsel": "赵律师 泗水某某律师事务所",
    "principal_required": "否",
    "risks": "群体性",
    "filler": "王芳",
    "liaison": "王芳",
    "liaison_phone": "13900001201",
    "date": "2026年4月3日",
    "record_number": "2026-000001",
    "changes": [
        {"edition": "1", "day": "2026年4月2日", "by": "王芳", "what": "首次报备"},
        {"edition": "2", "day": "2026年4月3日", "by": "李娜", "what": "出庭负责人由赵敏变更为张明"},
    ],
}


def test_the_form_reads_as_it_should() -> None:
    text = text_of(fill((FOLDER / f"{KIND}.docx").read_bytes(), VALUES))
    assert text == (Path(__file__).parent / "golden" / f"{KIND}.txt").read_text("utf-8")


def test_every_field_of_the_kind_stands_in_the_form() -> None:
    assert {one.name for one in load_kinds()[KIND].fields} == set(VALUES)
    text = text_of(fill((FOLDER / f"{KIND}.docx").read_bytes(), VALUES))
    assert [value for value in VALUES.values() if isinstance(value, str) and value not in text] == []
