"""Steps that the stories of the court's bulletins share: a quarter of hearings, a county under a book, an entry."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

from PIL import Image, ImageDraw, ImageFont
from sqlmodel import col, select

from bot.domain.hall.terms import AppearanceState, HearingStatus
from bot.papers import chart_fonts
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, Appearance, Case, CourtBulletin, Duty, Hearing, HearingResult, Party
from tests.builders import County
from tests.builders import county as the_county
from tests.fakes import Shown
from tests.rig import Rig

COURT, CITY_COURT = "泗水县人民法院", "济宁市中级人民法院"
SAID_NOTHING: dict[str, Any] = {"spoke": False}
NOBODY_CAME: dict[str, Any] = {"attended": False, "rank": "", "leader_name": ""}
AUGUST = datetime(2026, 8, 18, 1, 30, tzinfo=UTC)
PASTED = """泗水县人民法院2026年第三季度行政机关负责人出庭应诉情况通报
单位\t开庭审理数\t负责人出庭数\t出庭率
县自然资源局\t4\t4\t100.00%
泗水县公安局\t4\t3\t75.00%
县水务局\t2\t2\t100.00%
合计\t10\t9\t90.00%"""


async def place_under(rig: Rig, book: str, *, city: bool = False) -> County:
    """The county (or the whole city) goes by this book."""
    here = await the_county(rig)

    def go_by(desk: Desk) -> None:
        desk.session.get_one(Agency, here.city if city else here.government).rulebook = book
        if city:
            desk.session.get_one(Agency, here.government).rulebook = None

    await rig.work(go_by)
    return here


def heard(desk: Desk, n: int, agency: int, at: datetime = AUGUST, court: str = COURT, **result: Any) -> int:
    """Case no. `n`, heard at this instant, with what was reported; its id."""
    place = "0831" if court == COURT else "08"
    case = Case(number=f"（2026）鲁{place}行初{n}号", court=court, instance="first", created_at=desk.now)
    desk.session.add(case)
    desk.session.flush()
    desk.session.add(Party(case_id=case.id or 0, agency_id=agency))
    hearing = Hearing(case_id=case.id or 0, starts_at=at, status=HearingStatus.HELD, entered_at=desk.now)
    desk.session.add(hearing)
    desk.session.flush()
    row = Appearance(case_id=case.id or 0, agency_id=agency, hearing_id=hearing.id, leader_name="张明",
                     leader_post="副局长", state=AppearanceState.CONFIRMED)  # fmt: skip
    desk.session.add(row)
    said: dict[str, Any] = {"attended": True, "rank": "deputy", "leader_name": "张明", "spoke": True, "stayed": True,
            "identity_accepted": True} | result  # fmt: skip
    desk.session.add(HearingResult(hearing_id=hearing.id or 0, agency_id=agency, reported_at=desk.now, **said))
    desk.session.flush()
    return case.id or 0


async def a_quarter(rig: Rig, here: County) -> None:
    """The third quarter: four heard of each of two units, one leader silent, two absent; one case before the city's
    court. 自然资源局 4/4, 公安局 4/2, 泉林镇 1/1."""

    def enter(desk: Desk) -> None:
        for n in range(1, 5):
            heard(desk, n, here.resources, **(SAID_NOTHING if n == 4 else {}))
        for n in range(5, 9):
            heard(desk, n, here.police, **(NOBODY_CAME if n > 6 else {}))
        heard(desk, 3, here.town, court=CITY_COURT)

    await rig.work(enter)


async def rows(rig: Rig, table: Any) -> list[Any]:
    return list(await rig.database.read(lambda s: s.exec(select(table).order_by(col(table.id))).all()))


async def duties(rig: Rig, rule: str, agency: int) -> list[Duty]:
    return [one for one in await rows(rig, Duty) if one.rule == rule and one.agency_id == agency]


async def bulletin(rig: Rig) -> CourtBulletin:
    found: CourtBulletin = (await rows(rig, CourtBulletin))[-1]
    return found


async def entered(
    rig: Rig, user: int, text: str = PASTED, *, received: str = "今天", quarter: str = "第三季度"
) -> Shown:
    """From /bulletin to the draft with its figures."""
    await rig.say(user, "/bulletin")
    await rig.press(user, "登记通报")
    await rig.press(user, quarter)
    await rig.press(user, received)
    await rig.say(user, text)
    await rig.press(user, "完成")
    await rig.press(user, "下一步")
    return rig.last(user)


async def recorded(rig: Rig, here: County, user: int = 0) -> Shown:
    """The same, every name said, recorded. 县水务局 is 县人社局 here."""
    user = user or here.coordinator
    await entered(rig, user)
    await rig.press(user, "指明单位")
    await rig.press(user, "县人社局")
    await rig.press(user, "✓ 登记")
    return rig.last(user)


def photo_of(table: list[list[str]]) -> bytes:
    """A printed table as a picture."""
    font = chart_fonts.installed()
    assert font is not None
    picture = Image.new("RGB", (1400, 160 + 90 * len(table)), "white")
    pen, face = ImageDraw.Draw(picture), ImageFont.truetype(font.path, 40, index=font.face)
    pen.text((250, 30), "2026年第三季度行政机关负责人出庭应诉情况", font=face, fill="black")
    for n, row in enumerate(table):
        for m, cell in enumerate(row):
            pen.text((60 + (0, 480, 760, 1080)[m], 120 + 90 * n), cell, font=face, fill="black")
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()
