"""Papers printed as the bot prints them, beside python-docx that only puts texts in place of marks.

`python -m tests.benchmarks.bench_papers WHO COUNT`: each side in a process of its own, with the imports that it needs.
The paper is a written defence of three pages. The peer knows neither rows, nor conditions, nor a sandbox, nor what
people might type; it is the least that filling a Word file costs.
"""

from __future__ import annotations

import asyncio
import io
import json
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.services.hall.desk import Desk
from tests.benchmarks.table import Row
from tests.builders import County
from tests.templates.layout import form, heading, para, paras, row, row_when, sign, title, when
from tests.templates.layout import paper as laid
from tests.templates.package import packed

_LINE = "原告未经批准占用集体土地建设厂房，被告经立案、调查、告知、听证后依法作出行政处罚决定，事实清楚，证据确凿。"
VALUES = {
    "agency": "泗水县自然资源和规划局", "principal": "王建国", "principal_post": "局长", "plaintiff": "张某",
    "third_parties": "李某、赵某", "cause": "土地行政处罚", "case_number": "（2026）鲁0831行初12号",
    "request": "请求驳回原告的诉讼请求。", "facts": "\n".join([_LINE] * 9), "law": "\n".join([_LINE] * 3),
    "procedure": "\n".join([_LINE] * 5), "court": "泗水县人民法院",
}  # fmt: skip
TEMPLATE = laid(
    title("{{ paper.title }}"),
    form(
        row("答辩人", "{{ agency }}"),
        row("法定代表人", "{{ principal }}", "职务", "{{ principal_post }}"),
        row_when("third_parties", row("第三人", "{{ third_parties }}")),
        row("案由", "{{ cause }}", "案号", "{{ case_number }}"),
    ),
    para("{{ plaintiff }}不服答辩人所作行政行为，提起行政诉讼一案，答辩人提出如下答辩意见。"),
    heading("一、答辩请求"),
    paras("request"),
    heading("二、事实和证据"),
    paras("facts"),
    heading("三、法律依据"),
    paras("law"),
    when("procedure", heading("四、程序"), paras("procedure")),
    para("此致"),
    para("{{ court }}"),
    sign("答辩人：{{ paper.agency }}（盖章）", "{{ paper.date }}"),
)
PAPER = {
    "title": "行政答辩状", "number": "", "date": "2026年12月1日", "agency": VALUES["agency"],
    "addressee": VALUES["court"], "edition": "1", "period": "",
}  # fmt: skip
_MB = 1024
WARM = 5
"""Papers of the whole bot before its memory is looked at: what it keeps once and for all is there then."""
LIBRARIES = ("docxtpl", "docx", "jinja2", "lxml")


@dataclass(frozen=True)
class Figure:
    """Seconds of CPU of all papers with what was imported for them, megabytes that the asking process grew by, and the
    most that the other one had; which libraries of papers the asking process imported."""

    cpu: float
    grown: float
    beside: float
    size: int
    imported: str = ""


def measure(who: str, count: int) -> Figure:
    """One side, in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.bench_papers", who, str(count)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Figure(**json.loads(done.stdout.splitlines()[-1]))


async def ours(count: int) -> Figure:
    """As the bot does: everything of it imported, the papers filled in the process beside it."""
    import bot.running  # noqa: F401
    from bot.papers.printshop import Printshop
    from bot.papers.shelf import Shelf

    folder = Path(tempfile.mkdtemp())
    (folder / "paper.docx").write_bytes(packed(TEMPLATE))
    shop = Printshop(Shelf(folder))
    before, began, size = _resident(), _cpu(), 0
    for number in range(count):
        values = {**VALUES, "case_number": f"（2026）鲁0831行初{number}号", "paper": PAPER}
        size += len(await shop.paper("paper", values))
    grown, peak = _resident() - before, _most(shop.press)
    shop.rest()
    shutil.rmtree(folder)
    return Figure(_cpu() - began, grown, peak, size)


async def whole(count: int) -> Figure:
    """The whole bot: each paper is drafted, looked at in chat, submitted, printed and kept."""
    from tests.builders import county, person
    from tests.rig import open_rig

    folder = Path(tempfile.mkdtemp())
    async with open_rig(folder) as rig:
        here = await county(rig)
        actor = await person(rig, here.coordinator)
        assert rig.printer is not None
        before, began, size = 0.0, _cpu(), 0
        for number in range(count + WARM):
            if number == WARM:
                before = _resident()
            await rig.work(lambda desk, n=number: _drafted(desk, here, n), actor=actor)  # type: ignore[misc]
            await rig.print()
            size += sum(len(one.document[1]) for one in rig.bot.messages if one.document is not None)
            # What people have on their screens is no part of the bot.
            rig.bot.messages.clear()
            rig.bot.calls.clear()
        grown, peak = _resident() - before, _most(rig.printer.shop.press)
        rig.printer.shop.rest()
    shutil.rmtree(folder)
    return Figure(_cpu() - began, grown, peak, size, " ".join(name for name in LIBRARIES if name in sys.modules))


def _drafted(desk: Desk, here: County, number: int) -> None:
    """A letter to a unit, asked for as a draft and then submitted."""
    from bot.services.documents import drafting, printing, steps

    one = drafting.prepare(
        desk,
        "reminder_letter",
        agency_id=here.justice,
        addressee_id=here.resources,
        subject=f"paper:{number}",
        values={
            "quarter": "2026年第一季度", "heard": 4, "attended": number % 4, "rate": "25%", "problems": ["low_rate"],
            "wanted": "\n".join([_LINE] * 7),
        },
    )  # fmt: skip
    printing.ask(desk, one.id or 0)
    steps.submit(desk, one.id or 0, one.version)


async def plain(count: int) -> Figure:
    """python-docx: every mark of a paragraph replaced by its text, tags left as they are."""
    before, began, size = _resident(), _cpu(), 0
    import docx
    from docx.table import _Cell

    template = packed(TEMPLATE)
    marks = {f"{{{{ {name} }}}}": text for name, text in VALUES.items()}
    marks |= {f"{{{{ paper.{name} }}}}": text for name, text in PAPER.items()}
    for number in range(count):
        document = docx.Document(io.BytesIO(template))
        marks["{{ case_number }}"] = f"（2026）鲁0831行初{number}号"
        cells = [_Cell(one, table) for table in document.tables for one in table._tbl.iter_tcs()]  # type: ignore[no-untyped-call]
        for paragraph in [*document.paragraphs, *(one for cell in cells for one in cell.paragraphs)]:
            for run in paragraph.runs:
                for mark, text in marks.items():
                    if mark in run.text:
                        run.text = run.text.replace(mark, text)
        stream = io.BytesIO()
        document.save(stream)
        size += len(stream.getvalue())
    return Figure(_cpu() - began, _resident() - before, 0.0, size)


def _most(press: Any) -> float:
    """Megabytes that the process which fills papers had at its peak."""
    status = Path(f"/proc/{press._process.pid}/status").read_text()
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) / _MB


def _cpu() -> float:
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / _MB / _MB


def rows(full: bool) -> list[Row]:
    """A hundred papers, or a thousand."""
    count = 1000 if full else 100
    own, peer, bot = measure("ours", count), measure("plain", count), measure("whole", count)
    return [
        Row(f"{count} papers of three pages, CPU", f"{own.cpu:.1f} s",
            f"python-docx putting in texts alone {peer.cpu:.1f} s ({own.cpu / peer.cpu:.2f} ×)",
            "15 s a hundred", own.cpu <= 0.15 * count),
        Row("the bot's memory meanwhile", f"+{own.grown:.1f} MB",
            f"the process that fills them has {own.beside:.0f} MB, and ends with them", "+30 MB", own.grown <= 30),
        Row(f"the whole bot's memory over {count} letters drafted, looked at, submitted, printed and kept",
            f"+{bot.grown:.1f} MB", f"docxtpl and what it needs, imported into it: {bot.imported or 'none'}", "+30 MB",
            bot.grown <= 30 and "docxtpl" not in bot.imported),
    ]  # fmt: skip


if __name__ == "__main__":
    sides = {"ours": ours, "plain": plain, "whole": whole}
    print(json.dumps(asyncio.run(sides[sys.argv[1]](int(sys.argv[2]))).__dict__))
