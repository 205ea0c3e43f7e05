"""What cannot be read (voice, video, stickers, places, polls) is answered: nothing was recorded, and what to send."""

import pytest

from tests.builders import County
from tests.rig import Rig

KINDS = [
    ("voice", "语音无法识读"),
    ("audio", "音频无法识读"),
    ("video", "视频无法识读"),
    ("video_note", "视频无法识读"),
    ("animation", "动图无法识读"),
    ("sticker", "表情和动图无法识读"),
    ("location", "不需要位置信息"),
    ("venue", "不需要位置信息"),
    ("contact", "不需要名片"),
    ("poll", "不收投票"),
]


@pytest.mark.parametrize(("kind", "words"), KINDS)
async def test_each_is_answered_with_what_to_send_instead(rig: Rig, county: County, kind: str, words: str) -> None:
    await rig.say(county.liaison, "/start")
    [shown] = await rig.say(county.liaison, "", kind=kind)
    assert words in shown.text
    assert "未作任何登记" in shown.text
    assert "请" in shown.text or "可由" in shown.text
    assert "看不出" not in shown.text


@pytest.mark.parametrize("who", ["leader", "principal", "coordinator", "admin"])
async def test_whoever_sends_it(rig: Rig, county: County, who: str) -> None:
    user = getattr(county, who)
    await rig.say(user, "/start")
    [shown] = await rig.say(user, "", kind="voice")
    assert "语音无法识读" in shown.text


async def test_a_form_that_asks_goes_on(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, "/start")
    await rig.say(county.liaison, "/paper")
    asked = rig.last(county.liaison).text
    [shown] = await rig.say(county.liaison, "", kind="voice")
    assert "语音无法识读" in shown.text
    assert asked.splitlines()[-1] in shown.text, "the question stands below"


async def test_a_stranger_is_told_what_this_is(rig: Rig, county: County) -> None:
    [shown] = await rig.say(424242, "", kind="voice")
    assert "12348" in shown.text


async def test_a_voice_with_words_under_it_is_taken_by_its_words(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, "/start")
    [shown] = await rig.say(county.liaison, "王某某诉我局那个案子", kind="video")
    assert "看不出要办什么" in shown.text


async def test_a_video_with_a_line_for_the_bot_under_it_is_read_like_a_photos_caption(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, "/start")
    line = "4月2日收到县法院应诉通知书、起诉状副本（2026）鲁0831行初12号"
    [shown] = await rig.say(county.liaison, line, kind="video")
    assert "（2026）鲁0831行初12号" in shown.text
    assert "应诉通知书" in shown.text
    assert "县自然资源局" in shown.text
    await rig.press(county.liaison, "✓ 登记")
    [shown] = await rig.say(county.liaison, "（2026）鲁0831行初12号 4月15日9:30 县法院第二审判庭开庭", kind="animation")
    assert "【登记开庭】" in shown.text
    assert "4月15日（周三）9:30" in shown.text
