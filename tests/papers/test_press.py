"""The process that fills templates: kept while there is work, ended with it, never a danger to the bot."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.papers.faults import Unprintable
from bot.papers.press import Press
from bot.papers.printshop import Printshop
from bot.papers.shelf import SHIPPED, Shelf
from tests.templates.layout import paper as laid
from tests.templates.layout import para
from tests.templates.package import packed

SHOWS = packed(laid(para("{{ said }}")))
HERE = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}


@pytest.fixture
def press() -> Iterator[Press]:
    made = Press()
    yield made
    made.rest()


def _child(press: Press) -> int:
    assert press._process is not None
    return press._process.pid


async def test_one_process_fills_one_paper_after_another(press: Press) -> None:
    first = await press.fill(SHOWS, {"said": "甲"})
    child = _child(press)
    assert await press.fill(SHOWS, {"said": "甲"}) == first
    assert await press.fill(SHOWS, {"said": "lone \ud800 {{ x }}"}) != first
    assert _child(press) == child
    press.rest()
    assert not _lives(child)
    assert await press.fill(SHOWS, {"said": "甲"}) == first
    assert _child(press) != child


async def test_what_is_wrong_is_said_and_the_next_paper_is_filled(press: Press) -> None:
    with pytest.raises(Unprintable, match="there is no said"):
        await press.fill(SHOWS, {})
    child = _child(press)
    await press.fill(SHOWS, {"said": "甲"})
    assert _child(press) == child


async def test_several_at_once_come_out_as_they_were_asked_for(press: Press) -> None:
    alone = [await press.fill(SHOWS, {"said": str(number)}) for number in range(5)]
    together = await asyncio.gather(*(press.fill(SHOWS, {"said": str(number)}) for number in range(5)))
    assert together == alone


@pytest.mark.slow
async def test_a_template_that_never_ends_is_ended(press: Press) -> None:
    endless = packed(laid(para("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}")))
    press.seconds = 1.5
    with pytest.raises(Unprintable, match="too long"):
        await press.fill(endless, {})
    press.seconds = 60
    await press.fill(SHOWS, {"said": "甲"})


async def test_a_template_that_grows_is_stopped(press: Press) -> None:
    with pytest.raises(Unprintable, match=r"too much memory|ended the process"):
        await press.fill(packed(laid(para("{{ 'x' * 10 ** 9 }}{{ said }}"))), {"said": "甲"})
    await press.fill(SHOWS, {"said": "甲"})


async def test_when_the_process_is_killed_another_takes_over(press: Press) -> None:
    await press.fill(SHOWS, {"said": "甲"})
    os.kill(_child(press), signal.SIGKILL)
    assert press._process is not None
    press._process.wait()
    await press.fill(SHOWS, {"said": "甲"})
    assert _lives(_child(press))


async def test_whoever_stops_waiting_leaves_nothing_behind(press: Press) -> None:
    endless = packed(laid(para("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}")))
    await press.fill(SHOWS, {"said": "甲"})
    child = _child(press)
    asking = asyncio.ensure_future(press.fill(endless, {}))
    await asyncio.sleep(0.2)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    await press.fill(SHOWS, {"said": "甲"})
    assert not _lives(child)


@pytest.mark.slow
def test_the_process_ends_when_the_bot_is_killed() -> None:
    """Nothing more comes to be read then."""
    begun = (
        "import asyncio, sys; from bot.papers.press import Press; from tests.papers.test_press import SHOWS\n"
        "press = Press(); asyncio.run(press.fill(SHOWS, {'said': 'x'}))\n"
        "print(press._process.pid, flush=True); sys.stdin.read()"
    )
    bot = subprocess.Popen([sys.executable, "-c", begun], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=HERE)
    assert bot.stdout is not None
    assert bot.stdin is not None
    child = int(bot.stdout.readline())
    end = os.pidfd_open(child)
    bot.kill()
    bot.wait()
    with os.fdopen(end) as fd:
        assert _ended(fd.fileno(), 30)
    bot.stdin.close()
    bot.stdout.close()


@pytest.mark.slow
def test_nothing_of_it_is_imported_when_the_bot_starts() -> None:
    """Not even when a paper was filled."""
    said = (
        "import asyncio, sys, bot.running, bot.operations; from bot.papers.printshop import Printshop\n"
        "shop, said = Printshop(), []\n"
        "try: asyncio.run(shop.paper('defence', {}))\n"
        "except Exception as error: said.append(str(error))\n"
        "shop.rest(); assert 'there is no' in said[0], said\n"
        "print([name for name in ('docxtpl', 'docx', 'jinja2', 'lxml') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True, env=HERE)
    assert done.stdout.strip() == "[]"


async def test_an_operators_template_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    shop = Printshop(Shelf(tmp_path))
    assert shop.shelf.read("defence") == (SHIPPED / "defence.docx").read_bytes()
    (tmp_path / "defence.docx").write_bytes(packed(laid(para("本县的样式：{{ said }}"))))
    try:
        mine = await shop.paper("defence", {"said": "甲"})
        assert mine == await shop.press.fill(packed(laid(para("本县的样式：{{ said }}"))), {"said": "甲"})
        (tmp_path / "defence.docx").write_bytes(SHOWS)
        assert await shop.paper("defence", {"said": "甲"}) != mine, "a changed file counts at once"
        with pytest.raises(Unprintable, match="no template"):
            await shop.paper("../defence", {})
    finally:
        shop.rest()


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _ended(pidfd: int, seconds: float) -> bool:
    import select

    return bool(select.select([pidfd], [], [], seconds)[0])
