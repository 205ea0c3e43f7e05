"""Who may see, fill in, submit, review and void a document: everybody of the county by every button; protected ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.documents.documents import DocumentState
from tests.builders import County
from tests.handlers.documents.steps import FULL, SECRET, begin, data_of, documents, done, office, short

GONE = "该内容已不存在，或者您无权查看。"
STAFF = (
    "admin", "coordinator", "coordinator2", "city_coordinator", "assessor", "liaison", "deputy", "principal", "leader",
    "handler", "legal", "police_liaison", "police_deputy", "office_liaison", "court_contact", "observer",
    "town_liaison",
)  # fmt: skip
SEE = {"office_liaison", "coordinator", "coordinator2", "city_coordinator", "liaison", "deputy", "principal"}
DRAFT = {"liaison", "deputy"}
REVIEW = {"coordinator", "coordinator2"}


def _users(here: County) -> dict[str, int]:
    return {name: getattr(here, name) for name in STAFF}


@pytest.mark.slow
async def test_only_its_own_people_and_those_over_them_see_it_and_only_the_drafters_touch_it(tmp_path: Path) -> None:
    async with office(tmp_path) as (rig, here):
        card = await short(rig, here.liaison)
        [row] = await documents(rig)
        for name, user in _users(here).items():
            for verb in ("doc", "doc.at", "doc.more", "doc.eds", "doc.log"):
                await rig.press_data(user, f"{verb}:{row.id}", card)
                assert (rig.toast() == GONE) is (name not in SEE), (name, verb)
        before = len(await done(rig))
        for name, user in _users(here).items():
            if name in DRAFT:
                continue
            for verb in (
                "doc.fill",
                "doc.add",
                "doc.void",
                "doc.set",
                "doc.sub",
                "doc.ok",
                "doc.back",
                "doc.dec",
                "doc.iss",
                "doc.seal",
            ):
                await rig.press_data(user, f"{verb}:{row.id}:{row.version}:0", card)
                drafts = [m for m in rig.bot.chat(user) if m.text.startswith("【文书】") and "请" in m.text]
                assert not drafts or verb == "doc.void", (name, verb)
                await rig.say(user, "/cancel")
        [after] = await documents(rig)
        assert (after.state, after.version, after.values) == (DocumentState.DRAFT, row.version, row.values)
        assert len(await done(rig)) == before


@pytest.mark.slow
async def test_only_the_reviewers_review_what_was_submitted(tmp_path: Path) -> None:
    async with office(tmp_path) as (rig, here):
        card = await short(rig, here.liaison)
        await rig.press(here.liaison, "提交", card)
        [row] = await documents(rig)
        for name, user in _users(here).items():
            if name in REVIEW:
                continue
            for verb in ("doc.ok", "doc.okw", "doc.back"):
                await rig.press_data(user, f"{verb}:{row.id}:{row.version}", card)
                await rig.say(user, "/cancel")
        assert (await documents(rig))[0].state is DocumentState.UNDER_WAY
        await rig.press(here.coordinator2, "同意")
        assert (await documents(rig))[0].state is DocumentState.DONE


@pytest.mark.slow
async def test_a_protected_document_is_nowhere_named_to_those_who_may_not_read_it(tmp_path: Path) -> None:
    async with office(tmp_path) as (rig, here):
        card = await begin(rig, here.liaison, SECRET)
        await rig.press(here.liaison, "补填", card)
        await rig.say(here.liaison, "有上访风险")
        mine = rig.last(here.liaison)
        assert mine.protected
        [row] = await documents(rig)
        for name, user in _users(here).items():
            if name in ("liaison", "principal", "office_liaison"):
                continue
            before = len(rig.bot.messages)
            await rig.press_data(user, f"doc:{row.id}", card)
            await rig.say(user, "/documents")
            await rig.say(user, "/case （2026）鲁0831行初12号")
            if user != here.deputy and any(
                "doc.case" in d for m in rig.bot.chat(user)[-1:] for r in m.buttons for _, d in r
            ):
                await rig.press_data(user, data_of(rig.last(user), "doc.case"), rig.last(user))
            told = "".join(m.text + "".join(m.labels) for m in rig.bot.messages[before:] if m.chat_id == user)
            assert "上访" not in told, name
            assert name in ("deputy", "coordinator", "coordinator2") or "风险密报" not in told, name
            await rig.say(user, "/cancel")
        assert all("风险密报" not in m.text for m in rig.bot.messages if m.chat_id < 0), "never in a group"


@pytest.mark.slow
@pytest.mark.parametrize(
    "said",
    [
        "{{ 7*7 }}{% raw %}",
        "<b>粗</b>&<script>",
        "\u202e倒着\u200f写\u0000",
        "😀" * 50,
        "长" * 3990,
        "（2026）鲁0831行初99号 传票",
    ],
)
async def test_whatever_people_type_is_text_and_begins_nothing_else(tmp_path: Path, said: str) -> None:
    async with office(tmp_path) as (rig, here):
        card = await begin(rig, here.liaison, FULL)
        await rig.press(here.liaison, "补填", card)
        await rig.say(here.liaison, said)
        last = rig.last(here.liaison)
        if len(said) > 400:
            assert "最多" in last.text or "400" in last.text
            await rig.say(here.liaison, "短")
        assert "是否败诉" in rig.last(here.liaison).text
        assert "<b>粗" not in rig.last(here.liaison).text
