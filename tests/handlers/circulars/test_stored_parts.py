"""A part of a circular may be a file that the bot itself has: nobody sent it in a message that could be copied."""

from __future__ import annotations

import pytest
from sqlmodel import col, select

from bot.domain.agencies.audiences import Audience
from bot.domain.circulars.circulars import Part
from bot.domain.circulars.forms import head_values
from bot.domain.hall.message import Attachment, Copies, Html, Message, from_json, to_json
from bot.domain.hall.terms import ReplyWanted, Role
from bot.services.circulars import approvals, circulars, control
from bot.services.hall.desk import Desk
from bot.store.tables import Circular, StoredFile
from tests import builders
from tests.builders import County
from tests.fakes import Shown
from tests.handlers.circulars.steps import newest
from tests.rig import Rig

NAME, CONTENT = "工作提醒函.docx", b"docx of the letter"
MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HEAD = {"title": "工作提醒函", "reply": ReplyWanted.RECEIPT.value, "signed_by": "泗水县司法局"}


def part_of(desk: Desk) -> Part:
    return Part.stored(NAME, desk.house.files.put(CONTENT), len(CONTENT), MIME)


def drafted(desk: Desk, agency_id: int, **head: str) -> Circular:
    """A draft of the actor's with one stored part, for the liaisons of an agency."""
    row = circulars.begin(desk)
    circulars.add_part(desk, row, part_of(desk))
    circulars.set_head(desk, row.id or 0, None, head_values({**HEAD, **head}))
    audience = Audience(agencies=(agency_id,), roles=(Role.LIAISON,))
    return circulars.set_audience(desk, row.id or 0, None, audience)


async def sent(rig: Rig, county: County) -> Circular:
    def work(desk: Desk) -> Circular:
        row = drafted(desk, county.resources)
        return approvals.submit(desk, row.id or 0, row.version, None)

    row = await rig.work(work, actor=await builders.person(rig, county.coordinator))
    await rig.to("2026-04-02 09:02")
    return row


def files_in(rig: Rig, user: int) -> list[Shown]:
    return [shown for shown in rig.bot.chat(user) if shown.document]


async def test_the_file_comes_before_the_words_and_the_button_stands_below_them(rig: Rig, county: County) -> None:
    await sent(rig, county)
    [file] = files_in(rig, county.liaison)
    assert file.document == (NAME, CONTENT)
    assert not file.labels
    words = rig.last(county.liaison)
    assert words.message_id > file.message_id
    assert "工作提醒函" in words.text
    assert words.labels == ["收到"]
    await rig.press(county.liaison, "收到")
    assert "✓" in rig.last(county.liaison).text
    assert len(files_in(rig, county.liaison)) == 1


async def test_it_is_kept_as_evidence_of_the_circular(rig: Rig, county: County) -> None:
    row = await sent(rig, county)
    kept = await rig.database.read(lambda s: s.exec(select(StoredFile).order_by(col(StoredFile.id))).all())
    assert [(one.subject, one.name, rig.house.files.get(one.hash)) for one in kept] == [
        (f"circular:{row.id}", NAME, CONTENT)
    ]


async def test_a_reminder_opens_it_again_with_the_file(rig: Rig, county: County) -> None:
    row = await sent(rig, county)
    await rig.press_data(county.liaison, "cr.at:1", rig.last(county.liaison))
    assert [shown.document for shown in files_in(rig, county.liaison)] == [(NAME, CONTENT)] * 2
    assert row.id


async def test_withdrawn_it_leaves_the_chat(rig: Rig, county: County) -> None:
    row = await sent(rig, county)
    [file] = files_in(rig, county.liaison)
    actor = await builders.person(rig, county.coordinator)
    current = await newest(rig)
    await rig.work(lambda d: control.withdraw(d, row.id or 0, current.version), actor=actor)
    await rig.to("2026-04-02 09:05")
    assert file.message_id not in {shown.message_id for shown in rig.bot.chat(county.liaison)}


async def test_whoever_approves_sees_the_file_and_that_file_goes_out(rig: Rig, county: County) -> None:
    def work(desk: Desk) -> Circular:
        row = drafted(desk, county.resources, absence="yes")
        return approvals.submit(desk, row.id or 0, row.version, None)

    row = await rig.work(work, actor=await builders.person(rig, county.coordinator))
    await rig.to("2026-04-02 09:02")
    approver = county.coordinator2
    assert [shown.document for shown in files_in(rig, approver)] == [(NAME, CONTENT)]
    await rig.press(approver, "同意")
    await rig.press(approver, "同意")
    await rig.to("2026-04-02 09:05")
    assert [shown.document for shown in files_in(rig, county.liaison)] == [(NAME, CONTENT)]
    assert (await newest(rig)).id == row.id


@pytest.mark.parametrize("part", [Part.stored(NAME, "ab" * 32, 5, MIME), Part("text", 7, (8, 9), html="<b>x</b>")])
def test_a_part_is_the_same_after_it_was_stored(part: Part) -> None:
    assert Part.from_json(part.to_json()) == part


def test_a_stored_part_is_no_message_of_anybody() -> None:
    assert not Part.stored(NAME, "ab" * 32, 5, MIME).holds(0, 0)


def test_what_waits_to_be_sent_is_the_same_after_it_was_stored() -> None:
    said = Message(
        Html("x"), copies=(Copies(7, (8, 9)), Attachment(NAME, CONTENT, MIME)), attachment=Attachment("b", b"c")
    )
    assert from_json(to_json(said)) == said
