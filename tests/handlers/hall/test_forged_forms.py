"""Whatever callback data anybody sends: it is answered, nothing fails, and a form takes only what it offers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from bot.domain.hall.form_presses import NOT_OFFERED, Press, read
from bot.domain.hall.forms import Choice, Field, Form, State
from bot.store.tables import Draft, InboxRow, Paper
from tests.builders import County
from tests.matrix.cells import Cell, opened
from tests.rig import Rig

EARLIER = "该按钮属于之前的步骤，现显示当前进度。"
CHOICES = (Choice("a", "甲"), Choice("b:c", "乙"))
FORM = Form(
    "t",
    "T",
    (
        Field("one", "?", "One", choices=CHOICES),
        Field("many", "?", "Many", choices=CHOICES, many=True),
        Field("skipped", "?", "Skipped", optional=True),
        Field("files", "?", "Files", files=True),
        Field("hidden", "?", "Hidden", wanted=lambda values: values.get("one") == "a"),
        Field("quick", "?", "Quick", choices=CHOICES, quick=lambda values: True),
        Field("added", "?", "Added", choices=CHOICES, adds=True),
    ),
)
TABLE: tuple[tuple[str, str, Press | None], ...] = (
    ("one", "c:a", Press("c", "one", "a")),
    ("one", "c:b:c", Press("c", "one", "b:c")),
    ("one", "c:z", NOT_OFFERED),
    ("one", "t:a", None),
    ("one", "s", None),
    ("one", "d", None),
    ("one", "ok", None),
    ("one", "e:many", None),
    ("one", "q:quick:a", None),
    ("added", "t:a", Press("t", "added", "a")),
    ("added", "t:z", NOT_OFFERED),
    ("added", "c:a", None),
    ("added", "s", None),
    ("added", "d", Press("d", "added")),
    ("many", "t:a", Press("t", "many", "a")),
    ("many", "c:a", None),
    ("many", "d", Press("d", "many")),
    ("many", "d:a", None),
    ("skipped", "s", Press("s", "skipped")),
    ("files", "d", Press("d", "files")),
    ("files", "s", None),
    ("one", "p:0", Press("p", "one", page=0)),
    ("one", "p:1", None),
    ("one", "p:²", None),
    ("", "e:one", Press("e", "one")),
    ("", "e:hidden", None),
    ("", "e:nothing", None),
    ("", "q:quick:a", Press("q", "quick", "a")),
    ("", "q:quick:z", NOT_OFFERED),
    ("", "q:one:a", None),
    ("", "ok", Press("ok")),
    ("", "ok:1", None),
    ("", "c:a", None),
    ("", "x", Press("x")),
    ("one", "x:1", None),
    ("one", "", None),
)


@pytest.mark.parametrize(("asking", "data", "meant"), TABLE)
def test_a_press_is_held_against_the_field_that_is_asked_for(asking: str, data: str, meant: Press | None) -> None:
    assert read(data.split(":") if data else (), FORM, State({}, asking, 1), lambda field: field.choices) == meant


@pytest.mark.slow
@given(st.sampled_from([f.name for f in FORM.fields] + [""]), st.lists(st.text(max_size=6), max_size=4))
def test_no_press_is_read_as_one_that_the_form_does_not_show(asking: str, args: list[str]) -> None:
    found = read(args, FORM, State({}, asking, 1), lambda field: field.choices)
    if found is not None and found.kind in ("c", "t", "q"):
        field = FORM.field(found.name)
        assert field is not None
        assert found.value in {one.value for one in field.choices}
        assert (field.many or field.adds) is (found.kind == "t")


# -- through the whole bot ---------------------------------------------------------------------------------------


@pytest.mark.slow
async def test_a_single_choice_on_a_field_of_many_is_answered_and_parks_nothing(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, "/paper")
    [shown] = await rig.say(county.liaison, "（2026）鲁0831行初12号")
    ticks = [data for row in shown.buttons for _, data in row if ":t:" in data]
    [draft] = await rig.database.read(lambda s: s.exec(select(Draft)).all())
    await rig.press_data(county.liaison, ticks[0].replace(":t:", ":c:"), shown)
    assert rig.toast() == EARLIER
    await rig.press_data(county.liaison, ticks[0].replace(":t:", ":c:").replace(":t:", ":c:"), shown)
    [after] = await rig.database.read(lambda s: s.exec(select(Draft)).all())
    assert (after.asking, after.data) == (draft.asking, draft.data)
    assert not await rig.database.read(lambda s: s.exec(select(Paper)).all())
    states = await rig.database.read(lambda s: {row.state.value for row in s.exec(select(InboxRow)).all()})
    assert states == {"done"}


Step = Callable[[Session, Cell], str]
KINDS = st.sampled_from(["c", "t", "s", "d", "p", "e", "q", "ok", "x", "", "zz", "0"])
WORDS = st.one_of(
    st.sampled_from(
        ["notice_of_response", "summons", "3", "1", "yes", "no", "mail", "agency", "papers", "number", "served_on", "0"]
    ),
    st.text(st.characters(exclude_characters=":"), max_size=12),
    st.integers(-(2**70), 2**70).map(str),
)


def _shown(nth: int) -> Step:
    """A button of the form as it is shown."""

    def step(session: Session, before: Cell) -> str:
        own = sorted(data for data in before.buttons if data.startswith("fm:"))
        return own[nth % len(own)] if own else "fm:0:p:0"

    return step


def _forged(kind: str, rest: list[str]) -> Step:
    """Any data, with the serial that is right at this moment."""

    def step(session: Session, before: Cell) -> str:
        draft = session.exec(select(Draft)).first()
        return ":".join(["fm", str(draft.serial if draft else 0), kind, *rest])

    return step


STEPS = st.lists(
    st.one_of(st.integers(0, 40).map(_shown), st.builds(_forged, KINDS, st.lists(WORDS, max_size=3))),
    min_size=1,
    max_size=8,
)
BEGINNINGS = ("/paper", "/hearing", "/event 培训", "/invite", "/find", "/calendar")
QUICKLY = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.mark.slow
@pytest.mark.parametrize("beginning", BEGINNINGS)
async def test_no_press_of_a_form_fails_whatever_it_says(
    rig: Rig, county: County, tmp_path: Path, beginning: str
) -> None:
    await rig.say(county.coordinator, beginning)
    if "导入年度" in "".join(rig.last(county.coordinator).labels):
        await rig.press(county.coordinator, "导入年度")
    with opened(rig, f"sqlite:///{tmp_path / 'rig.db'}") as cells:

        @QUICKLY
        @given(STEPS)
        def pressed(steps: list[Step]) -> None:
            for cell in cells.several(county.coordinator, steps):
                assert cell.toast or cell.texts

        pressed()


@pytest.mark.slow
async def test_no_button_fails_whatever_it_says(rig: Rig, county: County, tmp_path: Path) -> None:
    """Any verb, any arguments, by people of several roles: something is said, nothing raises."""
    await rig.say(county.liaison, "（2026）鲁0831行初12号 应诉通知书 今天收到")
    await rig.press(county.liaison, "登记")
    await rig.say(county.liaison, "/hearing （2026）鲁0831行初12号 4月15日上午9:30 第二审判庭")
    await rig.press(county.liaison, "确认")
    who = st.sampled_from([county.liaison, county.coordinator, county.admin, county.observer, county.principal])
    with opened(rig, f"sqlite:///{tmp_path / 'rig.db'}") as cells:

        @settings(QUICKLY, max_examples=1500)
        @given(who, st.sampled_from(sorted(rig.router.presses)), st.lists(st.one_of(st.just("1"), WORDS), max_size=5))
        def pressed(user: int, verb: str, args: list[str]) -> None:
            cell = cells.press(user, ":".join([verb, *args]))
            assert cell.toast or cell.texts, verb

        pressed()
