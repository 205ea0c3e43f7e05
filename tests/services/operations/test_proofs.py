"""A proof for one case holds without the database, and breaks at whatever is changed in it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.domain.hall.errors import Missing, Refused
from bot.domain.operations import proofs
from bot.domain.operations.proofs import NotAProof
from bot.domain.operations.seals import Kept, kept_roots
from bot.services.operations import proving
from tests.rig import Rig
from tests.services.operations.audited import LEADER, NUMBER, REASON, nights, past_the_bot, roots


async def proof(rig: Rig, *, with_names: bool = False, number: str = NUMBER) -> dict[str, Any]:
    """A proof as it comes out of its file."""
    made = await rig.work(lambda desk: proving.prove(desk, number, with_names=with_names))
    return dict(json.loads(json.dumps(made)))


@pytest.mark.slow
@pytest.mark.parametrize("with_names", [False, True])
async def test_a_proof_holds_by_any_later_root(tmp_path: Path, database: str, with_names: bool) -> None:
    async with nights(tmp_path, database) as rig:
        known, made = await roots(rig), await proof(rig, with_names=with_names)
        said = json.dumps(made, ensure_ascii=False)
        assert (LEADER in said) is (REASON in said) is with_names
    found = proofs.check(made, [Kept(known[3])])
    assert found.good
    assert [one.entry for one in found.entries] == [1, 2, 3, 5, 6, 7, 9, 10, 11]
    assert (found.number, found.waiting, found.newest, found.kept) == (NUMBER, 0, (3, known[3]), (3,))
    assert sum(one.hidden for one in found.entries) == (0 if with_names else 15)


async def test_a_root_covers_what_was_sealed_up_to_it_and_nothing_later(tmp_path: Path) -> None:
    async with nights(tmp_path, "") as rig:
        known, made = await roots(rig), await proof(rig)
    found = proofs.check(made, [Kept(known[2])])
    assert not found.good
    assert {one.seal for one in found.entries if one.vouched} == {1, 2}
    assert all(one.proved for one in found.entries)
    listed = [Kept(root, number) for number, root in known.items()]
    assert proofs.check(made, [*listed, Kept("0" * 64, 77)]).good, "a list may hold nights that the proof does not"
    for wrong in (Kept("0" * 64), Kept("0" * 64, 2), Kept(known[1], 77)):
        assert not proofs.check(made, [wrong]).good
        assert proofs.check(made, [wrong]).unknown == (wrong.root,)


CHANGES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "a value": lambda p: p["entries"][0]["new"].update(number="（2026）鲁0831行初13号"),
    "the act": lambda p: p["entries"][1].update(action="leader_answered"),
    "the time": lambda p: p["entries"][1].update(at="2026-04-01T00:00:00.000000+00:00"),
    "what stands for a name": lambda p: p["entries"][1]["salts"].update({"new.leader": "0" * 64}),
    "a name where one was left out": lambda p: p["entries"][1]["new"].update(leader="赵六"),
    "the number of an entry": lambda p: p["entries"][1].update(entry=77),
    "the place": lambda p: p["entries"][1].update(place=2),
    "the way": lambda p: p["entries"][1]["path"].reverse(),
    "no way": lambda p: p["entries"][1].update(path=[]),
    "another seal": lambda p: p["entries"][1].update(seal=2),
    "no such seal": lambda p: p["entries"][1].update(seal=77),
    "the tree of a seal": lambda p: p["seals"][0].update(tree="0" * 64),
    "the count of a seal": lambda p: p["seals"][1].update(count=3),
    "the time of a seal": lambda p: p["seals"][1].update(made_at="2026-04-01T00:00:00+00:00"),
    "the root of a seal": lambda p: p["seals"][1].update(root="0" * 64),
    "a seal between": lambda p: p["seals"].pop(1),
    "seals in another order": lambda p: p["seals"].reverse(),
    "an entry of another case": lambda p: p.update(case_id=2),
    "the case": lambda p: p.update(case="（2026）鲁0831行初13号"),
    "everything": lambda p: p.update(entries=[]),
}


@pytest.mark.slow
async def test_whatever_is_changed_in_it_breaks_it(tmp_path: Path) -> None:
    async with nights(tmp_path, "") as rig:
        known, made = await roots(rig), await proof(rig)
    assert proofs.check(made, [Kept(known[3])]).good
    for what, change in CHANGES.items():
        changed = copy.deepcopy(made)
        change(changed)
        assert not proofs.check(changed).good, what
        assert not proofs.check(changed, [Kept(known[3])]).good, what


async def test_what_is_no_proof_is_said_to_be_none(tmp_path: Path) -> None:
    async with nights(tmp_path, "", 1) as rig:
        made = await proof(rig)
    first = made["entries"][0]
    wrongs: list[Any] = [
        None, [], "x", {}, {"format": 2}, {"format": 1}, made | {"entries": 7}, made | {"seals": [{}]},
        made | {"entries": [first | {"path": ["no hex"]}]}, made | {"entries": [first | {"salts": []}]},
    ]  # fmt: skip
    for wrong in wrongs:
        with pytest.raises(NotAProof):
            proofs.check(wrong)


async def test_a_case_that_nobody_knows_has_no_proof(tmp_path: Path) -> None:
    async with nights(tmp_path, "", 1) as rig:
        with pytest.raises(Missing):
            await proof(rig, number="（2026）鲁0831行初99号")
        with pytest.raises(Refused):
            await proof(rig, number="12")
        assert (await proof(rig, number="(2026)鲁0831行初12号"))["case"] == NUMBER


@pytest.mark.slow
async def test_what_is_not_sealed_yet_is_counted_and_not_shown(tmp_path: Path) -> None:
    async with nights(tmp_path, "", 2) as rig:
        await past_the_bot(rig, "UPDATE audit SET seal = NULL WHERE seal = 2")
        made = await proof(rig)
        assert (len(made["entries"]), proofs.check(made).waiting, proofs.check(made).good) == (3, 3, True)
        await past_the_bot(rig, "UPDATE audit SET seal = NULL")
        made = await proof(rig)
        assert (made["entries"], made["seals"], proofs.check(made).good) == ([], [], False)


def test_roots_are_read_as_they_were_printed_or_copied() -> None:
    one, two = "ab" * 32, "cd" * 32
    printed = f"#1  2026-04-02 03:20  4条  {one}\n#12  2026-04-03 03:20  4条  {two.upper()}\n"
    assert kept_roots(printed) == [Kept(one, 1), Kept(two, 12)]
    assert kept_roots(f"2026-04-02 {one}") == [Kept(one)]
    assert kept_roots(one) == [Kept(one)]
    assert kept_roots(f"{one}0") == kept_roots("12") == kept_roots("") == []
