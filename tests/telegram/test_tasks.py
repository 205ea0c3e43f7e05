"""No task is forgotten and no error stays unseen."""

from __future__ import annotations

import asyncio

import pytest
from structlog.testing import capture_logs

from bot.telegram.tasks import Tasks


async def fails(text: str) -> None:
    await asyncio.sleep(0)
    raise ValueError(text)


async def sleeps(stopped: list[str]) -> None:
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        await asyncio.sleep(0)
        stopped.append("tidied up")
        raise


async def test_a_task_runs_under_its_name_and_gives_its_result() -> None:
    async with Tasks() as tasks:
        task = tasks.start(asyncio.sleep(0.01, "done"), name="nap")
        assert tasks.names == ["nap"]
        assert await task == "done"
        assert len(tasks) == 0


async def test_an_error_is_logged_at_once_and_raised_at_the_end_and_stops_nobody_else() -> None:
    tasks = Tasks()
    with capture_logs() as logs:
        healthy = tasks.start(asyncio.sleep(0.02, "well"), name="healthy")
        tasks.start(fails("one"), name="poller")
        await asyncio.wait_for(tasks.failed.wait(), 60)
        assert [(entry["action"], entry["task"]) for entry in logs] == [("task_failed", "poller")]
        tasks.start(fails("two"), name="ticker")
        with pytest.raises(ExceptionGroup) as caught:
            await tasks.close(grace=None)
    assert [str(error) for error in caught.value.exceptions] == ["one", "two"]
    assert healthy.result() == "well"


async def test_close_cancels_what_runs_and_waits_until_it_has_tidied_up() -> None:
    tasks, stopped = Tasks(), list[str]()
    task = tasks.start(sleeps(stopped), name="poller")
    await asyncio.sleep(0)
    await tasks.close()
    assert task.cancelled()
    assert stopped == ["tidied up"]
    assert not tasks.failed.is_set()


async def test_grace_lets_the_quick_finish() -> None:
    tasks, stopped = Tasks(), list[str]()
    quick = tasks.start(asyncio.sleep(0.01, "sent"), name="quick")
    slow = tasks.start(sleeps(stopped), name="slow")
    await tasks.close(grace=0.1)
    assert quick.result() == "sent"
    assert slow.cancelled()


async def test_join_waits_for_tasks_that_tasks_start() -> None:
    tasks, order = Tasks(), list[str]()

    async def child() -> None:
        await asyncio.sleep(0.01)
        order.append("child")

    async def parent() -> None:
        tasks.start(child(), name="child")
        order.append("parent")

    tasks.start(parent(), name="parent")
    await tasks.join()
    assert order == ["parent", "child"]
    await tasks.close()


async def test_nothing_starts_after_the_close() -> None:
    tasks = Tasks()
    await tasks.close()
    with pytest.raises(RuntimeError, match="'late' was not started"):
        tasks.start(asyncio.sleep(0), name="late")


async def test_an_error_in_the_body_cancels_the_tasks() -> None:
    stopped: list[str] = []

    async def body() -> None:
        async with Tasks() as tasks:
            tasks.start(sleeps(stopped), name="poller")
            await asyncio.sleep(0)
            raise KeyError

    with pytest.raises(KeyError):
        await body()
    assert stopped == ["tidied up"]
