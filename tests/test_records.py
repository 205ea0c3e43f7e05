"""Every act can be read as a sentence, every topic is said by somebody, every subject is found again by its text."""

from __future__ import annotations

import itertools
import re
from dataclasses import MISSING, fields
from datetime import UTC, date, datetime
from typing import Any, get_args, get_type_hints

import pytest
from sqlmodel import select

import handlers
from bot.domain.cases.cases import Entry
from bot.domain.duties.acts import DUTY_STARTED
from bot.domain.duties.topics import ESCALATE, OVERDUE, Overdue
from bot.domain.events.topics import INVITE, OfGuest
from bot.domain.hall.acts import ALONE, Act, Field, Shape, listed
from bot.domain.hall.subjects import About, Subject
from bot.domain.hall.topics import AnyTopic, to_args
from bot.domain.operations.topics import Outage
from bot.domain.records import ACTS, TOPICS
from bot.services.cases import history as history_service
from bot.services.hall.desk import Desk
from bot.store.tables import AuditEntry
from bot.telegram.router import Router
from bot.texts import LANGUAGES, translator
from bot.views.cases import history
from bot.views.post.topics import subject_words, topic_words
from tests.builders import county
from tests.rig import Rig

AT = datetime(2026, 12, 1, 2, tzinfo=UTC)
RAW = re.compile(r"[a-z]+_[a-z_]+|\b(None|none|True|False|null)\b|\d{4}-\d{2}-\d{2}|[{}]")
"""What a reader must never see: names of values, Python's words, dates and places of a programme."""
CHINESE = re.compile(r"[A-Za-z]{2,}")
"""What a Chinese sentence must not hold, once the names that we put in are out of it."""
NAMED = "王芳"


def values_of(field: Field) -> list[Any]:
    """Every kind of value that the field may have: all its terms, else one that is typical."""
    if field.terms:
        return list(field.terms)
    typical = {
        Shape.DAY: "2026-12-15", Shape.MOMENT: "2026-12-15T09:30:00+08:00", Shape.NUMBER: "3",
        Shape.HIDDEN: "none", Shape.NAME: NAMED,
    }  # fmt: skip
    return [typical.get(field.shape, NAMED)]


def entries_of(act: Act) -> list[Entry]:
    """The act with no values, and with each value of each field, alone and in place of another."""
    found = [Entry(AT, act.name, NAMED)]
    for field in act.fields.values():
        values = [str(value) for value in values_of(field)]
        found += [Entry(AT, act.name, NAMED, new=((field.name, value),)) for value in values]
        found += [Entry(AT, act.name, NAMED, old=((field.name, value),)) for value in values]
        pairs = itertools.pairwise(values)
        found += [Entry(AT, act.name, NAMED, old=((field.name, a),), new=((field.name, b),)) for a, b in pairs]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("act", ACTS.values(), ids=str)
def test_every_act_is_a_sentence_in_both_languages(act: Act, language: str) -> None:
    tr = translator(language)
    for one in entries_of(act):
        said = str(history.entry(one, tr))
        assert str(tr(act.words)) in said
        assert RAW.search(said) is None, said
        if tr.chinese:
            assert CHINESE.search(said) is None, said


def test_the_walk_sees_what_is_raw() -> None:
    for said in ("none → sealed", "leader_named", "closed: True", "2026-12-15", "by {name}"):
        assert RAW.search(said), said
    assert CHINESE.search("王芳 opened the case")


def test_values_that_are_not_hidden_are_shown() -> None:
    tr = translator("en")
    for act in ACTS.values():
        for field in act.fields.values():
            for value in map(str, values_of(field)):
                one = Entry(AT, act.name, NAMED, new=((field.name, value),))
                plain = str(history.entry(Entry(AT, act.name, NAMED), tr))
                assert (str(history.entry(one, tr)) == plain) is (field.shape is Shape.HIDDEN), (act, field.name)


def test_labels_and_terms_have_one_place_for_the_value() -> None:
    for act in ACTS.values():
        for field in act.fields.values():
            assert field.label.count(ALONE) == 1, (act, field.name)


def test_a_number_stands_behind_its_words_so_that_one_reads_as_well_as_several() -> None:
    labels = [field.label for act in ACTS.values() for field in act.fields.values() if field.shape is Shape.NUMBER]
    assert [label for label in labels if not label.endswith(f": {ALONE}")] == []


def test_what_a_person_wrote_is_escaped_once() -> None:
    one = Entry(AT, "duty_done", NAMED, new=(("note", "A & B <c>"), ("number", "7")))
    assert "A &amp; B &lt;c&gt;" in history.entry(one, translator("zh_CN"))


def test_an_act_that_only_a_later_version_knows_is_told_without_its_values() -> None:
    one = Entry(AT, "case_put_on_the_moon", NAMED, new=(("how_far", "none"),))
    assert "put_on" not in history.entry(one, translator("en"))
    assert "changed something" in history.entry(one, translator("en"))


def test_what_an_act_does_not_declare_is_not_written_down() -> None:
    with pytest.raises(ValueError, match="weather"):
        DUTY_STARTED.check({"rule": 1}, {"weather": 1})
    with pytest.raises(ValueError, match="twice"):
        listed(DUTY_STARTED, DUTY_STARTED)


@pytest.mark.slow
async def test_ids_are_told_by_name(rig: Rig) -> None:
    here = await county(rig)

    def write(desk: Desk) -> str:
        desk.audit(ACTS["case_taken_over"], About.CASE(1), old={"agency": here.resources})
        row = desk.session.exec(select(AuditEntry)).one()
        return str(history.entry(history_service.entry(desk, row), translator("zh_CN")))

    assert "县自然资源局" in await rig.work(write)


@pytest.mark.slow
async def test_what_was_taken_away_is_not_told_as_if_it_were_there(rig: Rig) -> None:
    here = await county(rig)

    def write(desk: Desk) -> str:
        old = {"lead_id": here.justice, "short_name": "资源局", "rulebook": None}
        desk.audit(ACTS["agency_changed"], About.AGENCY(here.resources), old=old, new={**old, "lead_id": None})
        row = desk.session.exec(select(AuditEntry)).one()
        return str(history.entry(history_service.entry(desk, row), translator("zh_CN")))

    said = await rig.work(write)
    assert said.endswith("牵头机关县司法局 → —")


# -- subjects ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", About, ids=lambda kind: kind.name)
def test_a_subject_is_found_again_by_its_text(kind: About) -> None:
    ids = tuple(range(7, 7 + kind.pattern.count("{}")))
    subject = kind(*ids)
    assert Subject.read(str(subject)) == subject
    for language in LANGUAGES:
        words = subject_words(str(subject), translator(language))
        assert words
        assert "{" not in words


def test_stored_texts_are_those_of_earlier_versions() -> None:
    assert str(About.HEARING(12)) == "hearing:12"
    assert str(About.EVENT_AGENCY(3, 4)) == "event:3@4"
    assert str(About.EVENT_CODE(3)) == "event:3:code"
    assert str(About.OVERDUE(5, date(2026, 12, 1))) == "overdue:5:2026-12-01"
    assert str(About.CIRCULAR_STEPS(2)) == "circular.steps:2"
    assert str(About.PENDING("drafted")) == "pending:drafted"
    assert Subject.read("weather:1") is None
    assert Subject.read("") is None
    assert About.PENDING("drafted").number == 0


# -- topics --------------------------------------------------------------------------------------------------------


def test_each_topic_is_said_by_somebody_and_nobody_says_another() -> None:
    router = Router()
    handlers.register(router)
    assert set(router.topics) == {topic.name for topic in TOPICS.values() if topic.rendered}
    assert all(TOPICS[name] is topic for name, (topic, _) in router.topics.items())


def test_each_topic_has_words_in_both_languages() -> None:
    chinese, english = translator("zh_CN"), translator("en")
    for topic in TOPICS.values():
        assert CHINESE.search(topic_words(topic.name, chinese)) is None, topic
        assert RAW.search(topic_words(topic.name, english)) is None, topic
    assert topic_words("weather.tomorrow", english) == "A message"


def sample(topic: AnyTopic) -> Any:
    """A payload with a value in every field."""
    values: dict[str, Any] = {}
    for name, hint in get_type_hints(topic.payload).items():
        kinds = get_args(hint) or (hint,)
        for kind, value in ((datetime, AT), (date, AT.date()), (bool, True), (int, 7), (str, "x")):
            if kind in kinds:
                values[name] = value
                break
        else:
            values[name] = [] if hint is not list[int] else [7]
    return topic.payload(**values)


@pytest.mark.parametrize("topic", TOPICS.values(), ids=str)
def test_a_payload_survives_the_database(topic: AnyTopic) -> None:
    whole = sample(topic)
    assert topic.read(to_args(whole)) == whole


@pytest.mark.parametrize("topic", TOPICS.values(), ids=str)
def test_rows_of_older_versions_can_be_read(topic: AnyTopic) -> None:
    """Without what came later, with None where nothing was known, and with keys that nothing reads any more."""
    whole = to_args(sample(topic))
    needed = {one.name for one in fields(topic.payload) if one.default is MISSING and one.default_factory is MISSING}
    least = {key: value for key, value in whole.items() if {key, f"{key}_"} & needed}
    assert topic.read({**least, "gone": 1}) is not None
    for key in whole.keys() - least.keys():
        assert topic.read({**least, key: None}) is not None


def test_args_are_called_as_they_always_were() -> None:
    assert to_args(Outage(AT, AT)) == {"from": AT.isoformat(), "to": AT.isoformat()}
    assert to_args(OfGuest(3, 0)) == {"guest": 3, "sequence": 0}
    read = ESCALATE.read({"duty": 7, "if": "unacknowledged", "to": "coordinator", "red": False, "at": AT.isoformat()})
    assert (read.if_, read.at) == ("unacknowledged", AT)
    assert OVERDUE.read({"agency": 5, "on": "2026-12-01"}) == Overdue(5, date(2026, 12, 1))
    with pytest.raises(TypeError):
        INVITE.read({})
