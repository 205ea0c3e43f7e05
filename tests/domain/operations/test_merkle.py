"""Trees have the root of RFC 6962 whatever their size, and a path leads there from its own leaf and from no other."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.operations import merkle

LEAVES = st.lists(st.binary(max_size=8), min_size=1, max_size=70).map(lambda said: [merkle.leaf(one) for one in said])
GIVEN = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
"""The leaves by which Certificate Transparency's implementations are compared."""
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def by_the_letter(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1, as it is written: split at the largest power of two below the number of leaves."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + by_the_letter(leaves[:split]) + by_the_letter(leaves[split:])).digest()


@pytest.mark.parametrize("count", ROOTS)
def test_roots_are_those_of_others(count: int) -> None:
    assert merkle.root([merkle.leaf(bytes.fromhex(one)) for one in GIVEN[:count]]).hex() == ROOTS[count]


def test_the_root_of_nothing() -> None:
    assert merkle.root([]) == sha256(b"").digest()


@pytest.mark.slow
@given(LEAVES)
def test_the_root_is_the_one_of_the_standard(leaves: list[bytes]) -> None:
    assert merkle.root(leaves) == by_the_letter(leaves)


@pytest.mark.slow
@given(LEAVES)
def test_every_path_leads_to_the_root(leaves: list[bytes]) -> None:
    root, places = merkle.root(leaves), list(range(len(leaves)))
    for place, path in zip(places, merkle.paths(leaves, places), strict=True):
        assert merkle.climb(leaves[place], place, len(leaves), path) == root


@pytest.mark.slow
@given(LEAVES, st.data())
def test_no_other_leaf_place_or_path_leads_there(leaves: list[bytes], data: st.DataObject) -> None:
    root = merkle.root(leaves)
    place = data.draw(st.integers(0, len(leaves) - 1))
    [path] = merkle.paths(leaves, [place])
    assert merkle.climb(merkle.leaf(b"another leaf"), place, len(leaves), path) != root
    other = data.draw(st.integers(-1, len(leaves) + 1))
    if other != place and leaves.count(leaves[place]) == 1:
        assert merkle.climb(leaves[place], other, len(leaves), path) != root
    assert merkle.climb(leaves[place], place, len(leaves), [*path, path[-1] if path else root]) is None
    if path:
        assert merkle.climb(leaves[place], place, len(leaves), path[:-1]) is None
        broken = data.draw(st.integers(0, len(path) - 1))
        changed = [bytes(32) if n == broken else one for n, one in enumerate(path)]
        assert merkle.climb(leaves[place], place, len(leaves), changed) != root


@pytest.mark.slow
@given(LEAVES, st.data())
def test_one_leaf_changed_or_gone_is_another_root(leaves: list[bytes], data: st.DataObject) -> None:
    root, place = merkle.root(leaves), data.draw(st.integers(0, len(leaves) - 1))
    assert merkle.root([*leaves[:place], merkle.leaf(b"another leaf"), *leaves[place + 1 :]]) != root
    assert merkle.root(leaves[:place] + leaves[place + 1 :]) != root


def test_a_place_outside_the_tree_has_no_path() -> None:
    with pytest.raises(IndexError):
        merkle.paths([merkle.leaf(b"")], [1])


def test_a_node_is_not_taken_for_a_leaf() -> None:
    leaves = [merkle.leaf(b"a"), merkle.leaf(b"b")]
    assert merkle.leaf(leaves[0] + leaves[1]) != merkle.root(leaves)
