"""The process that reads one file and ends: `python -m bot.extracts.child PATH NAME LIMITS`, the answer as JSON."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import signal
import sys
from pathlib import Path

from bot.domain.hall.extracts import Extract, Limits, as_json
from bot.extracts import kinds, notes
from bot.extracts.notes import Unreadable

_MB = 1024 * 1024
_PARENT_DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG of Linux's prctl(2): the signal that comes when the parent ends."""


def main(path: str, name: str, given: str) -> None:
    """Read the file within the limits, and write down what it says."""
    limits = Limits(**json.loads(given))
    confine(limits.memory_mb, limits.seconds)
    print(json.dumps(as_json(_read(Path(path), name, limits)), ensure_ascii=True))


def confine(memory_mb: int, seconds: int) -> None:
    """From here on this process can neither grow, nor go on for long, nor write a file, nor outlive who asked."""
    end_with_parent()
    bound(memory_mb, seconds)


def end_with_parent() -> None:
    """The bot may be killed: nobody waits for the answer then, and the one that follows starts another child."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)


def bound(memory_mb: int, seconds: int) -> None:
    """From here on this process can neither grow, nor go on for long, nor write a file."""
    bounds = {
        resource.RLIMIT_AS: memory_mb * _MB,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for which, most in bounds.items():
        # Not every system has every limit; the parent's watch over the time is there on all of them.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(which, (most, most))
    with contextlib.suppress(OSError):
        os.nice(5)


def _read(path: Path, name: str, limits: Limits) -> Extract:
    try:
        return kinds.read(path, name, limits)
    except Unreadable as unreadable:
        return Extract(notes=(unreadable.why,))
    except MemoryError:
        return Extract(notes=(notes.too_heavy(name),))
    except Exception:
        return Extract(notes=(notes.damaged(name),))


if __name__ == "__main__":
    main(*sys.argv[1:])
