"""Every field of every kind filled with as much as it holds of what no paper is made of: read or refused in words,
shown within a message, printed as text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.domain.documents import asking, values
from bot.domain.documents.documents import Act
from bot.domain.documents.kinds import FieldType, Kind, KindField
from bot.domain.documents.showing import Shown, clean
from bot.domain.hall.files import safe_name
from bot.domain.hall.forms import Situation
from bot.domain.hall.message import Message
from bot.domain.hall.problems import Problem
from bot.law.forms.shelf import load_kinds
from bot.papers.checking import PAPER
from bot.papers.filling import fill
from bot.services.documents import cards, drafting, filling
from bot.services.documents.filling import Filled
from bot.services.hall.desk import Desk
from bot.store.tables import Document
from bot.telegram.post import CAPTION
from bot.telegram.splitting import length
from bot.texts import Translator, translator
from bot.views.documents import cards as views
from bot.views.documents import news, prints
from tests.builders import County, county
from tests.handlers.hearings.steps import entered
from tests.houses import ZONE
from tests.rig import open_rig
from tests.templates import FOLDER
from tests.templates.reading import text_of
from tests.templates.test_court_papers import UNPRINTED

KINDS = load_kinds()
HOSTILE = "{{ 7*7 }}{% for x in y %}{# 注 #}<w:p/>&amp;\x07\x00\u202e反\u200f向🙂\ud800"
MESSAGE = 4096
"""Characters of a message after entity parsing (core.telegram.org/bots/api#sendmessage)."""
WRITTEN = (FieldType.TEXT, FieldType.LINES, FieldType.PERSON, FieldType.ROWS)
FILE = {"hash": "0" * 64, "name": safe_name(f"{HOSTILE}.pdf"), "mime": "application/pdf", "size": 1}
LANGUAGES = [translator("zh_CN", ZONE), translator("en", ZONE)]


def longest(most: int) -> str:
    """As many characters as a field takes, the hostile ones at the end."""
    return "长" * (most - len(clean(HOSTILE))) + HOSTILE if most > len(clean(HOSTILE)) else HOSTILE[:most]


def value(field: KindField) -> Any:
    match field.type:
        case FieldType.TEXT | FieldType.LINES:
            return longest(field.most)
        case FieldType.PERSON:
            return {"name": HOSTILE, "post": HOSTILE, "phone": HOSTILE}
        case FieldType.ROWS:
            return [{one.name: longest(field.most) for one in field.columns}] * 3
        case FieldType.CHOICE:
            return field.choices[-1].id
        case FieldType.CHOICES:
            return [one.id for one in field.choices]
        case FieldType.FILES:
            return [FILE] * 3
        case FieldType.DAY:
            return "2026-04-01"
        case FieldType.MOMENT:
            return "2026-04-01T09:00:00+08:00"
        case FieldType.NUMBER:
            return 1
        case FieldType.YES_NO:
            return True


def written(desk: Desk, here: County, kind: Kind, case_id: int) -> Document:
    """The draft of a kind in which everything stands."""
    case = case_id if kind.about in ("case", "hearing", "paper") else None
    given = {one.name: value(one) for one in kind.fields if not one.is_figure}
    return drafting.prepare(desk, kind.id, agency_id=here.resources, case_id=case, values=given)


SITUATION = Situation(datetime(2026, 4, 2, 1, tzinfo=UTC), ZONE)


def shows(desk: Desk, row: Document, kind: Kind, tr: Translator) -> Iterator[Message]:
    """Everything that is said of it in chat."""
    one = cards.of(desk, row.id or 0)
    yield views.card(one, tr)
    yield views.more(one, tr)
    yield views.picker(one, 0, tr)
    yield views.record(one, 0, tr)
    yield views.editions(one, tr)
    yield news.turn(one, clean(HOSTILE), tr)
    yield news.returned(one, clean(HOSTILE), clean(longest(400)), tr)
    yield news.told(one, Act.SUBMIT, clean(HOSTILE), tr)
    yield prints.draft(kind, row.id or 0, f"{kind.zh}.docx", b"docx", b"png", tr)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(KINDS))
async def test_a_paper_full_of_what_people_may_write_is_shown_and_printed(tmp_path: Path, name: str) -> None:
    kind = KINDS[name]
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        case_id = (await entered(rig, here)).case_id

        def work(desk: Desk) -> tuple[Filled, list[Message]]:
            row = written(desk, here, kind, case_id)
            return filling.filled(desk, row), [one for tr in LANGUAGES for one in shows(desk, row, kind, tr)]

        filled, messages = await rig.work(work)
    for one in messages:
        assert length(one.text) < (MESSAGE if one.attachment is None else CAPTION), one.text[:80]
        str(one.text).encode()
    said = printed(kind, filled)
    for field in (one for one in kind.fields if one.type in WRITTEN and one.name in filled.values):
        if field.inner or field.name in UNPRINTED.get(name, ()):
            continue
        for line in lines(filled.values[field.name].shown):
            assert line in said, field.name
    assert not {"\x07", "\x00", "\u202e", "\u200f"} & set(said)


def printed(kind: Kind, filled: Filled) -> str:
    template = (FOLDER / f"{kind.template or kind.id}.docx").read_bytes()
    context = {name: shown for name, shown in filled.context.items() if name != "doc"}
    about = dict.fromkeys((*PAPER, "period"), "")
    return text_of(fill(template, context | {"paper": {**about, "title": kind.zh}}))


def lines(shown: Shown) -> list[str]:
    """What must stand in the paper to the letter."""
    if isinstance(shown, str):
        return shown.split("\n")
    return [cell for row in shown for cell in row.values() if cell]


@pytest.mark.parametrize("name", sorted(KINDS))
def test_what_is_too_long_is_said_with_the_most_that_fits(name: str) -> None:
    """4,000 characters are taken by a field that holds them, and refused by any other with its limit in words."""
    form = asking.form_of(KINDS[name])
    for field, one in zip(KINDS[name].fields, form.fields, strict=True):
        if one.read is None or field.type not in WRITTEN:
            continue
        found = one.read("长" * 4000, SITUATION)
        if field.most >= 4000:
            assert not isinstance(found, Problem), field.name
            continue
        assert isinstance(found, Problem), field.name
        for tr in LANGUAGES:
            words = tr(found.msgid, **found.params)
            assert str(field.most) in words
            assert length(words) < MESSAGE


@pytest.mark.parametrize("name", sorted(KINDS))
def test_what_is_typed_into_a_field_loses_what_no_paper_holds(name: str) -> None:
    for field, one in zip(KINDS[name].fields, asking.form_of(KINDS[name]).fields, strict=True):
        if one.read is None or field.type not in (FieldType.TEXT, FieldType.LINES):
            continue
        found = one.read(HOSTILE, SITUATION)
        if field.most < len(clean(HOSTILE)):
            assert isinstance(found, Problem)
            continue
        assert isinstance(found, str), field.name
        assert "{{ 7*7 }}{% for x in y %}" in found
        assert values.taken(field, found) == found, "what the form takes, the draft takes"
