"""The outbox row by row: what is planned once, what a reply replaces, what is edited, what is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import func, select

from bot.domain.hall.message import Html, Message, to_json
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import Lane, SendState
from bot.domain.hall.topics import Notice, To, Topic
from bot.domain.post.topics import MERGED
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.post import leasing, outbox
from bot.services.post.outbox import Addressed, Reply
from bot.store.tables import OutboxRow, Person
from tests.desk import open_desk
from tests.services.post.rows import all_rows, row

PLANNED, CLAIMED, SENT = SendState.PLANNED, SendState.CLAIMED, SendState.SENT
CANCELLED = SendState.CANCELLED
LATER = timedelta(hours=1)
HELLO = Message(Html("hello"))


# -- planning ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Number:
    """What the notes of these tests are rendered from."""

    n: int = 0


NOTE = Topic("t.note", "a note", Number)
TOPICS = {name: Topic(f"t.{name}", "a note", Number) for name in "abc"}
CARD = Topic("t.card", "a card", Number, lane=Lane.BULK, urgent=True, live=True)


def copy(person: int, n: int, **more: Any) -> Addressed:
    return Addressed(person, Number(n), **more)


def test_what_is_planned_is_kept_as_it_was_said() -> None:
    with open_desk() as (desk, county):
        to = To(person_id=county.ids[county.liaison], audience="coordinators@3", chat_id=77)
        outbox.plan(desk, Notice(CARD, Number(2), About.DUTY(9)), to, at=desk.now + LATER, dedupe="one")
        [made] = all_rows(desk)
        assert (made.topic, made.args, made.kind, made.state) == ("t.card", {"n": 2}, "send", PLANNED)
        assert (made.due_at, made.planned_at) == (desk.now + LATER, desk.now)
        assert (made.person_id, made.audience, made.chat_id) == (to.person_id, "coordinators@3", 77)
        assert (made.subject, made.dedupe) == ("duty:9", "one")
        assert (made.lane, made.urgent, made.live) == (Lane.BULK, True, True)


def test_a_message_may_have_another_lane_than_its_topic_and_be_urgent_by_itself() -> None:
    with open_desk() as (desk, _):
        outbox.plan(desk, Notice(CARD, Number(), lane=Lane.INTERACTIVE, urgent=False), To())
        outbox.plan(desk, Notice(NOTE, Number(), urgent=True), To())
        outbox.plan_many(desk, CARD, [copy(1, 1)], lane=Lane.REMINDER, urgent=False)
        found = [(one.lane, one.urgent, one.live) for one in all_rows(desk)]
        assert found == [(Lane.INTERACTIVE, False, True), (Lane.REMINDER, True, False), (Lane.REMINDER, False, True)]


def test_what_is_left_out_is_an_ordinary_reminder_due_now() -> None:
    with open_desk() as (desk, _):
        outbox.plan(desk, Notice(NOTE, Number()), To())
        outbox.plan(desk, Notice(NOTE, Number()), To())
        for made in all_rows(desk):
            assert (made.person_id, made.audience, made.chat_id, made.subject) == (None, "", None, "")
            assert (made.lane, made.dedupe, made.urgent, made.live) == (Lane.REMINDER, None, False, False)
            assert made.due_at == desk.now


@pytest.mark.parametrize(("ahead", "wakes"), [(-60, True), (0, True), (1, False)])
def test_the_outbox_is_woken_for_what_is_due(ahead: int, wakes: bool) -> None:
    with open_desk() as (desk, _):
        at, note = desk.now + timedelta(seconds=ahead), Notice(NOTE, Number())
        outbox.plan(desk, note, To(), at=at)
        assert desk.planned is wakes
        desk.planned = False
        assert outbox.plan_many(desk, NOTE, [copy(1, 1, at=at)]) == 1
        assert desk.planned is wakes
        desk.planned = True
        outbox.plan(desk, note, To(), at=desk.now + LATER)
        outbox.plan_many(desk, NOTE, [copy(1, 1, at=desk.now + LATER)])
        assert desk.planned, "once woken, it stays so"


def test_a_key_is_planned_once_and_another_is_another() -> None:
    with open_desk() as (desk, _):
        assert outbox.plan(desk, Notice(NOTE, Number(1)), To(), dedupe="a") is not None
        assert outbox.plan(desk, Notice(NOTE, Number(2)), To(), dedupe="a") is None
        assert outbox.plan(desk, Notice(NOTE, Number(3)), To(), dedupe="b") is not None
        assert [one.args["n"] for one in all_rows(desk)] == [1, 3]


def test_many_at_once_are_what_one_at_a_time_would_be() -> None:
    with open_desk() as (desk, county):
        one, other = county.ids[county.liaison], county.ids[county.leader]
        copies = [
            copy(one, 1, at=desk.now + LATER, dedupe="a", about=About.DUTY(1)), copy(other, 2),
            copy(other, 3, dedupe="a"),
        ]  # fmt: skip
        assert outbox.plan_many(desk, CARD, copies) == 2
        first, second = all_rows(desk)
        assert (first.person_id, first.args, first.due_at) == (one, {"n": 1}, desk.now + LATER)
        assert (first.dedupe, first.subject, first.planned_at) == ("a", "duty:1", desk.now)
        assert (second.person_id, second.args, second.due_at) == (other, {"n": 2}, desk.now)
        outbox.plan(desk, Notice(CARD, Number(2)), To(person_id=other))
        alike = all_rows(desk)[-1]
        told = {name: value for name, value in second.model_dump().items() if name != "id"}
        assert told == {name: value for name, value in alike.model_dump().items() if name != "id"}


def test_hundreds_are_planned_in_order_and_none_is_none() -> None:
    with open_desk() as (desk, _):
        assert outbox.plan_many(desk, CARD, (copy(1, n) for n in range(outbox.CHUNK + 1))) == 501
        found = all_rows(desk)
        assert [one.args["n"] for one in found] == list(range(501))
        assert {(one.lane, one.urgent, one.live) for one in found} == {(Lane.BULK, True, True)}
        assert outbox.plan_many(desk, NOTE, []) == 0


# -- replies -------------------------------------------------------------------------------------------------------


def reply(desk: Desk, shows: Notice[Number] | None = None, **more: Any) -> OutboxRow:
    to = Reply(**{"chat_id": 5, "now": desk.now, "owner": "me", "lease": 160.0, **more})
    return outbox.reply(desk.session, HELLO, to, shows)


def test_a_reply_belongs_to_the_task_that_will_send_it() -> None:
    with open_desk() as (desk, county):
        person = county.ids[county.liaison]
        made = reply(desk, Notice(CARD, Number(4), About.DUTY(4)), person_id=person)
        [kept] = all_rows(desk)
        for one in (made, kept):
            assert (one.id, one.kind, one.state, one.owner, one.lease) == (kept.id, "send", CLAIMED, "me", 160.0)
            assert (one.attempts, one.due_at, one.planned_at) == (1, desk.now, desk.now)
            assert (one.chat_id, one.person_id, one.subject) == (5, person, "duty:4")
            assert (one.topic, one.args, one.live) == ("t.card", {"n": 4}, True)
            assert (one.content, one.message_id, one.edits) == (to_json(HELLO), None, None)
        assert (kept.lane, kept.begun, kept.uncertain, kept.silent, kept.text) == (Lane.INTERACTIVE, True, 0, False, "")


def test_a_reply_that_shows_nothing_that_changes_is_not_live() -> None:
    with open_desk() as (desk, _):
        reply(desk)
        [kept] = all_rows(desk)
        assert (kept.topic, kept.args, kept.live, kept.person_id, kept.subject) == ("", {}, False, None, "")


def test_an_edit_stands_for_the_row_that_was_there_and_retires_it() -> None:
    with open_desk() as (desk, _):
        other = row(desk, state=SENT, chat_id=6, message_id=9, live=True)
        shown = row(desk, state=SENT, chat_id=5, message_id=9, live=True)
        waiting = row(desk, kind="edit", chat_id=5, message_id=9, dedupe="edit:x")
        made = reply(desk, edit_message=9)
        assert (made.kind, made.message_id, made.edits) == ("edit", 9, shown.id)
        desk.session.expire_all()
        assert (shown.live, other.live) == (False, True)
        assert (waiting.state, waiting.dedupe) == (CANCELLED, None)


def test_an_edit_of_what_was_edited_by_a_refresh_takes_back_what_is_planned_for_it() -> None:
    with open_desk() as (desk, _):
        first = row(desk, state=SENT, chat_id=5, message_id=9, live=True)
        edit = row(desk, kind="edit", state=SENT, chat_id=5, message_id=9, edits=first.id)
        waiting = row(desk, kind="edit", chat_id=5, message_id=9)
        made = reply(desk, edit_message=9)
        assert made.edits == edit.id
        desk.session.expire_all()
        assert (first.live, waiting.state) == (False, CANCELLED)


def test_an_edit_of_a_message_that_changes_no_more_leaves_the_rest_alone() -> None:
    with open_desk() as (desk, _):
        shown = row(desk, state=SENT, chat_id=5, message_id=9)
        waiting = row(desk, kind="edit", chat_id=5, message_id=9)
        made = reply(desk, edit_message=9)
        assert made.edits == shown.id
        desk.session.expire_all()
        assert waiting.state is PLANNED


@pytest.mark.parametrize("how", [{"topic": MERGED.name}, {"merged_into": 1}])
def test_the_answer_to_a_button_among_others_is_a_message_of_its_own(how: dict[str, Any]) -> None:
    with open_desk() as (desk, _):
        row(desk, topic=MERGED.name, state=SENT, chat_id=7, message_id=1)
        shown = row(desk, state=SENT, chat_id=5, message_id=9, live=True, **how)
        made = reply(desk, edit_message=9)
        assert (made.kind, made.message_id, made.edits) == ("send", None, None)
        desk.session.expire_all()
        assert shown.live


def test_an_edit_of_a_message_of_which_nothing_is_known_is_still_an_edit() -> None:
    with open_desk() as (desk, _):
        made = reply(desk, edit_message=9)
        assert (made.kind, made.message_id, made.edits) == ("edit", 9, None)


def test_the_newest_row_stands_behind_a_message() -> None:
    with open_desk() as (desk, _):
        row(desk, state=SENT, chat_id=5, message_id=9)
        newest = row(desk, kind="edit", state=SENT, chat_id=5, message_id=9)
        row(desk, state=SENT, chat_id=5, message_id=10)
        row(desk, state=SENT, chat_id=6, message_id=9)
        found = outbox.sent_message(desk.session, 5, 9)
        assert found is not None
        assert found.id == newest.id
        assert outbox.sent_message(desk.session, 5, 11) is None


# -- which edit wins -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "later", "outdated"),
    [
        # A rendered one is undone by any later change that was sent.
        ({"a": 1}, {"state": SENT, "content": None}, True),
        ({"a": 1}, {"state": SENT, "content": {"b": 1}}, True),
        ({"a": 1}, {"state": CLAIMED, "content": {"b": 1}}, False),
        # One that is rendered now shows the newest state; only an answer to a press is newer.
        (None, {"state": SENT, "content": None}, False),
        (None, {"state": SENT, "content": {"b": 1}}, True),
        (None, {"state": CLAIMED, "content": {"b": 1}}, True),
        (None, {"state": PLANNED, "content": {"b": 1}}, False),
        (None, {"state": SENT, "content": {"b": 1}, "kind": "send"}, False),
        (None, {"state": SENT, "content": {"b": 1}, "message_id": 10}, False),
        (None, {"state": SENT, "content": {"b": 1}, "chat_id": 6}, False),
    ],
)
def test_a_change_of_a_message_does_not_undo_a_later_one(
    own: dict[str, Any] | None, later: dict[str, Any], outdated: bool
) -> None:
    with open_desk() as (desk, _):
        row(desk, kind="edit", chat_id=5, message_id=9, state=SENT, content={"z": 1})
        edit = row(desk, kind="edit", chat_id=5, message_id=9, content=own)
        assert outbox.is_outdated(desk.session, edit, 5, 9) is False
        row(desk, **{"kind": "edit", "chat_id": 5, "message_id": 9, **later})
        assert outbox.is_outdated(desk.session, edit, 5, 9) is outdated


# -- retiring ------------------------------------------------------------------------------------------------------


def test_a_retired_message_is_edited_no_more() -> None:
    with open_desk() as (desk, _):
        shown = row(desk, state=SENT, chat_id=5, message_id=9, live=True)
        waiting = row(desk, kind="edit", chat_id=5, message_id=9, dedupe="x")
        outbox.retire(desk.session, shown)
        desk.session.flush()
        desk.session.expire_all()
        assert (shown.live, waiting.state, waiting.dedupe) == (False, CANCELLED, None)


def test_retiring_what_was_not_sent_or_not_live_takes_nothing_back() -> None:
    with open_desk() as (desk, _):
        waiting = row(desk, kind="edit", chat_id=5, message_id=9)
        for known in ({"live": False, "chat_id": 5, "message_id": 9}, {"live": True, "chat_id": 5}, {"live": True}):
            one = row(desk, **known)
            outbox.retire(desk.session, one)
            desk.session.flush()
            desk.session.expire_all()
            assert not one.live
        assert waiting.state is PLANNED


# -- refreshing ----------------------------------------------------------------------------------------------------


def edits(desk: Desk) -> list[OutboxRow]:
    return [one for one in all_rows(desk) if one.kind == "edit"]


def test_a_change_is_shown_in_every_live_message_once() -> None:
    with open_desk() as (desk, county):
        person = county.ids[county.liaison]
        shown = row(desk, state=SENT, live=True, person_id=person, chat_id=5, message_id=9, args={"n": 7})
        for state in (SENT, CLAIMED, SendState.CARRIED):
            row(desk, state=state, live=True, subject="duty:2")
        row(desk, state=SENT, live=False)
        row(desk, state=PLANNED, live=True)
        assert outbox.refresh(desk, About.DUTY(1)) == 1
        assert desk.planned
        assert outbox.refresh(desk, About.DUTY(1)) == 0, "the one that is planned will show this change as well"
        [edit] = edits(desk)
        assert (edit.topic, edit.args, edit.subject, edit.person_id) == ("t.note", {"n": 7}, "duty:1", person)
        assert (edit.chat_id, edit.message_id, edit.edits) == (5, 9, shown.id)
        assert (edit.due_at, edit.planned_at, edit.state) == (desk.now, desk.now, PLANNED)
        assert (edit.dedupe, edit.urgent, edit.lane) == (f"edit:{shown.id}", True, Lane.REMINDER)
        assert outbox.refresh(desk, About.DUTY(2)) == 3
        desk.planned = False
        assert outbox.refresh(desk, About.DUTY(3)) == 0
        assert not desk.planned


def test_only_messages_of_the_topics_named_are_refreshed() -> None:
    with open_desk() as (desk, _):
        row(desk, state=SENT, live=True, topic="t.a")
        row(desk, state=SENT, live=True, topic="t.b")
        assert outbox.refresh(desk, About.DUTY(1), topics=(TOPICS["b"], TOPICS["c"])) == 1
        assert [edit.topic for edit in edits(desk)] == ["t.b"]


def test_who_did_it_sees_it_before_the_others() -> None:
    with open_desk() as (desk, county):
        me, other = county.ids[county.liaison], county.ids[county.leader]
        for person in (me, other, None):
            row(desk, state=SENT, live=True, person_id=person)
        who = desk.session.get_one(Person, me)
        own = Desk(desk.session, desk.house, desk.now, access.actor_of(desk.session, who, desk.today))
        assert outbox.refresh(own, About.DUTY(1)) == 3
        assert [edit.lane for edit in edits(desk)] == [Lane.INTERACTIVE, Lane.REMINDER, Lane.REMINDER]


@pytest.mark.parametrize(("state", "planned"), [(SENT, 1), (CLAIMED, 1), (SendState.CARRIED, 1), (SendState.FAILED, 0)])
def test_what_was_said_with_others_is_edited_where_it_was_said(state: SendState, planned: int) -> None:
    with open_desk() as (desk, _):
        carrier = row(desk, topic=MERGED.name, subject="", state=state, args={"rows": [1]})
        for _n in range(2):
            row(desk, state=SendState.CARRIED, live=True, merged_into=carrier.id)
        assert outbox.refresh(desk, About.DUTY(1)) == planned
        assert [edit.edits for edit in edits(desk)] == [carrier.id] * planned


# -- taking back ---------------------------------------------------------------------------------------------------


def test_what_is_planned_about_a_matter_is_taken_back_and_what_is_shown_stays() -> None:
    with open_desk() as (desk, county):
        me, other = county.ids[county.liaison], county.ids[county.leader]
        mine = row(desk, person_id=me, dedupe="a", topic="t.a")
        held = row(desk, person_id=other, state=SendState.HELD, topic="t.b")
        spared = [
            row(desk, state=SENT), row(desk, state=CLAIMED), row(desk, kind="edit"), row(desk, subject="duty:2"),
        ]  # fmt: skip
        before = [one.state for one in spared]
        assert outbox.cancel(desk, About.DUTY(1), topics=(TOPICS["c"],)) == 0
        assert outbox.cancel(desk, About.DUTY(1), topics=(TOPICS["a"], TOPICS["b"]), person_id=other) == 1
        assert (mine.state, held.state) == (PLANNED, CANCELLED)
        assert outbox.cancel(desk, About.DUTY(1)) == 1
        desk.session.expire_all()
        assert (mine.state, mine.dedupe) == (CANCELLED, None)
        assert [one.state for one in spared] == before


def test_the_next_due_is_the_earliest_planned_row_to_come_of_any_lane() -> None:
    with open_desk() as (desk, _):
        assert outbox.next_due(desk.session, after=desk.now) is None
        row(desk)
        row(desk, due_at=desk.now + 3 * LATER, lane=Lane.BULK)
        row(desk, due_at=desk.now + 4 * LATER, lane=Lane.REMINDER)
        row(desk, due_at=desk.now + LATER, lane=Lane.BULK, state=SENT)
        assert outbox.next_due(desk.session, after=desk.now) == desk.now + 3 * LATER
        assert outbox.next_due(desk.session, after=desk.now, lanes=(Lane.REMINDER,)) == desk.now + 4 * LATER
        assert outbox.next_due(desk.session, after=desk.now + 4 * LATER) is None
        assert outbox.next_due(desk.session, after=desk.now - LATER) == desk.now


def test_of_many_no_more_than_a_few_hundred_are_held_at_a_time() -> None:
    with open_desk() as (desk, _):
        written: list[int] = []

        def copies() -> Iterator[Addressed]:
            for n in range(1001):
                if n % 500 == 0:
                    written.append(desk.session.exec(select(func.count()).select_from(OutboxRow)).one())
                yield copy(1, n)

        assert outbox.plan_many(desk, NOTE, copies()) == 1001
        assert written == [0, 500, 1000]


def test_what_was_planned_is_leased_for_a_minute() -> None:
    with open_desk() as (desk, _):
        outbox.plan(desk, Notice(NOTE, Number()), To())
        desk.session.flush()
        [taken] = leasing.claim(desk.session, now=desk.now, wall=100.0, owner="me")
        assert taken.lease == 160.0
