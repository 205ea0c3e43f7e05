"""The card of a document: what it says at each step, that it fits a phone for everybody, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.domain.documents.cards import (
    PERSON,
    SOURCE,
    CasePapers,
    DocumentCard,
    DocumentLine,
    DocumentPage,
    EditionLine,
    FieldLine,
    May,
    Next,
    StepLine,
)
from bot.domain.documents.documents import Act, DocumentState
from bot.domain.documents.kinds import Choice, FieldType, Kind, KindField
from bot.domain.duties.duties import distance
from bot.domain.hall.message import CALLBACK_BYTES, Message, Tap, plain
from bot.domain.hall.paging import cut
from bot.law.calendars import load_calendar
from bot.texts import LANGUAGES, Translator, translator
from bot.views.documents import cards, lists, news
from bot.views.hall import english, fitting
from tests.houses import LAW

NOW = datetime(2026, 4, 2, 2, tzinfo=UTC)
TODAY = date(2026, 4, 2)
ZH = translator("zh_CN", now=NOW)
CALENDAR = load_calendar()
KIND = LAW.kinds["appeal_review"]
LAST = date(2026, 4, 10)


def _line(name: str, zh: str, en: str, shown: str = "", **more: object) -> FieldLine:
    made = FieldLine(KindField(name, zh, en), shown, SOURCE if shown else "none")
    return replace(made, **more)  # type: ignore[arg-type]


FIELDS = (
    _line("number", "案号", "case number", "（2026）鲁0831行初12号"),
    _line("view", "本单位意见", "own view", "不上诉", origin=PERSON, mine=True),
    _line("reasons", "理由", "reasons", missing=True, mine=True),
    replace(_line("rows", "整改措施", "measures", origin=PERSON, mine=True), rows=3,
            field=KindField("rows", "整改措施", "measures", FieldType.ROWS)),
)  # fmt: skip
DRAFT = DocumentCard(
    id=10**9,
    version=3,
    kind=KIND,
    state=DocumentState.DRAFT,
    agency="县自然资源局",
    about="（2026）鲁0831行初12号",
    case_id=5,
    duty_id=7,
    addressee="县司法局",
    fields=FIELDS,
    next=Next(
        Act.SUBMIT,
        KIND.steps[0],
        "",
        ("王芳", "赵敏"),
        date(2026, 4, 7),
        distance(CALENDAR, TODAY, date(2026, 4, 7), date(2026, 4, 7)),
    ),
    due=LAST,
    distance=distance(CALENDAR, TODAY, LAST, LAST),
    author="王芳",
    may=May(fill=True, submit=True, void=True, preview=True),
)
ALL = May(*[True] * 12)
FULL = replace(
    DRAFT,
    state=DocumentState.SENT_BACK,
    reason="理由" * 100,
    number="泗司诉审〔2026〕12号",
    issued_on=TODAY,
    edition=12,
    files=3,
    fields=FIELDS * 12,
    editions=tuple(EditionLine(n, NOW, "王芳", "改了理由") for n in range(1, 13)),
    steps=tuple(StepLine(act, NOW, "刘洋", "县长办公会", "意见" * 30) for act in Act),
    may=ALL,
)


def _labels(shown: Message) -> list[str]:
    return [button.label for row in shown.buttons for button in row]


def test_a_draft_says_what_is_missing_who_is_next_and_both_last_days() -> None:
    shown = cards.card(DRAFT, ZH)
    text = plain(shown.text)
    assert text.split("\n")[:6] == [
        f"【文书】《{KIND.zh}》 · 草稿",
        "（2026）鲁0831行初12号 · 县自然资源局",
        "主送：县司法局",
        "最后一日：4月10日（周五），剩5个工作日",
        f"下一步：{KIND.steps[0].zh}（王芳、赵敏），最迟4月7日（周二），剩2个工作日",
        "待填1项：理由",
    ]
    assert "案号：（2026）鲁0831行初12号（预填）" in text
    assert "本单位意见：不上诉\n" in text
    assert "理由：待填" in text
    assert "整改措施：3条" in text
    assert _labels(shown) == ["补填1项", "提交", "更改", "预览", "更多"]


def test_what_was_handed_in_is_neither_late_nor_marked() -> None:
    handed = replace(
        DRAFT, state=DocumentState.UNDER_WAY, step=1, next=Next(Act.ACCEPT, body="县司法局"), may=May(download=True),
        due=date(2026, 4, 1), distance=distance(CALENDAR, TODAY, date(2026, 4, 1), date(2026, 4, 1)),
    )  # fmt: skip
    text = plain(cards.card(handed, ZH).text)
    assert "下一步：认可（县司法局）" in text
    assert not [words for words in ("最后一日", "逾期", "（预填）") if words in text]
    assert _labels(cards.card(handed, ZH)) == ["下载", "更多"]


def test_one_day_is_said_once_and_what_is_to_be_changed_says_by_whom() -> None:
    one = replace(DRAFT, due=date(2026, 4, 7), state=DocumentState.SENT_BACK, reason="出庭负责人已变更")
    taken = plain(cards.card(replace(one, steps=(StepLine(Act.TAKE_BACK, NOW, "王芳"),)), ZH).text)
    assert taken.count("4月7日") == 1
    assert "待修改" in taken
    assert "修改原因：出庭负责人已变更" in taken
    back = plain(cards.card(replace(one, steps=(StepLine(Act.SEND_BACK, NOW, "刘洋"),)), ZH).text)
    assert "退回理由：出庭负责人已变更" in back


def test_a_reader_of_english_sees_no_chinese_yes_or_date() -> None:
    def field(kind: FieldType, shown: str, raw: object, *, choices: tuple[Choice, ...] = ()) -> FieldLine:
        return FieldLine(KindField("one", "字段", "field", kind, choices=choices), shown, PERSON, raw=raw)

    def of(source: str, shown: str, origin: str) -> FieldLine:
        return FieldLine(KindField("one", "字段", "field", source=source), shown, origin, raw=shown)

    said = [
        (field(FieldType.YES_NO, "否", False), "Field: No"),
        (field(FieldType.DAY, "2026年4月7日", "2026-04-07"), "Field: Tue 7 Apr"),
        (of("hearing.when", "未定", SOURCE), "Field: not settled yet"),
        (of("principal_required", "否", SOURCE), "Field: No"),
        (of("principal_required", "是（某规定）", SOURCE), "Field: Yes (某规定)"),
        (of("principal_required", "否", PERSON), "Field: 否"),
        (field(FieldType.TEXT, "否", False), "Field: No"),
        (replace(field(FieldType.TEXT, "一审", "first"), words=("first instance",)), "Field: first instance"),
        (of("leader.post", "副局长", SOURCE), "Field: deputy director"),
        (of("leader.post", "副局长", PERSON), "Field: 副局长"),
        (of("case.cause", "土地行政处罚", SOURCE), "Field: 土地行政处罚"),
        (field(FieldType.CHOICE, "重大", "grave", choices=(Choice("grave", "重大", "grave"),)), "Field: grave"),
    ]
    for one, expected in said:
        assert expected in plain(cards.card(replace(DRAFT, fields=(one,)), translator("en", now=NOW)).text)


def test_whoever_reviews_agrees_or_sends_back_and_fills_in_nothing() -> None:
    step = KIND.steps[1]
    under = replace(
        DRAFT, state=DocumentState.UNDER_WAY, step=1, next=Next(Act.APPROVE, step, "县司法局", ("刘洋",)),
        fields=tuple(replace(one, mine=False, missing=False) for one in FIELDS),
        may=May(approve=True, send_back=True, preview=True),
    )  # fmt: skip
    assert _labels(cards.card(under, ZH)) == ["同意", "退回", "预览", "更多"]
    assert _labels(cards.more(under, ZH))[0] == "附意见同意…"
    recorded = replace(under, next=Next(Act.APPROVE, step, "县政府", (), recorded=True))
    assert _labels(cards.card(recorded, ZH))[0] == "登记审查意见"


def test_a_value_that_is_long_is_cut_on_the_card_and_never_is_markup() -> None:
    hostile = _line("x", "内容", "content", "<b>" + "长" * 300 + "{{ 7*7 }}")
    text = cards.card(replace(DRAFT, fields=(hostile,)), ZH).text
    assert "&lt;b&gt;" in text
    assert "…" in text
    assert len(text) < 1000


def test_a_protected_document_is_protected_wherever_it_is_shown() -> None:
    risk = replace(FULL, kind=replace(KIND, protected=True))
    pages = (cards.card(risk, ZH), cards.more(risk, ZH), cards.picker(risk, 0, ZH), cards.editions(risk, ZH),
             cards.record(risk, 0, ZH), news.turn(risk, "王芳", ZH),
             news.told(risk, Act.ISSUE, "王芳", ZH))  # fmt: skip
    assert all(shown.protect for shown in pages)


def _shown(tr: Translator) -> Iterator[tuple[str, Message, int]]:
    kinds = tuple(LAW.kinds.values())
    lines = tuple(
        DocumentLine(
            n, kind, state, "县自然资源局", "（2026）鲁0831行初12号", 3, LAST, DRAFT.distance, "刘洋", n % 2 == 0
        )
        for n, (kind, state) in enumerate(zip(kinds * 2, [*DocumentState] * 2, strict=False))
    )
    for name, one in (("draft", DRAFT), ("full", FULL), ("void", replace(DRAFT, state=DocumentState.VOID, may=May()))):
        yield f"{name} card", cards.card(one, tr), fitting.BUTTONS
        yield f"{name} more", cards.more(one, tr), fitting.BUTTONS
        yield f"{name} record", cards.record(one, 0, tr), fitting.BUTTONS
        for page in range(6):
            yield f"{name} picker {page}", cards.picker(one, page, tr), fitting.PICKED
        yield f"{name} editions", cards.editions(one, tr), fitting.PICKED
        yield f"{name} turn", news.turn(one, "王芳", tr), fitting.BUTTONS
        yield f"{name} returned", news.returned(one, "刘洋", "请补充理由", tr), fitting.BUTTONS
    of_case = CasePapers(3, "（2026）鲁0831行初12号", cut(lines, 0), kinds)
    counts = dict.fromkeys(lists.WHICH, 11)
    for page in range(4):
        yield f"kinds {page}", lists.kinds(of_case, page, tr), fitting.PICKED
        yield f"list {page}", lists.listed(DocumentPage("way", cut(lines, page, 4), counts), tr), fitting.PICKED
        yield f"case {page}", lists.of_case(replace(of_case, page=cut(lines, page, 6)), tr), fitting.PICKED


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_fits_a_phone_and_speaks_the_readers_language(language: str) -> None:
    tr = translator(language, now=NOW)
    for name, said, most in _shown(tr):
        shown = english.worded(said, tr)
        assert fitting.buttons_of(shown) <= most, name
        assert len(shown.text) <= 4096, name
        for row in shown.buttons:
            assert all(len(b.data.encode()) <= CALLBACK_BYTES for b in row if isinstance(b, Tap)), name
            wide = {1: 20.0, 2: 8.0, 3: 4.0}[len(row)] if tr.chinese else {1: 20.0, 2: 9.5, 3: 6.0}.get(len(row), 4.0)
            assert all(fitting.width(b.label) <= wide for b in row), (name, [b.label for b in row])
        if not tr.chinese:
            named = re.sub(
                "王芳|赵敏|刘洋|县自然资源局|县司法局|县政府|县长办公会|（2026）鲁0831行初12号|行初12号",
                "",
                plain(shown.text),
            )
            left = re.sub(r"意见|理由|不上诉|请补充理由|改了理由|泗司诉审〔2026〕12号", "", named)
            assert not re.search("[\u4e00-\u9fff]", left), (name, left)


def test_a_list_says_of_each_what_is_missing_whom_it_waits_for_and_by_when() -> None:
    kind = Kind("loss", "败诉案件分析报告", "loss analysis report")
    mine = DocumentLine(1, kind, DocumentState.DRAFT, "县自然资源局", "行初12号", 3, LAST, DRAFT.distance, "王芳", True)
    late = replace(mine, missing=0, mine=False, state=DocumentState.UNDER_WAY, waits="刘洋",
                   distance=distance(CALENDAR, TODAY, date(2026, 3, 30), date(2026, 3, 30)))  # fmt: skip
    assert plain(lists.line(mine, ZH)).endswith("待填3项，4月10日（周五），剩5个工作日")
    said = plain(lists.line(late, ZH))
    assert said.startswith("🔴 《败诉案件分析报告》 行初12号：")
    assert "待刘洋办理" in said


def test_among_other_matters_it_is_one_line_with_its_day() -> None:
    [item] = news.turn(DRAFT, "王芳", ZH).items
    assert plain(item.line).startswith(f"{KIND.zh} 行初12号：请办理：")
    assert "4月7日（周二），剩2个工作日" in item.line
    assert (item.on, item.asks, item.late) == (date(2026, 4, 7), True, False)
