"""Steps that the stories of sending a circular share: written, sent off, delivered in part, controlled."""

from collections import Counter
from datetime import date

from sqlalchemy import insert

from bot.domain.agencies.audiences import Audience
from bot.domain.circulars.circulars import Part
from bot.domain.circulars.forms import head_values
from bot.domain.circulars.standing import Board
from bot.domain.hall.terms import Role
from bot.services.circulars import approvals, boards, circulars
from bot.services.hall.desk import Desk
from bot.store.tables import Appointment, Circular, Person
from tests import builders
from tests.builders import County
from tests.rig import Rig

SENT_TOPIC = "circular.copy"


def many(desk: Desk, county: County, count: int) -> None:
    """So many liaison officers more, in the county's bureau of resources."""
    first = 100_000
    desk.session.execute(
        insert(Person),
        [
            {"id": first + i, "name": f"联络员{i}", "telegram_id": first + i, "chat_id": first + i,
             "created_at": desk.now, "phone": "", "language": "zh_CN", "phone_verified": False, "version": 1}
            for i in range(count)
        ],
    )  # fmt: skip
    desk.session.execute(
        insert(Appointment),
        [
            {"person_id": first + i, "agency_id": county.resources, "role": Role.LIAISON, "from_date": date(2024, 1, 1),
             "post": "", "in_charge_of": "", "version": 1}
            for i in range(count)
        ],
    )  # fmt: skip


def write(desk: Desk, county: County, audience: Audience | None = None, **head: object) -> Circular:
    """A circular that is ready to be sent."""
    row = circulars.begin(desk)
    circulars.add_part(desk, row, Part("text", county.coordinator, (7,), "请知悉。"))
    values = {"title": "通知", "reply": "receipt", "signed_by": "县司法局", **head}
    circulars.set_head(desk, row.id or 0, None, head_values(values))
    return circulars.set_audience(desk, row.id or 0, None, audience or Audience())


async def sent_off(rig: Rig, county: County, audience: Audience | None = None, **head: object) -> int:
    """A circular that is submitted and due; its id."""
    actor = await builders.person(rig, county.coordinator)

    def work(desk: Desk) -> int:
        row = write(desk, county, audience, **head)
        approvals.submit(desk, row.id or 0, row.version, None)
        return row.id or 0

    found: int = await rig.work(work, actor=actor)
    return found


async def do(rig: Rig, county: County, work: object, circular_id: int) -> Circular:
    """A control (pause, resume, …) by the coordinator, with the version that holds now."""
    actor = await builders.person(rig, county.coordinator)

    def run(desk: Desk) -> Circular:
        version = circulars.circular(desk, circular_id).version
        return work(desk, circular_id, version)  # type: ignore[operator, no-any-return]

    found: Circular = await rig.work(run, actor=actor)
    return found


async def board(rig: Rig, county: County, circular_id: int) -> Board:
    actor = await builders.person(rig, county.coordinator)
    found: Board = await rig.work(lambda d: boards.board(d, circular_id), actor=actor)
    return found


async def deliver_some(rig: Rig, batches: int) -> int:
    """What the pump does, for a while."""
    count = 0
    for _ in range(batches):
        for row in await rig.pump._claim(24):
            count += await rig.pump.sender.deliver(row, row.lane)
    return count


def got(rig: Rig) -> Counter[int]:
    """How often each chat has the circular itself (not a card or a request about it)."""
    return Counter(m.chat_id for m in rig.bot.messages if "请知悉。" in m.text and "收到" in m.labels)
