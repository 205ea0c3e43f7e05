"""Files up and down, ids that are used again, albums."""

from __future__ import annotations

import struct

import pytest

from bot.playground import ControlError, Person, Playground
from bot.playground.state.files import DOWNLOAD_LIMIT, Upload
from bot.playground.state.images import size
from tests.playground.client import Api, refused
from tests.playground.samples import png


async def fetch(api: Api, file_id: str) -> bytes:
    """What a bot gets for a file_id."""
    path = (await api("getFile", file_id=file_id))["file_path"]
    url = f"{api.running.file_base_url}{api.running.playground.token}/{path}"
    async with api.session.get(url) as response:
        assert response.status == 200
        return await response.read()


PHOTO = {"type": "photo", "media": "attach://one"}


async def test_a_document_up_and_down(api: Api, wang: Person) -> None:
    data = "名单".encode() * 1000
    sent = await api.form(
        "sendDocument",
        chat_id=str(wang.id),
        document=("参训名单.xlsx", data),
        caption="<b>见附件</b>",
        parse_mode="HTML",
    )
    document = sent["document"]
    assert (document["file_name"], document["file_size"]) == ("参训名单.xlsx", 6000)
    assert document["mime_type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert (sent["caption"], sent["caption_entities"][0]["type"]) == ("见附件", "bold")
    assert await fetch(api, document["file_id"]) == data


async def test_a_file_id_is_used_again(api: Api, wang: Person, zhang: Person) -> None:
    first = await api.form("sendDocument", chat_id=str(wang.id), document=("a.txt", b"x"))
    again = await api("sendDocument", chat_id=zhang.id, document=first["document"]["file_id"])
    assert again["document"] == first["document"]
    other = await api.form("sendDocument", chat_id=str(wang.id), document=("a.txt", b"x"))
    assert other["document"]["file_unique_id"] != first["document"]["file_unique_id"]
    wrong = await refused(api("sendPhoto", chat_id=zhang.id, photo=first["document"]["file_id"]))
    assert wrong.description == "Bad Request: can't use file of type Document as Photo"


async def test_attached_parts_and_albums(api: Api, wang: Person, playground: Playground) -> None:
    media = [
        {"type": "photo", "media": "attach://one", "caption": "两张"},
        {"type": "photo", "media": "attach://two", "has_spoiler": True},
    ]
    sent = await api.form(
        "sendMediaGroup", chat_id=str(wang.id), media=media, one=("1.png", png()), two=("2.png", png(5, 4))
    )
    assert len({message["media_group_id"] for message in sent}) == 1
    assert [(m["photo"][0]["width"], m["photo"][0]["height"]) for m in sent] == [(3, 2), (5, 4)]
    assert (sent[0]["caption"], sent[1]["has_media_spoiler"]) == ("两张", True)
    copies = await api(
        "copyMessages", chat_id=wang.id, from_chat_id=wang.id, message_ids=[m["message_id"] for m in sent]
    )
    bodies = [playground.message(wang, c["message_id"]).body for c in copies]
    assert bodies[0]["media_group_id"] == bodies[1]["media_group_id"] != sent[0]["media_group_id"]


@pytest.mark.parametrize(
    ("media", "words"),
    [
        ([PHOTO], "media group must include 2-10 items"),
        ([], "there are no messages to send"),
        (
            [{"type": "photo", "media": "attach://one"}, {"type": "document", "media": "attach://one"}],
            "document can't be mixed with other media types",
        ),
        ([{"type": "photo", "media": "attach://none"}] * 2, "wrong file identifier/HTTP URL specified"),
        (
            [{"type": "animation", "media": "attach://one"}] * 2,
            "type of media is not supported by the playground: use photo, video, audio or document",
        ),
    ],
)
async def test_albums_that_are_refused(api: Api, wang: Person, media: list[object], words: str) -> None:
    error = await refused(api.form("sendMediaGroup", chat_id=str(wang.id), media=media, one=("1.png", png())))
    assert error.description == f"Bad Request: {words}"


@pytest.mark.parametrize(
    ("photo", "words"),
    [
        (("a.png", b"not a picture"), "IMAGE_PROCESS_FAILED"),
        (("a.png", b""), "file must be non-empty"),
        (("a.png", png(1, 50)), "PHOTO_INVALID_DIMENSIONS"),
        ("https://example.org/a.png", "failed to get HTTP URL content"),
        ("rubbish", "wrong file identifier/HTTP URL specified"),
    ],
)
async def test_photos_that_are_refused(api: Api, wang: Person, photo: object, words: str) -> None:
    error = await refused(api.form("sendPhoto", chat_id=str(wang.id), photo=photo))
    assert error.description == f"Bad Request: {words}"


async def test_missing_and_long_captions(api: Api, wang: Person) -> None:
    assert (
        await refused(api("sendPhoto", chat_id=wang.id))
    ).description == "Bad Request: there is no photo in the request"
    long = await refused(api.form("sendPhoto", chat_id=str(wang.id), photo=("a.png", png()), caption="好" * 1025))
    assert long.description == "Bad Request: message caption is too long"


async def test_captions_and_media_are_edited(api: Api, wang: Person) -> None:
    sent = await api.form("sendPhoto", chat_id=str(wang.id), photo=("a.png", png()), caption="a")
    here = {"chat_id": wang.id, "message_id": sent["message_id"]}
    assert (await api("editMessageCaption", **here, caption="b"))["caption"] == "b"
    assert "caption" not in await api("editMessageCaption", **here)
    assert (await refused(api("editMessageText", **here, text="x"))).description == (
        "Bad Request: there is no text in the message to edit"
    )
    new = await api.form(
        "editMessageMedia", chat_id=str(wang.id), message_id=str(sent["message_id"]),
        media={"type": "document", "media": "attach://d", "caption": "换"}, d=("b.pdf", b"%PDF"),
    )  # fmt: skip
    assert (new["document"]["file_name"], new["caption"], "photo" in new) == ("b.pdf", "换", False)


async def test_what_people_send(api: Api, wang: Person, playground: Playground) -> None:
    playground.send_file(wang, "传票.pdf", b"%PDF-1", caption="请收 /paper")
    playground.send_photo(wang, png(), caption="照片")
    playground.send_files(wang, [Upload("1.png", png()), Upload("2.png", png())], photo=True, caption="共两张")
    document, photo, one, two = (u["message"] for u in await api.updates())
    assert await fetch(api, document["document"]["file_id"]) == b"%PDF-1"
    assert document["caption_entities"][0]["type"] == "bot_command"
    assert await fetch(api, photo["photo"][-1]["file_id"]) == png()
    assert one["media_group_id"] == two["media_group_id"]
    assert (one["caption"], "caption" in two) == ("共两张", False)
    with pytest.raises(ControlError):
        playground.send_photo(wang, b"no picture")


async def test_files_beyond_twenty_megabytes_cannot_be_fetched(api: Api, wang: Person, playground: Playground) -> None:
    sent = playground.send_file(wang, "big.bin", b"x" * (DOWNLOAD_LIMIT + 1))
    error = await refused(api("getFile", file_id=sent.body["document"]["file_id"]))
    assert error.description == "Bad Request: file is too big"
    assert (await refused(api("getFile", file_id="rubbish"))).description == "Bad Request: invalid file_id"
    url = f"{api.running.file_base_url}{playground.token}/documents/none"
    async with api.session.get(url) as response:
        assert response.status == 404
    async with api.session.get(f"{api.running.file_base_url}1:bad/documents/file_1.bin") as response:
        assert response.status == 401


@pytest.mark.slow
async def test_uploads_beyond_fifty_megabytes_are_refused(api: Api, wang: Person) -> None:
    error = await refused(api.form("sendDocument", chat_id=str(wang.id), document=("b", b"x" * (50 * 1024 * 1024 + 1))))
    assert (error.status, error.description) == (413, "Request Entity Too Large")


def test_sizes_of_pictures() -> None:
    assert size(png(7, 9)) == (7, 9)
    assert size(b"GIF89a" + struct.pack("<HH", 4, 5) + b"\0" * 10) == (4, 5)
    jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08" + struct.pack(">HH", 20, 30) + b"\0" * 12
    assert size(jpeg) == (30, 20)
    assert size(b"BM" + b"\0" * 16 + struct.pack("<ii", 6, -8)) == (6, 8)
    webp = b"RIFF\0\0\0\0WEBPVP8X" + b"\0" * 8 + (99).to_bytes(3, "little") + (49).to_bytes(3, "little")
    assert size(webp) == (100, 50)
    assert size(b"\xff\xd8\xff") is None
    assert size(b"") is None
