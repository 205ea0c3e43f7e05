"""How a kind's fields are asked for: which of them, how an answer is read, and what the document gets."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.domain.documents import asking
from bot.domain.documents.kinds import Choice, Column, FieldType, Kind, KindField, When
from bot.domain.documents.values import taken
from bot.domain.hall.errors import Refused
from bot.domain.hall.forms import Form, Situation, State, added, advance, gathered, give, open_fields, struck
from bot.domain.hall.problems import Problem
from bot.texts import translator
from tests.houses import LAW, ZONE

NOW = datetime(2026, 4, 2, 1, tzinfo=UTC)
HERE = Situation(NOW, ZONE)
KIND = Kind(
    "loss",
    "败诉分析",
    "loss analysis",
    fields=(
        KindField("number", "案号", "case number", source="case.number"),
        KindField("lost", "是否败诉", "lost?", FieldType.YES_NO),
        KindField("why", "败诉原因", "cause", FieldType.CHOICES, choices=(Choice("facts", "事实", "facts"),),
                  when=When("lost", ("yes",))),
        KindField("steps", "整改措施", "measures", FieldType.ROWS,
                  columns=(Column("what", "措施", "measure"), Column("until", "期限", "until"))),
        KindField("note", "备注", "note", FieldType.LINES, required=False),
    ),
)  # fmt: skip
FORM = asking.form_of(KIND)


def _state(
    names: list[str], raw: dict[str, Any], *, again: bool = False, form: Form = FORM, kind: Kind = KIND
) -> State:
    return advance(form, State(asking.beginning(kind, names, raw, again=again)))


def _row(said: str) -> Any:
    [field] = [one for one in FORM.fields if one.name == "steps"]
    assert field.read is not None
    return field.read(said, HERE)


def test_only_what_is_asked_for_is_asked_one_after_the_other() -> None:
    state = _state(["lost", "steps"], {"number": "1"})
    assert state.asking == "lost"
    state = give(FORM, state, "lost", asking.NO)
    assert state.asking == "steps"
    assert [one.name for one in open_fields(FORM, state.values)] == ["steps"]


def test_an_answer_that_makes_another_field_wanted_has_it_asked_behind() -> None:
    state = give(FORM, _state(["lost"], {}), "lost", asking.YES)
    assert state.asking == "why"
    assert give(FORM, _state(["lost"], {}), "lost", asking.NO).asking == ""


def test_what_hangs_on_a_field_that_is_known_is_asked_by_what_it_holds() -> None:
    assert _state(["why"], {"lost": True}).asking == "why"
    assert _state(["why"], {"lost": False}).asking == ""


def test_a_list_grows_by_messages_shrinks_by_taps_and_begins_with_what_it_held() -> None:
    held = [{"what": "培训", "until": "6月"}]
    state = _state(["steps"], {"steps": held}, again=True)
    assert (state.asking, gathered(state.values, "steps")) == ("steps", held)
    state = added(state, "steps", {"what": "问责", "until": ""})
    assert [one.label for one in asking.rows(KIND.fields[3], state.values)] == ["1. 培训；6月", "2. 问责"]
    assert _row("问责；6月") == _row("问责，6月") == {"what": "问责", "until": "6月"}
    assert _row("问责，通报，6月") == {"what": "问责，通报，6月", "until": ""}, "which comma parts them is not guessed"
    state = struck(state, "steps", "0")
    assert state.asking == "steps", "it goes on asking until Done"
    assert gathered(state.values, "steps") == [{"what": "问责", "until": ""}]


def test_the_document_gets_raw_values_that_its_fields_take() -> None:
    values = {
        "lost": asking.YES,
        "why": ["facts"],
        "steps": [{"what": "培训", "until": ""}],
        "note": None,
        "asked": ["lost"],
    }
    raws = asking.raws(KIND, values)
    assert raws == {"lost": True, "why": ["facts"], "steps": [{"what": "培训", "until": ""}], "note": None}
    for name, raw in raws.items():
        field = KIND.field(name)
        assert field is not None
        assert taken(field, raw) == raw


@pytest.mark.parametrize(
    ("type_", "said", "kept"),
    [
        (FieldType.TEXT, " 泗水县\n自然资源局 ", "泗水县 自然资源局"),
        (FieldType.LINES, "一\n二", "一\n二"),
        (FieldType.DAY, "4月3日", "2026-04-03"),
        (FieldType.DAY, "昨天", "2026-04-01"),
        (FieldType.MOMENT, "4月15日上午9:30", "2026-04-15T09:30:00+08:00"),
        (FieldType.NUMBER, "十二人", 12),
        (FieldType.NUMBER, "12.5", 12.5),
        (FieldType.NUMBER, "80%", 80),
        (FieldType.PERSON, "张明", {"name": "张明"}),
        (FieldType.PERSON, "张明 副局长 13800001234", {"name": "张明", "post": "副局长", "phone": "13800001234"}),
    ],
)
def test_an_answer_is_read_as_its_field_keeps_it(type_: FieldType, said: str, kept: Any) -> None:
    field = KindField("f", "项", "field", type_)
    form = asking.form_of(Kind("k", "文", "paper", fields=(field,)))
    read = form.fields[0].read
    assert read is not None
    assert read(said, HERE) == kept
    assert taken(field, kept) == kept


def test_each_line_is_a_row_though_not_each_has_parts() -> None:
    """立案审批表 is a piece of evidence of which no more is said, not the first part of the one below."""
    columns = (Column("name", "名称", "name"), Column("page", "页码", "page"), Column("proves", "证明内容", "proves"))
    field = KindField("evidence", "证据", "evidence", FieldType.ROWS, columns=columns)
    [asked] = asking.form_of(Kind("defence", "答辩状", "defence", fields=(field,))).fields
    assert asked.read is not None
    for said, names in {
        "立案审批表\n询问笔录；2页": ["立案审批表", "询问笔录"],
        "立案审批表\n询问笔录\n处罚决定书": ["立案审批表", "询问笔录", "处罚决定书"],
    }.items():
        assert [row["name"] for row in asked.read(said, HERE)] == names


@pytest.mark.parametrize(
    ("said", "row"),
    [
        ("培训；6月底", {"what": "培训", "until": "6月底"}),
        ("培训; 6月底", {"what": "培训", "until": "6月底"}),
        ("培训\n6月底", {"what": "培训", "until": "6月底"}),
        ("培训|6月底；7月初", {"what": "培训", "until": "6月底；7月初"}),
        ("培训", {"what": "培训", "until": ""}),
    ],
)
def test_one_message_is_one_row(said: str, row: dict[str, str]) -> None:
    read = FORM.fields[3].read
    assert read is not None
    assert read(said, HERE) == row


def test_each_line_of_a_pasted_list_is_a_row_where_every_line_has_parts() -> None:
    read = FORM.fields[3].read
    assert read is not None
    found = read("1. 培训；6月底\n2、问责；7月底\n\n（3）通报；8月底", HERE)
    rows = [("培训", "6月底"), ("问责", "7月底"), ("通报", "8月底")]
    assert found == [{"what": what, "until": until} for what, until in rows]
    state = added(_state(["steps"], {}), "steps", found)
    assert [one.label for one in asking.rows(KIND.fields[3], state.values)] == [
        "1. 培训；6月底",
        "2. 问责；7月底",
        "3. 通报；8月底",
    ]


@pytest.mark.parametrize(
    ("type_", "said"), [(FieldType.NUMBER, "很多"), (FieldType.DAY, "某日"), (FieldType.TEXT, "　")]
)
def test_what_cannot_be_read_is_a_problem_in_words(type_: FieldType, said: str) -> None:
    read = asking.form_of(Kind("k", "文", "p", fields=(KindField("f", "项", "f", type_),))).fields[0].read
    assert read is not None
    found = read(said, HERE)
    assert isinstance(found, Problem)
    assert translator("zh_CN").words.get(found.msgid), "said in Chinese"


@pytest.mark.parametrize(("said", "kept"), [("0", 0), ("92.5", 92.5), ("一百", 100), ("101", None), ("-1", None)])
def test_the_own_score_lies_between_0_and_100(said: str, kept: int | float | None) -> None:
    field = next(one for one in LAW.kinds["feedback_form"].fields if one.name == "self_score")
    read = asking.form_of(Kind("k", "文", "p", fields=(field,))).fields[0].read
    assert read is not None
    found = read(said, HERE)
    if kept is not None:
        assert (found, taken(field, kept)) == (kept, kept)
        return
    assert isinstance(found, Problem)
    assert str(translator("zh_CN")(found.msgid, **found.params)) == "请填写0至100之间的数字。"
    with pytest.raises(Refused, match="from 0 to"):
        taken(field, said)


@pytest.mark.parametrize("kind", LAW.kinds.values(), ids=list(LAW.kinds))
def test_every_field_of_every_shipped_kind_can_be_asked_in_both_languages(kind: Kind) -> None:
    form = asking.form_of(kind)
    names = [one.name for one in kind.fields]
    zh, en = translator("zh_CN"), translator("en")
    for field, declared in zip(form.fields, kind.fields, strict=True):
        assert declared.zh in str(zh(field.label))
        assert str(zh(field.prompt)) != str(en(field.prompt))
        asked = re.sub("“[^”]*”", "", str(en(field.prompt)))
        assert not any("\u4e00" <= sign <= "\u9fff" for sign in asked), asked
        assert field.read or field.choices or field.files
    first = next((one for one in kind.fields if one.when is None), None)
    state = advance(form, State(asking.beginning(kind, names, {})))
    assert state.asking == (first.name if first else "")


def test_what_was_done_does_not_lie_ahead() -> None:
    done = KindField("on", "道歉日期", "date", FieldType.DAY, gone_by=True)
    planned = KindField("on", "期限", "until", FieldType.DAY)
    read = {
        one.gone_by: asking.form_of(Kind("one", "一", "one", fields=(one,))).fields[0].read for one in (done, planned)
    }
    past, ahead = read[True], read[False]
    assert past is not None
    assert ahead is not None
    assert past("4月1日", HERE) == "2026-04-01"
    assert isinstance(past("2026年4月5日", HERE), Problem)
    assert ahead("2026年4月5日", HERE) == "2026-04-05"


def test_a_promise_without_its_day_is_told_so() -> None:
    columns = (Column("what", "措施", "measure"), Column("who", "责任人", "who"), Column("until", "期限", "until"))
    field = KindField("rows", "整改", "measures", FieldType.ROWS, columns=columns, followed=True)
    read = asking.form_of(Kind("one", "一", "one", fields=(field,))).fields[0].read
    assert read is not None
    missing = read("全员培训；何伟", HERE)
    assert isinstance(missing, Problem)
    assert missing.params == {"text": "全员培训；何伟"}
    assert read("全员培训，何伟，5月20日前", HERE) == {"what": "全员培训", "who": "何伟", "until": "5月20日前"}
