"""Whoever reads English is answered in English: everything that commands and buttons show, and what time brings.

Names of people, agencies and courts, case numbers and what somebody wrote stay as they are recorded, and articles are
quoted to the letter: the rule that /language says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.services.hall.desk import Desk
from bot.services.operations import sample, sample_data
from bot.store.tables import Person
from tests.fakes import Shown
from tests.rig import Rig, open_rig

ADMIN, COORDINATOR, LIAISON, PRINCIPAL, LEADER = 1001, 1101, 1201, 1203, 1204
CASE, PLAINTIFF = "（2026）鲁0831行初12号", "欧阳锋"
HAN = re.compile("[\u3400-\u9fff。，：；？！]")
QUOTED = re.compile("“[^”]*”")
OTHERS = ["中文", "山东省泗水县人民法院", "县法院", PLAINTIFF, "欧阳某", "欧某", "12月3日上午9:30", "下周三上午九点半"]
"""The name of the other language, the court, the plaintiff (masked too), dates as Chinese write them."""
EDITED = re.compile("<b>Post</b>: .*")
"""A form that corrects a post shows it as it is recorded."""
CUT = re.compile("[\u3400-\u9fff]+…")
"""The beginning of a name, where a line of the history ends."""
NUMBER = re.compile(r"（\d{4}）鲁\w+号|[（(][^）)]*〔\d{4}〕[^）)]*[）)]")
SHORT = re.compile(r"行[初终]\d+号")


def recorded() -> re.Pattern[str]:
    """What stays as it is, the longest first."""
    data: dict[str, Any] = sample_data.read()
    names = [person["name"] for person in data["person"]] + OTHERS
    names += [agency[name] for agency in data["agency"] for name in ("name", "short")]
    # A county as a whole is called by its place.
    names += [agency["name"].removesuffix("人民政府") for agency in data["agency"]]
    names += [post["in_charge_of"] for person in data["person"] for post in person["posts"] if "in_charge_of" in post]
    return re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)))


RECORDED = recorded()


PAPER = re.compile(r"(?<=\n)<blockquote expandable>.*?</blockquote>", re.S)
"""What a paper of the office says, below its head: the paper is a Chinese one, and it says what it says."""
TITLE = re.compile(r"《[^》]+》[^\n]*")
"""A paper by its title, as the record names what was handed in."""

FILE = re.compile(r"^File: .*$", re.M)
"""A paper's file is called by its Chinese title."""
REASON = re.compile(r"^(?:Note|To be changed because): 出庭负责人由.*变更为.*$", re.M)
"""Why a form is to be filed again stands in the form itself, in Chinese."""


def chinese_in(shown: str) -> str:
    """What of a text is Chinese and is not recorded."""
    if shown.startswith(("<b>Document</b>", "<b>Paper</b>")) or "<b>Document</b>" in shown:
        shown = PAPER.sub("", shown)
    shown = FILE.sub("", REASON.sub("", TITLE.sub("", shown)))
    bare = RECORDED.sub("", SHORT.sub("", NUMBER.sub("", EDITED.sub("", CUT.sub("", QUOTED.sub("", shown))))))
    return bare if HAN.search(bare) else ""


def everybody_reads_english(desk: Desk) -> None:
    sample.seed(desk)
    for person in desk.session.exec(select(Person)):
        person.language = "en"
        desk.session.add(person)


def said(rig: Rig) -> Iterator[str]:
    """Every text and button that was ever shown, and every toast."""
    for one in rig.bot.messages:
        yield from (one.text, *one.history, *one.labels)
        yield from (label for row in one.keyboard for label in row)
    yield from (text for _, text, _ in rig.bot.toasts)


TO_CHINESE = "lang:zh_CN"


async def press_all(rig: Rig, user: int, *, most: int) -> set[str]:
    """Press one button of each kind that the user is shown, and of those that come of it; the kinds pressed."""
    pressed: set[str] = set()
    while len(pressed) < most:
        found = next(_new_kinds(rig.bot.chat(user), pressed), None)
        if found is None:
            break
        kind, data, shown = found
        pressed.add(kind)
        await rig.press_data(user, data, shown)
    return pressed


def _new_kinds(chat: list[Shown], pressed: set[str]) -> Iterator[tuple[str, str, Shown]]:
    for shown in reversed(chat):
        for row in shown.buttons:
            for label, data in row:
                kind = data.split(":")[0] + re.sub(r"[\d\W]", "", label)[:12]
                if kind not in pressed and data != TO_CHINESE:
                    yield kind, data, shown


async def begin(rig: Rig) -> None:
    """A case with its papers, a hearing, a leader who is asked."""
    await rig.work(everybody_reads_english)
    await rig.say(LIAISON, f"{CASE} notice of response, complaint, received today, plaintiff {PLAINTIFF}")
    await rig.press(LIAISON, "✓")
    await rig.say(LIAISON, f"/hearing {CASE} 15 December 9:30 Courtroom 2")
    await rig.press(LIAISON, "✓")
    await rig.press(LIAISON, "Name the leader")
    await rig.press(LIAISON, "张明")


@pytest.mark.slow
@pytest.mark.parametrize("user", [LIAISON, COORDINATOR, LEADER, PRINCIPAL, ADMIN])
async def test_commands_and_buttons_answer_in_english(tmp_path: Path, user: int) -> None:
    async with open_rig(tmp_path, start="2026-12-01 09:00") as rig:
        await begin(rig)
        await rig.to("2026-12-04 18:00")
        for command in sorted(rig.router.commands):
            await rig.say(user, f"/{command}")
        pressed = await press_all(rig, user, most=150)
        assert len(pressed) > 8
        left = {text for text in map(chinese_in, said(rig)) if text}
        assert not left, "\n---\n".join(sorted(left))
        assert sum(text.startswith("<b>") for text in said(rig)) > 5, "heads are in bold"
        assert not [text for text in said(rig) if "【" in text]


async def test_what_time_brings_is_in_english(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-12-01 09:00") as rig:
        await begin(rig)
        await rig.to("2026-12-18 18:00")
        await rig.say(LIAISON, f"/case {CASE}")
        await rig.press(LIAISON, "Why")
        left = {text for text in map(chinese_in, said(rig)) if text}
        assert not left, "\n---\n".join(sorted(left))
        assert any("Sishui Opinions of 1 September 2020, part 4(4)" in text for text in said(rig))
