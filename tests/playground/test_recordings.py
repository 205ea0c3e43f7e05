"""Voice, audio, video and video notes, of people and of the bot; keyboards of plain strings; effects."""

from __future__ import annotations

import pytest

from bot.playground import Chat, ControlError, Person, Playground
from tests.playground.client import Api, refused
from tests.playground.controls import KEY, Control

KINDS = ("voice", "audio", "video", "video_note")


@pytest.mark.parametrize("kind", KINDS)
async def test_a_person_sends_one_and_the_bot_fetches_it(
    api: Api, wang: Person, playground: Playground, kind: str
) -> None:
    playground.send_file(wang, "a.bin", b"sound", kind=kind, seconds=7)
    [update] = await api.updates()
    found = update["message"][kind]
    assert (found["duration"], found["file_size"]) == (7, 5)
    told = await api("getFile", file_id=found["file_id"])
    async with api.session.get(f"{api.running.file_base_url}{playground.token}/{told['file_path']}") as response:
        assert await response.read() == b"sound"
    again = await api(f"send{kind.title().replace('_', '')}", chat_id=wang.id, **{kind: found["file_id"]})
    assert again[kind] == found


@pytest.mark.parametrize(
    ("method", "kind", "told"),
    [
        ("sendVoice", "voice", {"duration": 3}),
        ("sendAudio", "audio", {"duration": 3, "performer": "法治讲堂", "title": "第三条"}),
        ("sendVideo", "video", {"duration": 3, "width": 640, "height": 360}),
        ("sendVideoNote", "video_note", {"duration": 3, "length": 240}),
    ],
)
async def test_the_bot_sends_one(api: Api, wang: Person, method: str, kind: str, told: dict[str, object]) -> None:
    sent = await api.form(method, chat_id=str(wang.id), **{kind: ("a.bin", b"abc")}, **told)
    assert {name: sent[kind][name] for name in told} == told
    if kind != "video_note":
        sent = await api.form(
            method, chat_id=str(wang.id), **{kind: ("a.bin", b"abc")}, caption="<b>听</b>", parse_mode="HTML"
        )
        assert sent["caption_entities"] == [{"type": "bold", "offset": 0, "length": 1}]
        edited = await api("editMessageCaption", chat_id=wang.id, message_id=sent["message_id"], caption="看")
        assert edited["caption"] == "看"


async def test_a_file_of_another_kind_is_refused(api: Api, wang: Person, playground: Playground) -> None:
    voice = playground.send_file(wang, "a.ogg", b"x", kind="voice").body["voice"]["file_id"]
    error = await refused(api("sendVideo", chat_id=wang.id, video=voice))
    assert error.description == "Bad Request: can't use file of type VoiceNote as Video"
    assert (
        await refused(api("sendVoice", chat_id=wang.id))
    ).description == "Bad Request: there is no voice in the request"


async def test_albums_of_videos_and_of_audio(api: Api, wang: Person) -> None:
    async def album(*kinds: str) -> object:
        media = [{"type": kind, "media": f"attach://f{n}", "duration": n} for n, kind in enumerate(kinds)]
        files = {f"f{n}": (f"{n}.bin", b"x") for n in range(len(kinds))}
        return await api.form("sendMediaGroup", chat_id=str(wang.id), media=media, **files)

    sent = await album("video", "video")
    assert [message["video"]["duration"] for message in sent] == [0, 1]  # type: ignore[attr-defined]
    assert len(await album("audio", "audio")) == 2  # type: ignore[arg-type]
    assert (
        await refused(album("audio", "video"))
    ).description == "Bad Request: audio can't be mixed with other media types"
    assert "not supported by the playground" in (await refused(album("voice", "voice"))).description


async def test_people_send_what_clients_can_send(wang: Person, playground: Playground) -> None:
    from bot.playground import Upload

    with pytest.raises(ControlError, match="one of document, photo, voice"):
        playground.send_file(wang, "a", b"x", kind="hologram")
    with pytest.raises(ControlError, match="one by one"):
        playground.send_files(wang, [Upload("a", b"x"), Upload("b", b"x")], kind="voice")


async def test_a_recording_is_uploaded_by_the_control_api(api: Api, control: Control, wang: Person) -> None:
    import aiohttp

    form = aiohttp.FormData()
    for name, value in (("person", str(wang.id)), ("as", "voice"), ("seconds", "12")):
        form.add_field(name, value)
    form.add_field("file", b"abc", filename="a.ogg", content_type="audio/ogg")
    async with api.session.post(f"{api.running.address}/control/upload", data=form, headers=KEY) as response:
        [sent] = (await response.json())["messages"]
    assert sent["body"]["voice"]["duration"] == 12
    assert sent["body"]["voice"]["mime_type"] == "audio/ogg"


async def test_a_keyboard_of_plain_strings(api: Api, wang: Person, playground: Playground) -> None:
    keyboard = {"keyboard": [["收到文书", {"text": "登记开庭"}], ["123"]]}
    await api("sendMessage", chat_id=wang.id, text="x", reply_markup=keyboard)
    assert playground.chat(wang).keyboard == {
        "keyboard": [[{"text": "收到文书"}, {"text": "登记开庭"}], [{"text": "123"}]]
    }
    playground.key(wang, "收到文书")
    [update] = await api.updates()
    assert update["message"]["text"] == "收到文书"
    for wrong in (["收到文书"], "收到文书"):
        error = await refused(api("sendMessage", chat_id=wang.id, text="x", reply_markup={"keyboard": wrong}))
        assert error.status == 400
    error = await refused(api("sendMessage", chat_id=wang.id, text="x", reply_markup={"keyboard": [[" "]]}))
    assert error.description == "Bad Request: can't parse keyboard button: text must be non-empty"


async def test_effects_belong_to_private_chats(api: Api, wang: Person, playground: Playground) -> None:
    sent = await api("sendMessage", chat_id=wang.id, text="已办结", message_effect_id="5046509860389126442")
    assert sent["effect_id"] == "5046509860389126442"
    error = await refused(api("sendMessage", chat_id=wang.id, text="x", message_effect_id="5"))
    assert error.description == "Bad Request: EFFECT_ID_INVALID"
    group: Chat = playground.add_group("群", [wang])
    error = await refused(api("sendMessage", chat_id=group.id, text="x", message_effect_id="5046509860389126442"))
    assert error.description == "Bad Request: can't use message effects in the chat"
