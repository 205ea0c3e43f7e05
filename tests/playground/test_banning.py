"""Members whom the bot bans and lets in again, and the updates about it; pictures of people, which nobody has."""

from __future__ import annotations

import pytest

from bot.playground import Chat, ControlError, Person, Playground
from tests.playground.client import Api, refused
from tests.playground.conftest import Hands


@pytest.fixture
async def group(api: Api, playground: Playground, wang: Person, zhang: Person) -> Chat:
    """A supergroup of Wang, with Zhang in it; the bot is administrator and hears of members."""
    made = playground.add_group("应诉群", [wang, zhang], kind="supergroup", bot_admin=True)
    await api.updates(allowed_updates=["message", "chat_member"])
    return made


async def test_a_ban_puts_somebody_out_and_is_told(
    api: Api, group: Chat, zhang: Person, playground: Playground
) -> None:
    said = playground.say(zhang, "广告", chat=group)
    assert await api("banChatMember", chat_id=group.id, user_id=zhang.id, revoke_messages=True) is True
    changed = (await api.updates())[-1]["chat_member"]
    assert (changed["old_chat_member"]["status"], changed["new_chat_member"]["status"]) == ("member", "kicked")
    assert changed["from"]["is_bot"] is True
    assert changed["new_chat_member"]["until_date"] == 0
    assert said.deleted
    assert (await api("getChatMember", chat_id=group.id, user_id=zhang.id))["status"] == "kicked"
    with pytest.raises(ControlError, match="is banned from this group"):
        playground.member(group, zhang, "join")


async def test_unbanned_somebody_may_join_again(api: Api, group: Chat, zhang: Person, playground: Playground) -> None:
    await api("banChatMember", chat_id=group.id, user_id=zhang.id)
    assert await api("unbanChatMember", chat_id=group.id, user_id=zhang.id, only_if_banned=True) is True
    kinds = [update["chat_member"]["new_chat_member"]["status"] for update in await api.updates()]
    assert kinds == ["kicked", "left"]
    playground.member(group, zhang, "join")
    assert await api("unbanChatMember", chat_id=group.id, user_id=zhang.id, only_if_banned=True) is True
    assert (await api("getChatMember", chat_id=group.id, user_id=zhang.id))["status"] == "member"
    await api("unbanChatMember", chat_id=group.id, user_id=zhang.id)
    assert (await api("getChatMember", chat_id=group.id, user_id=zhang.id))["status"] == "left", "as Telegram does"


async def test_a_ban_ends_by_itself(api: Api, group: Chat, zhang: Person, playground: Playground, hands: Hands) -> None:
    until = int(hands.now.timestamp()) + 3600
    await api("banChatMember", chat_id=group.id, user_id=zhang.id, until_date=until)
    assert (await api("getChatMember", chat_id=group.id, user_id=zhang.id))["until_date"] == until
    hands.forward(hours=2)
    assert (await api("getChatMember", chat_id=group.id, user_id=zhang.id))["status"] == "left"
    playground.member(group, zhang, "join")
    playground.member(group, zhang, "kick")
    kicked = await api("getChatMember", chat_id=group.id, user_id=zhang.id)
    assert (kicked["status"], kicked["until_date"]) == ("kicked", 0), "the ban that is over says nothing of it"


async def test_whom_the_bot_cannot_ban(
    api: Api, group: Chat, wang: Person, zhang: Person, playground: Playground
) -> None:
    async def said(where: int, who: int, method: str = "banChatMember") -> str:
        return (await refused(api(method, chat_id=where, user_id=who))).description.removeprefix("Bad Request: ")

    playground.member(group, zhang, "promote")
    assert await said(group.id, wang.id) == "can't remove chat owner"
    assert await said(group.id, zhang.id) == "user is an administrator of the chat"
    assert await said(group.id, zhang.id, "unbanChatMember") == "user is an administrator of the chat"
    assert await said(group.id, playground.core.state.profile.id) == "can't restrict self"
    assert await said(group.id, 5) == "PARTICIPANT_ID_INVALID"
    assert await said(wang.id, wang.id) == "chat member status can't be changed in private chats"
    basic = playground.add_group("小群", [wang, zhang])
    assert await said(basic.id, zhang.id) == "not enough rights to restrict/unrestrict chat member"
    playground.set_bot(basic, "administrator")
    assert (
        await said(basic.id, zhang.id, "unbanChatMember") == "method is available for supergroup and channel chats only"
    )
    assert await api("banChatMember", chat_id=basic.id, user_id=zhang.id) is True


async def test_nobody_has_a_picture_of_himself(api: Api, wang: Person) -> None:
    assert await api("getUserProfilePhotos", user_id=wang.id, limit=1) == {"total_count": 0, "photos": []}
    assert (await refused(api("getUserProfilePhotos", user_id=5))).description == "Bad Request: user not found"
