"""What people may write into a paper: tags, control characters, letters that run backwards, pictures, very much."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.documents.documents import DocumentState
from bot.services.documents import drafting, steps
from bot.services.hall.desk import Desk
from tests.builders import county
from tests.handlers.documents.letter_steps import by
from tests.handlers.documents.report_steps import document, editions, owed, paper
from tests.handlers.documents.test_reports import in_effect
from tests.rig import open_rig

HOSTILE = "{{ 7 * 7 }}{% for x in y %}{# 注 #}<w:p/>&amp;\x07\x00\u202e反\u200f向🙂"
KEPT = ("{{ 7 * 7 }}", "{% for x in y %}", "{# 注 #}", "<w:p/>&amp;", "🙂")
LONG = "长" * 1900 + HOSTILE


@pytest.mark.slow
async def test_what_people_write_stays_text_in_every_field_of_a_paper(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-04-01 10:00") as rig:
        here = await county(rig)
        await in_effect(rig, here.liaison, here.deputy)
        duty, digest = await owed(rig, "SS20"), rig.house.files.put(b"pdf")

        def write(desk: Desk) -> None:
            one = drafting.begin_for(desk, duty.id or 0)
            said = {
                "plaintiff": HOSTILE,
                "cause": HOSTILE,
                "facts": LONG,
                "cause_classes": ["procedure"],
                "causes": HOSTILE,
                "problems": HOSTILE,
                "office": HOSTILE,
                "rectification": [{"what": HOSTILE, "who": HOSTILE, "until": "5月20日"}],
                "judgment_copy": [{"hash": digest, "name": HOSTILE + ".pdf", "mime": "application/pdf", "size": 1}],
            }
            filled = drafting.set_values(desk, one.id or 0, one.version, said)
            steps.submit(desk, filled.id or 0, filled.version)

        await by(rig, here.liaison, write)
        await rig.to("2026-04-01 10:10")
        said = await paper(rig, "loss_report")
        for piece in KEPT:
            assert said.count(piece) >= 8, piece
        assert not {"\x07", "\x00", "\u202e"} & set(said)
        assert "长" * 1900 in said
        assert (await editions(rig, "loss_report"))[-1].hash
        assert (await document(rig, "loss_report")).state is not DocumentState.DRAFT
