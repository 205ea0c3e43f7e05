"""The messages that people see most, each as the bot shows it: for tests of how they look on a phone.

Buttons are pressed by what they do, not by what they are called; a story that loses its way fails.
"""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import select

from bot.domain.agencies.audiences import Audience
from bot.domain.circulars.circulars import Part
from bot.domain.circulars.forms import head_values
from bot.domain.hall.terms import Role
from bot.services.circulars import approvals, circulars
from bot.services.hall.desk import Desk
from bot.store.tables import Person
from tests import builders, events
from tests.benchmarks.halfyear.hands import Hands
from tests.builders import County
from tests.fakes import Shown
from tests.rig import Rig

START = "2026-12-01 09:00"
"""A Tuesday."""
NUMBER = "（2026）鲁0831行初12号"
EVERYBODY = ("/start", "/menu", "/help", "/me")
LISTS = {
    "liaison": ("/duties", "/hearings", "/week", "/case"),
    "coordinator": (
        "/duties",
        "/hearings",
        "/week",
        "/people",
        "/agencies",
        "/circulars",
        "/event",
        "/invite",
        "/link",
    ),
    "admin": ("/people", "/agencies", "/roster", "/calendar", "/status", "/held"),
    "leader": ("/hearings",),
    "principal": ("/hearings", "/duties"),
}
NAMES = (
    "preview of a paper", "case card of the liaison", "preview of a hearing", "hearing card", "leaders to choose from",
    "leader asked", "leader confirmed", "case card of the principal", "case card of the coordinator", "reminders",
    "digest", "escalation", "form of a report", "to accept", "result asked", "circular to a liaison",
    "circular's board", "invitation", "event of the coordinator", "unknown text",
)  # fmt: skip


class Story:
    """Walks and keeps what it saw, by name."""

    def __init__(self, rig: Rig, county: County) -> None:
        self.rig, self.county, self.seen = rig, county, dict[str, Shown]()
        self.hands = Hands(rig, lambda user: None)

    def keep(self, name: str, shown: Shown | None) -> None:
        """As it stands now: it will be edited."""
        if shown is None:
            raise AssertionError(f"nothing was shown: {name}")
        self.seen[name] = replace(shown, buttons=[list(row) for row in shown.buttons])

    def newest(self, user: int) -> Shown:
        return self.hands.seen(user)[-1]

    async def push(self, user: int, verb: str, *args: object) -> None:
        if not await self.hands.push(user, verb, *args):
            raise AssertionError(f"{verb} {args} was not offered to {user}: {self.newest(user).text}")

    def having(self, user: int, *verbs: str) -> Shown | None:
        """The newest message with a button that does one of these."""
        return next((found[0] for verb in verbs if (found := self.hands.find(user, verb))), None)


async def gather(rig: Rig, county: County, language: str) -> dict[str, Shown]:
    """All of them, in one language, by name."""
    await rig.work(lambda desk: _speak(desk, language))
    story = Story(rig, county)
    await _entered(story)
    await _asked(story)
    await _letters(story)
    await _lists(story)
    await _days(story)
    missing = [name for name in NAMES if name not in story.seen]
    if missing:
        raise AssertionError(f"never shown: {missing}")
    return story.seen


def _speak(desk: Desk, language: str) -> None:
    for person in desk.session.exec(select(Person)).all():
        person.language = language
        desk.session.add(person)


async def _entered(story: Story) -> None:
    """A paper and a hearing, by the liaison."""
    who, hands = story.county.liaison, story.hands
    await hands.say(who, f"{NUMBER} 应诉通知书 起诉状副本 今天收到")
    story.keep("preview of a paper", story.having(who, "fm"))
    await hands.fill(who)
    story.keep("case card of the liaison", story.newest(who))
    await hands.say(who, f"/hearing {NUMBER} 12月9日上午9:30 第二审判庭")
    story.keep("preview of a hearing", story.having(who, "fm"))
    await hands.fill(who)
    story.keep("hearing card", story.newest(who))


async def _asked(story: Story) -> None:
    """A leader is chosen, asked, and says yes."""
    county, who = story.county, story.county.liaison
    await story.push(who, "ap.who")
    story.keep("leaders to choose from", story.having(who, "ap.pick"))
    found = story.hands.find(who, "ap.pick")
    assert found is not None
    one, version = found[1].split(":")[1:3]
    await story.push(who, "ap.pick", one, version, county.ids[county.leader])
    story.keep("leader asked", story.having(county.leader, "ap.yes"))
    await story.push(county.leader, "ap.yes")
    story.keep("leader confirmed", story.newest(county.leader))
    for role in ("principal", "coordinator"):
        await story.hands.say(getattr(county, role), f"/case {NUMBER}")
        story.keep(f"case card of the {role}", story.newest(getattr(county, role)))


async def _letters(story: Story) -> None:
    """A circular and a training, from the coordinator."""
    rig, county = story.rig, story.county
    actor = await builders.person(rig, county.coordinator)
    number = await rig.work(lambda desk: _circular(desk, county), actor=actor)
    await rig.pump.drain()
    story.keep("circular to a liaison", story.having(county.liaison, "cr.ok", "cr.an"))
    await story.hands.say(county.coordinator, "/circulars")
    await story.push(county.coordinator, "cb.at", number)
    story.keep("circular's board", story.newest(county.coordinator))
    for verb, name in (("cb.more", "more of a circular"), ("cb.at", "board again"), ("cb.br", "circular's agencies")):
        await story.push(county.coordinator, verb, number)
        story.keep(name, story.newest(county.coordinator))
    await events.hold(rig, county)
    story.keep("invitation", story.having(county.leader, "ev.yes"))
    await story.hands.say(county.coordinator, "/event")
    await story.push(county.coordinator, "ev.at")
    story.keep("event of the coordinator", story.newest(county.coordinator))


def _circular(desk: Desk, county: County) -> int:
    row = circulars.begin(desk)
    number = row.id or 0
    circulars.add_part(desk, row, Part("text", county.coordinator, (7,), "请报送本年行政应诉情况。"))
    values = {"title": "关于报送本年行政应诉情况的通知", "reply": "answer", "answer_by": "2026-12-04T17:30:00+08:00"}
    circulars.set_head(desk, number, None, head_values({**values, "signed_by": "县司法局"}))
    row = circulars.set_audience(desk, number, None, Audience(roles=(Role.LIAISON,)))
    approvals.submit(desk, number, row.version, None)
    return number


async def _lists(story: Story) -> None:
    """What the commands show to each role."""
    county, hands = story.county, story.hands
    accounts = {role: int(getattr(county, role)) for role in (*LISTS, "court_contact", "observer", "assessor")}
    for role, account in accounts.items():
        for command in (*EVERYBODY, *LISTS.get(role, ())):
            await hands.say(account, command)
            story.keep(f"{command} of the {role}", story.newest(account))
            await hands.say(account, "/cancel")
    await hands.say(county.liaison, "在吗？请问怎么用")
    story.keep("unknown text", story.newest(county.liaison))


async def _days(story: Story) -> None:
    """Reminders, the digest, what is late; one duty reported; the result of the hearing."""
    rig, county, hands = story.rig, story.county, story.hands
    await rig.to("2026-12-02 09:30")
    await hands.say(county.liaison, "/duties")
    await _reported(story)
    await rig.to("2026-12-08 09:30")
    story.keep("digest", next(m for m in reversed(rig.bot.chat(county.coordinator)) if _at(m, "今日要情", "Today")))
    story.keep("escalation", story.having(county.principal, "dt.urge") or story.having(county.coordinator, "dt.urge"))
    story.keep("reminders", next((m for m in reversed(rig.bot.chat(county.liaison)) if _at(m, *REMINDERS)), None))
    await rig.to("2026-12-10 10:00")
    story.keep("result asked", story.having(county.liaison, "rs.in"))


REMINDERS = ("提醒", "逾期", "到期", "eminder", "verdue", "eadline")


def _at(shown: Shown, *words: str) -> bool:
    """Whether one of these stands in its first line."""
    return any(word in shown.text.partition("\n")[0] for word in words)


async def _reported(story: Story) -> None:
    who, hands = story.county.liaison, story.hands
    if not await hands.push(who, "dt.done", ways=(("dt.open",), ("dt.more",), ("cs.open",))):
        raise AssertionError("no duty could be reported")
    story.keep("form of a report", story.having(who, "fm"))
    await hands.fill(who, "鲁应〔2026〕1号")
    await story.rig.to("2026-12-02 15:30")
    judging = story.having(story.county.coordinator, "dt.ok") or story.newest(story.county.coordinator)
    story.keep("to accept", judging)
