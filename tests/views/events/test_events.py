"""What events look like: within Telegram's limits, in both languages; what people wrote is never markup."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.events.events import AgencyTally, EventLine, EventView, GuestView, ObserverList, Standing, Tally
from bot.domain.events.sign_in import CodeView, Signed
from bot.domain.hall.message import Message, Tap
from bot.domain.hall.paging import cut
from bot.domain.hall.terms import EventAnswer, EventKind, EventState, Presence, SignInWay
from bot.domain.law.explanations import Named
from bot.telegram.splitting import length
from bot.texts import translator
from bot.views.events import events as views
from bot.views.events import lists, sign_in

NOW = datetime(2026, 12, 15, 1, 30, tzinfo=UTC)
LANGUAGES = ("zh_CN", "en")
NASTY = "<b>&</b>" + "长" * 200
TALLY = Tally(
    {EventAnswer.COMING: 300, EventAnswer.UNANSWERED: 120, EventAnswer.WAITING: 30, EventAnswer.SENDS: 20,
     EventAnswer.DECLINED: 30},
    {Presence.PRESENT: 250, Presence.LATE: 20, Presence.ABSENT: 30},
)  # fmt: skip


def event(**more: object) -> EventView:
    known = EventView(
        id=999_999, version=99, sequence=12, kind=EventKind.OBSERVATION, title="<i>" + "观" * 77, organiser_id=5,
        organiser="县司法局" * 10, court="泗水县人民法院" * 8, starts_at=NOW, ends_at=NOW + timedelta(hours=2),
        place=NASTY[:120], case_number="（2026）鲁0831行初12号", hearing_id=None, reply_by=NOW - timedelta(days=5),
        note=NASTY + "长" * 92, sign_in=SignInWay.CODE, state=EventState.PLANNED, reason="", quota=500, agency_quota=5,
        tally=TALLY, material=3, photos=2, summary="小结", feedback=(12, 3.4), begun=False,
        sign_in_open=True, sign_in_near=True,
        working_days_left=5, may_run=True, answers_for=(7,),
    )  # fmt: skip
    return replace(known, **more)  # type: ignore[arg-type]


def guest(answer: EventAnswer = EventAnswer.UNANSWERED, **more: object) -> GuestView:
    known = GuestView(
        id=123_456, name="张明" * 15, post="副局长" * 10, agency_id=7, agency="县自然资源局", group="leaders",
        answer=answer, held=False, reason="<b>出差</b>" * 15, stands_for="", sends="李娜", place_in_line=3,
        presence=None, signed_at=None, on_telegram=True, rated=False, mine=True, may_answer=True,
    )  # fmt: skip
    return replace(known, **more)  # type: ignore[arg-type]


def check(message: Message, limit: int = 4096) -> str:
    assert length(message.text) <= limit
    for row in message.buttons:
        for button in row:
            if isinstance(button, Tap):
                assert len(button.data.encode()) <= 64
                assert button.label
    return str(message.text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("answer", list(EventAnswer))
@pytest.mark.parametrize("state", list(EventState))
def test_every_invitation_fits_into_a_caption(language: str, answer: EventAnswer, state: EventState) -> None:
    tr = translator(language)
    said = check(views.invitation(event(state=state), guest(answer), tr), 1024)
    assert "<i>观" not in said
    assert "&lt;i&gt;" in said
    check(views.retired(event(state=state), tr), 1024)
    check(views.invitation(event(state=state, reason=NASTY), guest(answer, held=True), tr), 1024)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", list(EventState))
@pytest.mark.parametrize("begun", [True, False])
def test_the_organisers_card_offers_what_can_be_done(language: str, state: EventState, begun: bool) -> None:
    tr = translator(language)
    shown = views.card(event(state=state, begun=begun, reason=NASTY), tr)
    assert "<b>&</b>" not in check(shown)
    verbs = {b.verb for row in shown.buttons for b in row if isinstance(b, Tap)}
    assert ("ev.edit" in verbs) == (state is EventState.PLANNED and not begun)
    assert ("si.end" in verbs) == (state is EventState.PLANNED and begun)
    assert ("ev.back" in verbs) == (state is EventState.CANCELLED and not begun)
    assert ("si.rec" in verbs) == (state is EventState.HELD)
    assert not {"ev.edit", "ev.off"} & {
        b.verb for row in views.card(event(may_run=False), tr).buttons for b in row if isinstance(b, Tap)
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_are_paged_and_short(language: str) -> None:
    tr = translator(language)
    people = [guest(EventAnswer.DECLINED, id=n, mine=False) for n in range(100)]
    check(lists.people(event(), cut(people, 3), "no", 0, tr))
    check(lists.by_agency(event(), cut([AgencyTally(n, "县自然资源局" * 6, TALLY) for n in range(60)], 1, 12), tr))
    check(views.agency_card(event(), 7, "县自然资源局", TALLY, people[:40], tr))
    check(sign_in.marking(event(), cut(people, 2), "missing", tr))
    lines = [
        EventLine(n, EventKind.TRAINING, "培" * 80, NOW, EventState.PLANNED, EventAnswer.COMING) for n in range(30)
    ]
    turned = views.listing(cut(lines, 1), tr, may_create=True, counts=True)
    assert {"ev.list", "ev.new", "ev.due"} <= {b.verb for row in turned.buttons for b in row if isinstance(b, Tap)}
    source, by = Named("意见二", "Opinions, part 2"), date(2026, 12, 31)
    owed = [Standing(n, "泉林镇", "组织观摩", "observation", source, n % 2, 1, by) for n in range(30)]
    check(lists.standings(cut(owed, 0), 2026, tr))
    check(sign_in.ask_for_record(event(state=EventState.HELD), people, tr))
    check(sign_in.remarks(event(), [NASTY] * 50, tr))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_code_is_shown_until_it_is_over(language: str) -> None:
    tr = translator(language)
    shown = CodeView(1, "培训", "012345", NOW, 3, 10, NOW, open=True, over=False)
    assert "012 345" in check(sign_in.code_card(shown, None, tr, showing=True), 1024)
    assert "012 345" not in str(sign_in.code_card(shown, None, tr, showing=False).text)
    assert "012 345" not in str(sign_in.code_card(replace(shown, over=True), None, tr, showing=True).text)
    for presence in (Presence.PRESENT, Presence.LATE):
        check(sign_in.signed(Signed(1, "培训", presence, NOW, again=True, walked_in=True), tr))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_observers_are_named_by_the_three_groups(language: str) -> None:
    groups = (("leaders", ("张明",)), ("legal", ()), ("enforcement", ("何伟",)))
    source = Named("意见二", "Opinions, part 2")
    found = ObserverList(1, 2, "县局", "（2026）鲁0831行初12号", NOW, "第二审判庭", "李建国", groups, source, "原文")
    said = check(lists.observers(found, translator(language)))
    assert (source.en if language == "en" else source.zh) in said
    assert "张明" in said
    assert "何伟" in said
    assert "原文" in said
    assert ("Deputy leaders: 张明" if language == "en" else "副职负责人：张明") in said


def test_the_heading_of_the_observers_is_in_the_readers_language() -> None:
    found = ObserverList(3, 7, "县林业局", "（2026）鲁0831行初12号", NOW, "第二审判庭", "", (), None, "")
    assert lists.observers(found, translator("zh_CN")).text.startswith("【旁听庭审】")
    assert lists.observers(found, translator("en")).text.startswith("【Own staff at a hearing】")
