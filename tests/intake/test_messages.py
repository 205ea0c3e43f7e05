"""Every message and file of the corpus becomes what it must, in its world, through the whole bot."""

from __future__ import annotations

import pytest

from tests.builders import County
from tests.intake.corpus import Group, groups
from tests.intake.walk import SILENT, Walk
from tests.rig import Rig

GROUPS = groups()


@pytest.mark.slow
@pytest.mark.begins("2026-04-02 09:00")
@pytest.mark.parametrize("group", GROUPS, ids=[one.name for one in GROUPS])
async def test_each_becomes_what_it_must(rig: Rig, county: County, group: Group) -> None:
    walk = await Walk.into(group.world, rig, county)
    otherwise = {one.text[:300]: await walk.send(one) for one in group.messages}
    wrong = [
        f"{text!r}\n  {one.what}: {one.wrong}\n  {one.said}"
        for text, one in otherwise.items()
        if one.wrong or one.what == SILENT
    ]
    assert not wrong, "\n".join(wrong)


def test_the_corpus_is_large_and_nothing_stands_in_it_twice() -> None:
    texts = [one.text for group in GROUPS for one in group.messages]
    files = [one for group in GROUPS for one in group.messages if one.name]
    assert len(texts) == len(set(texts))
    assert len(texts) - len(files) >= 200
    assert len(files) >= 40
