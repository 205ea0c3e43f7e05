"""Where values come from: each name that a kind may write has its function, and no function is without a name."""

from __future__ import annotations

import pytest

from bot.domain.documents.sources import SOURCES
from bot.services.documents import drafting, filling
from bot.services.documents.sources import REGISTRY, WORDS
from bot.services.hall.desk import Desk
from tests.builders import County, person
from tests.rig import Rig


def test_each_source_that_may_be_written_is_found_and_no_other() -> None:
    assert set(REGISTRY) == SOURCES


def test_words_are_those_of_sources() -> None:
    assert set(WORDS) <= SOURCES


@pytest.mark.parametrize(
    ("contact", "phone"),
    [(None, "13900001201"), ("王芳", "13900001201"), ("李娜", "13900001202"), ("外聘人员", None)],
)
async def test_a_number_is_that_of_whom_the_paper_names(
    rig: Rig, county: County, contact: str | None, phone: str | None
) -> None:
    def draft(desk: Desk) -> str | None:
        values = {"contact": contact} if contact else {}
        row = drafting.prepare(desk, "model_form", agency_id=county.resources, values=values)
        found: str | None = filling.filled(desk, row).values["phone"].raw
        return found

    assert await rig.work(draft, actor=await person(rig, county.liaison)) == phone
