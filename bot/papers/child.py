"""The process that fills templates, one after another, until nobody asks any more: `python -m bot.papers.child`.

A request is two lengths, the template, and as JSON the values with the paths of pictures; an answer is a sign, a
length, and the paper or what is wrong as JSON. It ends with its parent, for then nothing more comes to be read.
"""

from __future__ import annotations

import json
import os
import struct
import sys
from dataclasses import asdict
from typing import BinaryIO

from bot.extracts.child import bound
from bot.papers.faults import Fault, Unprintable
from bot.papers.wire import ANSWER, REQUEST, exactly

_MEMORY_MB = 512
_SECONDS = 300
"""Of the processor, for all the papers that one process fills."""


def main() -> None:
    """Whatever a library prints goes nowhere: what is written belongs to the answers."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    bound(_MEMORY_MB, _SECONDS)
    serve(sys.stdin.buffer, answers)


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Until there are no more."""
    while (head := exactly(requests, REQUEST.size)) is not None:
        template, values = REQUEST.unpack(head)
        given = exactly(requests, template + values)
        if given is None:
            return
        good, content = _filled(given[:template], given[template:])
        answers.write(ANSWER.pack(good, len(content)) + content)
        answers.flush()


def _filled(template: bytes, values: bytes) -> tuple[bool, bytes]:
    from bot.papers.filling import fill

    try:
        given = json.loads(values)
        return True, fill(template, given["values"], given["pictures"])
    except Unprintable as unprintable:
        faults = unprintable.faults
    except MemoryError:
        faults = (Fault("", "filling it took too much memory"),)
    except RecursionError:
        faults = (Fault("", "it is nested too deeply"),)
    return False, json.dumps([asdict(fault) for fault in faults]).encode()


if __name__ == "__main__":
    try:
        main()
    except (BrokenPipeError, struct.error):
        sys.exit(1)
