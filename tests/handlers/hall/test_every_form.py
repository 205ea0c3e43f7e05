"""Every form of the product: few buttons at once, every field within reach, and a way out of whatever is wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import handlers
from bot.domain.hall.form_pages import MOST, ROOM, lay
from bot.domain.hall.form_presses import NOT_OFFERED, read
from bot.domain.hall.forms import PRESUMED, Choice, Field, Form, Situation, State
from bot.domain.hall.message import Message, Tap
from bot.domain.hall.problems import Problem
from bot.telegram.bound import Bound
from bot.telegram.router import Router
from bot.texts import LANGUAGES, translator
from bot.views.hall import forms as views
from bot.views.hall.shelves import width
from tests.houses import LAW, ZONE

PICKER = 12
ANEW = {("hearing.list", "rows")}
"""A list that is pasted again begins its form anew."""
WIDE = {1: 1000, 2: 16, 3: 8}
"""By buttons of a row: how wide each may be, in Latin letters."""
NOW = datetime(2026, 12, 1, 2, tzinfo=UTC)
Values = dict[str, Any]
SOME = settings(max_examples=12)


def _every_form() -> dict[str, Bound]:
    router = Router(kinds=LAW.kinds)
    handlers.register(router)
    return router.forms


BOUND = _every_form()
FORMS = {name: bound.form for name, bound in BOUND.items()}
CHECKED = {name for name, form in FORMS.items() if form.check is not Form("", "", ()).check}
"""Forms that look at all their values together."""


class _Asked(dict[str, Any]):
    """Values that remember which were asked for: flags that are no field are found so."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        self.names.add(key)
        return super().get(key, default)


def _flags(form: Form) -> set[str]:
    asked = _Asked()
    for field in form.fields:
        field.wanted(asked)
        field.quick(asked)
    return asked.names - {field.name for field in form.fields}


def _value(field: Field) -> st.SearchStrategy[Any]:
    """Something that the field could hold; what is shown in words of its own is left empty: none are needed here."""
    offered = [choice.value for choice in field.choices] or [str(n) for n in range(30)]
    if field.many:
        return st.lists(st.sampled_from(offered), unique=True)
    if field.show is not None or field.files:
        return st.none()
    return st.sampled_from([None, *offered])


def _filled(form: Form) -> st.SearchStrategy[Values]:
    flags = {name: st.sampled_from([None, True, "1", "two"]) for name in sorted(_flags(form) - {PRESUMED})}
    presumed = st.lists(st.sampled_from([field.name for field in form.fields]), unique=True)
    return st.fixed_dictionaries({**{field.name: _value(field) for field in form.fields}, **flags, PRESUMED: presumed})


def _offered(most: int) -> Any:
    """The fixed choices of a field, or so many that data could give."""

    def offered(field: Field) -> Sequence[Choice]:
        return field.choices or [Choice(str(n), f"（2026）鲁0831行初{n}号", short=f"行初{n}号") for n in range(most)]

    return offered


def _fits(shown: Message, most: int) -> None:
    assert sum(len(row) for row in shown.buttons) <= most
    for row in shown.buttons:
        assert all(width(button.label) <= WIDE[len(row)] for button in row), row


def _presses(shown: Message) -> list[list[str]]:
    return [list(tap.args[1:]) for row in shown.buttons for tap in row if isinstance(tap, Tap) and tap.verb == "fm"]


def _previews(
    form: Form, state: State, offered: Any, language: str, problem: Problem | None = None, room: int = ROOM
) -> list[Message]:
    """The preview itself and every page behind it."""
    choices = {field.name: offered(field) for field in form.wanted(state.values)}
    layout = lay(form, state.values, offered, problem.fields if problem else (), room)
    tr = translator(language, ZONE)
    return [
        views.preview(form, state, choices, tr, layout=layout, page=page, problem=problem, confirms=not problem)
        for page in range(len(layout.pages) + 1)
    ]


@pytest.mark.parametrize("name", sorted(FORMS))
@SOME
@given(data=st.data())
def test_a_preview_has_few_buttons_and_every_field_within_reach(name: str, data: st.DataObject) -> None:
    form, language = FORMS[name], data.draw(st.sampled_from(LANGUAGES))
    state, offered = State(data.draw(_filled(form)), "", 7), _offered(data.draw(st.integers(0, 30)))
    room = data.draw(st.sampled_from([ROOM, ROOM - 1]))
    shown = _previews(form, state, offered, language, room=room)
    for page in shown:
        _fits(page, MOST - (ROOM - room if page is shown[0] else 0))
    presses = [press for page in shown for press in _presses(page)]
    read_so = [read(press, form, state, offered, room) for press in presses]
    assert all(press is not None and press is not NOT_OFFERED for press in read_so), presses
    wanted = form.wanted(state.values)
    assert {one.name for one in wanted if not one.rows} == {press[1] for press in presses if press[0] == "e"}
    struck = {(one.name, row.value) for one in wanted if one.rows for row in offered(one)}
    assert struck == {(press[1], press[2]) for press in presses if press[0] == "k"}
    assert ["ok"] in _presses(shown[0])
    assert ["x"] in _presses(shown[0])
    assert all(["p", "0"] in _presses(page) for page in shown[1:])


@pytest.mark.parametrize("name", sorted(FORMS))
@SOME
@given(data=st.data())
def test_a_question_has_few_buttons_and_a_way_out(name: str, data: st.DataObject) -> None:
    form, tr = FORMS[name], translator(data.draw(st.sampled_from(LANGUAGES)), ZONE)
    field = data.draw(st.sampled_from(form.fields))
    choices = field.choices or _offered(data.draw(st.integers(0, 30)))(field)
    state = State(data.draw(_filled(form)), field.name, 7)
    for page in range(max(1, -(-len(choices) // 8))):
        shown = views.question(form, field, state, choices, tr, page=page)
        _fits(shown, PICKER)
        assert ["x"] in _presses(shown)
        assert all(read(press, form, state, lambda _: choices) for press in _presses(shown))


@pytest.mark.parametrize("name", sorted(FORMS))
def test_a_field_can_be_answered_by_what_it_shows(name: str) -> None:
    bound = BOUND[name]
    for field in bound.form.fields:
        answers = field.read or field.choices or field.files or field.name in bound.choices
        assert answers or (name, field.name) in ANEW, (
            f"{name}.{field.name} takes neither words nor files and offers nothing"
        )


_MAY_BE_LEFT = re.compile(r"可不[填附选]|没有可|可以?跳过|没有请|go on without|if there is none|[Ss]kip|left out\.")
"""Words of a question by which it may be left unanswered."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(FORMS))
def test_a_question_names_no_button_that_it_has_not(name: str, language: str) -> None:
    """Whoever is told to press 跳过 or 完成, or that it may be left out, finds the button before anything is sent."""
    form, tr = FORMS[name], translator(language, ZONE)
    skip, done = str(tr("Skip")), str(tr("Done"))
    for field in form.fields:
        said = str(tr(field.prompt))
        shown = views.question(form, field, State({}, field.name, 7), field.choices, tr)
        labels = [button.label for row in shown.buttons for button in row]
        if _MAY_BE_LEFT.search(said):
            assert done in labels if done in said else skip in labels, (field.name, said, labels)
        assert not (skip in labels and done in said), (field.name, said)
        assert not (done in labels and skip.casefold() in said.casefold()), (field.name, said)


WRONG: dict[str, list[Values]] = {
    "absence": [{"who": "lawyer"}],
    "appealed": [{"by": "own"}],
    "court.unit": [{"heard": 2, "attended": 3}, {"heard": 3, "attended": 1, "principal": 2}],
    "duty_done": [{}, {"shows": "two"}, {"shows": "two", "letter": "3"}],
    "event": [
        {"time": "2026-11-01T09:00:00+08:00"},
        {"time": "2027-01-01T09:00:00+08:00", "reply_by": "2027-01-02T09:00:00+08:00"},
        {"reply_by": "2026-11-01T09:00:00+08:00"},
    ],
    "hearing.list": [
        {"rows": [{"problem": ["x", {}]}]},
        {"rows": [{"problem": None}], "taken": []},
    ],
    "hearing.move": [{"when": "2026-11-01T09:00:00+08:00"}],
    "invite": [{"role": "observer"}],
}
"""What the checks of forms find fault with."""


def test_every_check_is_tried() -> None:
    assert set(WRONG) == CHECKED


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "values"), [(name, one) for name, some in WRONG.items() for one in some])
def test_what_is_wrong_has_its_button_on_the_preview(name: str, values: Values, language: str) -> None:
    form = FORMS[name]
    problem = form.check(Situation(NOW, ZONE, values))
    assert problem is not None
    assert problem.fields
    plain = {field.name: None for field in form.fields if field.show is not None}
    front, *behind = _previews(form, State({**values, **plain}, "", 7), _offered(30), language, problem)
    _fits(front, MOST)
    presses = _presses(front)
    assert ["ok"] not in presses
    assert ["x"] in presses
    for each in problem.fields:
        field = form.field(each)
        assert field is not None
        assert ["e", each] in presses or (field.rows and any(press[0] in "kp" for press in presses)), each
    assert all(["p", "0"] in _presses(page) for page in behind)
