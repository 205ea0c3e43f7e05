"""Numbers that no row can have, in buttons, commands and links: on PostgreSQL too they end in a sentence."""

from __future__ import annotations

from pathlib import Path

from tests.builders import county
from tests.rig import open_rig

HUGE = "99999999999999999"


async def test_numbers_beyond_all_rows_end_in_a_sentence(tmp_path: Path, postgres: str) -> None:
    failed: list[str] = []
    async with open_rig(tmp_path, database=postgres) as rig:
        here = await county(rig)
        for who in (here.admin, here.coordinator, here.liaison):
            [shown, *_] = await rig.say(who, "/menu")
            for verb in rig.router.presses:
                for args in ((HUGE,) * 3, ("1", "9999999999", "9999999999")):
                    data = ":".join((verb, *args))[:64]
                    try:
                        await rig.press_data(who, data, shown)
                    except Exception as error:
                        failed.append(f"{data}: {type(error).__name__} {str(error)[:60]}")
            for name in rig.router.commands:
                for argument in (HUGE, f"1 {HUGE}"):
                    try:
                        await rig.say(who, f"/{name} {argument}")
                    except Exception as error:
                        failed.append(f"/{name} {argument}: {type(error).__name__} {str(error)[:60]}")
    assert not failed, "\n".join(failed)
