"""The process that draws one picture, or writes one workbook, and ends: `python -m bot.papers.chart_child SECONDS`.

What is wanted comes on its input as JSON, the file goes to its output.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import sys

from bot.domain.figures.charts import book_of, chart_of
from bot.extracts.child import end_with_parent

_MEMORY_MB = 1024
_FILE_MB = 32


def main(seconds: str) -> None:
    """Whatever a library prints goes nowhere: what is written belongs to the answer."""
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    end_with_parent()
    _bound(int(seconds))
    wanted = json.load(sys.stdin)
    if "book" in wanted:
        from bot.papers.figure_books import written

        made = written(book_of(wanted["book"]))
    else:
        from bot.papers.chart_drawing import drawn

        made = drawn(chart_of(wanted["chart"]), wanted["font"]["path"], wanted["font"]["face"])
    answer.write(made)
    answer.flush()


def _bound(seconds: int) -> None:
    """It writes only into the folder that it was given, where a library keeps what it found out about fonts."""
    mb = 1024 * 1024
    bounds = {
        resource.RLIMIT_AS: _MEMORY_MB * mb,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: _FILE_MB * mb,
        resource.RLIMIT_CORE: 0,
    }
    for which, most in bounds.items():
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(which, (most, most))
    with contextlib.suppress(OSError):
        os.nice(10)


if __name__ == "__main__":
    main(*sys.argv[1:])
