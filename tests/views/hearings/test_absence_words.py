"""An absence in words: each thing once, and nothing twice that follows from another."""

from bot.domain.hall.terms import AbsenceReason
from bot.domain.hearings.hearings import AbsenceView
from bot.domain.law.explanations import Step
from bot.texts import translator
from bot.views.hearings import excuses

ZH = translator("zh_CN")
PENDING = Step("part_court_pending")


def test_without_proof_only_the_proof_is_missing() -> None:
    missing = (Step("part_proof"), Step("part_seal"), Step("part_before"), PENDING)
    told = AbsenceView(AbsenceReason.OTHER, "住院手术", "none", "何伟", counsel="罗律师", missing=missing)
    said = str(excuses.absence(told, ZH))
    assert said.count("\n· ") == 2
    assert "未提交证明材料" in said
    assert "公章" not in said
    assert "罗律师" in said
    assert "法院尚未答复" not in said, "the line below says it"


def test_what_the_court_said_stands_there() -> None:
    told = AbsenceView(AbsenceReason.OTHER, "", "sealed", "何伟", court_view="accepted", postponement="asked")
    said = str(excuses.absence(told, ZH))
    assert "已申请延期开庭" in said
    assert "尚缺" not in said


def test_a_proof_without_seal_is_named() -> None:
    told = AbsenceView(AbsenceReason.OTHER, "", "none", "何伟", missing=(Step("part_seal"), PENDING))
    assert "公章" in str(excuses.absence(told, ZH))
