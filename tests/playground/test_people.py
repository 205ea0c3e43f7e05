"""People and groups: who may be written to, blocking, membership, privacy, migration, menus."""

from __future__ import annotations

import pytest

from bot.playground import Chat, ControlError, Person, Playground
from bot.playground.chats.menus import commands_for
from tests.playground.client import Api, refused
from tests.playground.samples import kind


@pytest.fixture
def group(playground: Playground, wang: Person, zhang: Person) -> Chat:
    """A basic group of two with the bot as plain member; what its making queued is gone."""
    made = playground.add_group("应诉群", [wang, zhang])
    playground.core.updates.clear()
    return made


async def test_who_never_pressed_start_is_not_found(api: Api, playground: Playground) -> None:
    li = playground.add_person("李")
    assert (await refused(api("sendMessage", chat_id=li.id, text="x"))).description == "Bad Request: chat not found"
    assert (await refused(api("getChat", chat_id=li.id))).description == "Bad Request: chat not found"
    playground.add_group("群", [li])
    error = await refused(api("sendMessage", chat_id=li.id, text="x"))
    assert (error.status, error.description) == (403, "Forbidden: bot can't initiate conversation with a user")
    playground.start(li)
    assert (await api("sendMessage", chat_id=li.id, text="x"))["text"] == "x"


async def test_deep_links(api: Api, playground: Playground) -> None:
    li = playground.add_person("李")
    playground.start(li, "inv_AB-9")
    [update] = await api.updates()
    assert update["message"]["text"] == "/start inv_AB-9"
    assert update["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    for payload in ("a b", "好", "x" * 65):
        with pytest.raises(ControlError):
            playground.start(li, payload)


async def test_blocking_and_coming_back(api: Api, wang: Person, playground: Playground) -> None:
    playground.block(wang)
    [update] = await api.updates()
    change = update["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("member", "kicked")
    error = await refused(api("sendMessage", chat_id=wang.id, text="x"))
    assert (error.status, error.description) == (403, "Forbidden: bot was blocked by the user")
    with pytest.raises(ControlError):
        playground.say(wang, "x")
    playground.start(wang)
    assert [kind(u) for u in await api.updates()] == ["my_chat_member", "message"]
    assert await api("sendMessage", chat_id=wang.id, text="x")


async def test_a_deleted_account(api: Api, wang: Person, playground: Playground) -> None:
    playground.deactivate(wang)
    error = await refused(api("sendMessage", chat_id=wang.id, text="x"))
    assert (error.status, error.description) == (403, "Forbidden: user is deactivated")
    with pytest.raises(ControlError):
        playground.say(wang, "x")


async def test_long_texts_go_out_in_pieces(api: Api, wang: Person, playground: Playground) -> None:
    playground.say(wang, "好" * 5000 + "😀" * 2000)
    texts = [u["message"]["text"] for u in await api.updates()]
    assert "".join(texts) == "好" * 5000 + "😀" * 2000
    assert len(texts) == 3
    with pytest.raises(ControlError):
        playground.say(wang, "\x00 \u200b")


async def test_hostile_text_arrives_as_telegram_would_deliver_it(
    api: Api, wang: Person, playground: Playground
) -> None:
    playground.say(wang, "a\x00b\r\n<b>\u202e\ud800")
    [update] = await api.updates()
    assert update["message"]["text"] == "a b\n<b>\u202e\ufffd"


async def test_edits_forwards_and_replies_of_people(api: Api, wang: Person, playground: Playground) -> None:
    said = playground.say(wang, "12月3日")
    playground.edit(wang, said, "12月4日 /x")
    playground.forward(wang, said)
    playground.say(wang, "传来的", forwarded_from="某人", reply_to=said)
    updates = await api.updates()
    assert [kind(u) for u in updates] == ["message", "edited_message", "message", "message"]
    assert updates[1]["edited_message"]["message_id"] == said.id
    assert updates[1]["edited_message"]["entities"][0]["type"] == "bot_command"
    assert updates[2]["message"]["forward_origin"]["sender_user"]["id"] == wang.id
    assert updates[3]["message"]["forward_origin"]["sender_user_name"] == "某人"
    assert updates[3]["message"]["reply_to_message"]["message_id"] == said.id
    with pytest.raises(ControlError):
        playground.edit(wang, said, "12月4日 /x")


async def test_contacts_of_others_and_typed_ones(api: Api, wang: Person, zhang: Person, playground: Playground) -> None:
    playground.share_contact(zhang, of=wang)
    playground.share_contact(zhang, phone_number="10086", first_name="移动")
    with pytest.raises(ControlError):
        playground.share_contact(zhang)
    other, typed = (u["message"]["contact"] for u in await api.updates())
    assert other["user_id"] == wang.id
    assert typed == {"phone_number": "10086", "first_name": "移动"}


async def test_a_new_group_tells_the_bot(api: Api, wang: Person, playground: Playground) -> None:
    group = playground.add_group("应诉群", [wang], bot_admin=True)
    updates = await api.updates()
    assert [kind(u) for u in updates] == ["my_chat_member", "message", "my_chat_member"]
    assert updates[0]["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert updates[1]["message"]["new_chat_members"][0]["username"] == "chuting_play_bot"
    assert updates[2]["my_chat_member"]["new_chat_member"]["status"] == "administrator"
    admins = await api("getChatAdministrators", chat_id=group.id)
    assert [a["status"] for a in admins] == ["creator", "administrator"]
    assert await api("getChatMemberCount", chat_id=group.id) == 2
    assert (await api("getChat", chat_id=group.id))["title"] == "应诉群"


async def test_group_privacy(api: Api, group: Chat, wang: Person, playground: Playground) -> None:
    sent = await api("sendMessage", chat_id=group.id, text="x")
    playground.say(wang, "chatter", chat=group)
    playground.say(wang, "/help", chat=group)
    playground.say(wang, "/help@chuting_play_bot", chat=group)
    playground.say(wang, "/help@other_bot", chat=group)
    playground.say(wang, "see /help", chat=group)
    playground.say(wang, "hello @chuting_play_bot", chat=group)
    playground.say(wang, "yes", chat=group, reply_to=sent["message_id"])
    heard = ["/help", "/help@chuting_play_bot", "hello @chuting_play_bot", "yes"]
    assert [u["message"]["text"] for u in await api.updates()] == heard
    playground.core.state.profile.reads_groups = True
    playground.say(wang, "chatter", chat=group)
    assert len(await api.updates()) == 1


async def test_members_come_and_go(api: Api, group: Chat, wang: Person, playground: Playground) -> None:
    li = playground.add_person("李")
    with pytest.raises(ControlError):
        playground.say(li, "x", chat=group)
    playground.member(group, li, "join")
    playground.member(group, li, "leave")
    joined, left = (u["message"] for u in await api.updates(allowed_updates=["message", "chat_member"]))
    assert joined["new_chat_members"][0]["id"] == li.id
    assert left["left_chat_member"]["id"] == li.id
    playground.set_bot(group, "administrator")
    playground.member(group, li, "join")
    playground.member(group, li, "promote")
    assert [kind(u) for u in await api.updates()] == ["message", "chat_member", "chat_member"]
    assert (await api("getChatMember", chat_id=group.id, user_id=li.id))["status"] == "administrator"
    assert (await refused(api("getChatMember", chat_id=group.id, user_id=5))).description == (
        "Bad Request: invalid user_id specified"
    )
    for action in ("join", "dance"):
        with pytest.raises(ControlError):
            playground.member(group, li, action)


async def test_kicked_and_left(api: Api, group: Chat, wang: Person, playground: Playground) -> None:
    playground.set_bot(group, "kicked")
    error = await refused(api("sendMessage", chat_id=group.id, text="x"))
    assert (error.status, error.description) == (403, "Forbidden: bot was kicked from the group chat")
    [update] = await api.updates()
    assert update["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    playground.say(wang, "/unheard", chat=group)
    playground.add_bot(group)
    assert await api("leaveChat", chat_id=group.id) is True
    error = await refused(api("sendMessage", chat_id=group.id, text="x"))
    assert error.description == "Forbidden: bot is not a member of the group chat"
    assert (await refused(api("leaveChat", chat_id=wang.id))).status == 400


async def test_migration(api: Api, group: Chat, wang: Person, playground: Playground) -> None:
    new = playground.migrate(group)
    first, second = (u["message"] for u in await api.updates())
    assert (first["chat"]["id"], first["migrate_to_chat_id"]) == (group.id, new.id)
    assert (second["chat"]["id"], second["migrate_from_chat_id"]) == (new.id, group.id)
    assert second["chat"]["type"] == "supergroup"
    assert new.id < -1_000_000_000_000
    error = await refused(api("sendMessage", chat_id=group.id, text="x"))
    assert (error.status, error.parameters) == (400, {"migrate_to_chat_id": new.id})
    assert error.description == "Bad Request: group chat was upgraded to a supergroup chat"
    sent = await api("sendMessage", chat_id=new.id, text="x")
    assert sent["message_id"] == 2  # a supergroup counts for itself
    with pytest.raises(ControlError):
        playground.migrate(new)
    playground.set_bot(new, "kicked")
    error = await refused(api("sendMessage", chat_id=new.id, text="x"))
    assert error.description == "Forbidden: bot was kicked from the supergroup chat"


async def test_rights_in_groups(api: Api, group: Chat, wang: Person, playground: Playground) -> None:
    said = playground.say(wang, "/x", chat=group)
    keyboard = {"keyboard": [[{"text": "x", "request_contact": True}]]}
    error = await refused(api("sendMessage", chat_id=group.id, text="x", reply_markup=keyboard))
    assert error.description == "Bad Request: phone number can be requested in private chats only"
    error = await refused(api("pinChatMessage", chat_id=group.id, message_id=said.id))
    assert error.description == "Bad Request: not enough rights to manage pinned messages in the chat"
    error = await refused(api("deleteMessage", chat_id=group.id, message_id=said.id))
    assert error.description == "Bad Request: message can't be deleted"
    playground.set_bot(group, "administrator")
    assert await api("pinChatMessage", chat_id=group.id, message_id=said.id)
    assert await api("deleteMessage", chat_id=group.id, message_id=said.id)
    assert group.pinned == []


async def test_menus_by_scope_and_language(api: Api, group: Chat, wang: Person, playground: Playground) -> None:
    async def put(name: str, **where: object) -> None:
        await api("setMyCommands", commands=[{"command": name, "description": "x"}], **where)

    def seen(chat: Chat | None = None) -> list[str]:
        return [c["command"] for c in commands_for(playground.core, chat or playground.chat(wang), wang.id)]

    assert seen() == []
    await put("all")
    await put("alle", language_code="de")
    assert seen() == ["all"]
    await put("quan", language_code="zh")
    assert seen() == ["quan"]
    await put("private", scope={"type": "all_private_chats"})
    assert seen() == ["private"]
    await put("mine", scope={"type": "chat", "chat_id": wang.id})
    assert seen() == ["mine"]
    assert seen(group) == ["quan"]
    await put("groups", scope={"type": "all_group_chats"})
    await put("admins", scope={"type": "chat_administrators", "chat_id": group.id})
    assert seen(group) == ["admins"]
    await put("one", scope={"type": "chat_member", "chat_id": group.id, "user_id": wang.id})
    assert seen(group) == ["one"]
    assert await api("deleteMyCommands", scope={"type": "chat", "chat_id": wang.id}) is True
    assert seen() == ["private"]
    assert await api("getMyCommands", language_code="zh") == [{"command": "quan", "description": "x"}]
    assert await api("getMyCommands", language_code="fr") == []


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ({"command": "Big", "description": "x"}, "BOT_COMMAND_INVALID"),
        ({"command": "a" * 33, "description": "x"}, "BOT_COMMAND_INVALID"),
        ({"command": "a", "description": ""}, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ],
)
async def test_commands_that_are_refused(api: Api, command: dict[str, str], words: str) -> None:
    assert (await refused(api("setMyCommands", commands=[command]))).description == f"Bad Request: {words}"


async def test_profile(api: Api, wang: Person) -> None:
    me = await api("getMe")
    assert me["id"] == 110201543
    for name, value in (("Name", "出庭助手"), ("Description", "长"), ("ShortDescription", "短")):
        key = {"Name": "name", "Description": "description", "ShortDescription": "short_description"}[name]
        assert await api(f"setMy{name}", **{key: value}) is True
        assert await api(f"setMy{name}", **{key: "en"}, language_code="en") is True
        assert await api(f"getMy{name}", language_code="fr") == {key: value}
        assert await api(f"getMy{name}", language_code="en") == {key: "en"}
        assert (await refused(api(f"setMy{name}", **{key: "x" * 513}))).status == 400
    assert await api("getChatMenuButton") == {"type": "commands"}
    await api("setChatMenuButton", chat_id=wang.id, menu_button={"type": "default"})
    assert await api("getChatMenuButton", chat_id=wang.id) == {"type": "default"}
    assert await api("close") is True
    assert await api("logOut") is True
    assert (await refused(api("getMe"))).description == "Bad Request: Logged out"


async def test_people_are_made_and_changed_with_care(playground: Playground, wang: Person) -> None:
    for wrong in ({"first_name": " "}, {"first_name": "x", "id": wang.id}, {"first_name": "x", "id": -1}):
        with pytest.raises(ControlError):
            playground.add_person(**wrong)
    playground.edit_person(wang, first_name="芬", note={"role": "联络员"})
    assert playground.person(wang.id).name == "芬 王"
    with pytest.raises(ControlError):
        playground.edit_person(wang, id=5)
    with pytest.raises(ControlError):
        playground.person(5)
