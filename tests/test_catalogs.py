"""The catalogs hold what the code asks for and nothing else: Chinese all of it, English only what differs."""

from __future__ import annotations

import ast
import io
import re
from pathlib import Path
from textwrap import dedent

import pytest
from babel.messages.pofile import read_po

from bot.texts import LANGUAGES, translator
from tests import catalogs
from tests.asked import asked, module, spoken, words_of

_PLACE = re.compile(r"\{(\w+)\}")
SAME_IN_BOTH = re.compile(r"[^A-Za-z]*")
"""An id without a word of its own, as `{number} · {agency}`, may read the same in Chinese."""


@pytest.mark.slow
def test_every_message_id_of_the_code_is_in_the_chinese_catalog() -> None:
    assert catalogs.missing() == []


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_is_used_by_the_code(language: str) -> None:
    assert catalogs.unused(language) == []


def test_no_message_id_is_put_together_at_run_time() -> None:
    assert catalogs.of_the_code()[0].composed == set()


@pytest.mark.slow
def test_every_plural_of_the_code_is_one_of_the_chinese_catalog() -> None:
    """The second form is the English text of several, which only the code holds."""
    pairs = {tuple(each.id) for each in catalogs.catalog("zh_CN") if not isinstance(each.id, str)}
    found = {
        (one.value, many.value)
        for tree in catalogs.sources().values()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "plural"
        for one, many in [call.args[:2]]
        if isinstance(one, ast.Constant) and isinstance(many, ast.Constant)
    }
    assert found == pairs


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_entry_is_fuzzy_or_empty_and_placeholders_agree(language: str) -> None:
    for entry in catalogs.catalog(language):
        if not entry.id:
            continue
        ids = [entry.id] if isinstance(entry.id, str) else list(entry.id)
        strings = [entry.string] if isinstance(entry.string, str) else list(entry.string or ())
        assert not entry.fuzzy, entry.id
        assert strings, f"empty: {entry.id}"
        assert all(strings), f"empty: {entry.id}"
        for string in strings:
            assert set(_PLACE.findall(string)) <= {p for i in ids for p in _PLACE.findall(i)}, entry.id
        if isinstance(entry.id, str):
            assert set(_PLACE.findall(strings[0])) == set(_PLACE.findall(entry.id)), entry.id


def test_english_holds_only_what_differs_from_its_id() -> None:
    entries = [each for each in catalogs.catalog("en") if each.id]
    same = [each.id for each in entries if list(each.string or ()) == list(each.id)]
    assert same == []
    assert catalogs.ids("en") <= catalogs.ids("zh_CN")


def test_nothing_in_the_chinese_catalog_was_left_in_english() -> None:
    words = translator("zh_CN").words
    assert [i for i, said in words.items() if said == i and not SAME_IN_BOTH.fullmatch(_PLACE.sub("", i))] == []


def test_an_english_id_is_its_own_text_with_both_its_forms() -> None:
    tr = translator("en")
    assert tr("Hearing was set") == "Hearing was set"
    assert tr.plural("{n} file", "{n} files", 1) == "1 file"
    assert tr.plural("{n} file", "{n} files", 2) == "2 files"


# -- full catalogs, for tools that want them -----------------------------------------------------------------------


@pytest.mark.slow
def test_full_catalogs_hold_every_id_in_both_languages(tmp_path: Path) -> None:
    written = catalogs.write(tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in written] == [
        "bot.pot", "zh_CN/LC_MESSAGES/bot.po", "en/LC_MESSAGES/bot.po",
    ]  # fmt: skip
    template, chinese, english = (read_po(io.BytesIO(path.read_bytes())) for path in written)
    wanted = {each.id for each in catalogs.catalog("zh_CN") if each.id and isinstance(each.id, str)}
    for whole in (template, chinese, english):
        assert {each.id for each in whole if each.id and isinstance(each.id, str)} == wanted
    assert {each.id: each.string for each in english if each.id} == {each.id: each.id for each in english if each.id}
    assert {i: chinese[i].string for i in wanted} == dict(translator("zh_CN").words)


# -- what the search itself finds ----------------------------------------------------------------------------------

SAMPLE = ast.parse(
    dedent('''
        """A docstring is no id."""
        from elsewhere import FAR as NEAR
        NAMES = {"key": "a value", **MORE}
        MORE = ("more",)

        class Gone(Refused):
            """Neither is this."""
            def __init__(self) -> None:
                super().__init__("it is gone")

        def way(words: str, verb: str) -> str:
            return tap(tr(words), verb)

        def view(tr: object, which: str, found: dict[str, str]) -> str:
            words = "one" if which == "compared" else "other"
            said = [tr(name) for name in NAMES.values()] + [tr(NEAR["looked up"])]
            way("handed on", "verb")
            text = f"piece {tr('inside')} {tr(found.get('got', 'by default'))}"
            return tr(words) + text + tr.plural("singular", "several", 2) + tr("put " + which)
    ''')
)
FAR = module(ast.parse('FAR = {"k": "far away"}'))


def test_the_search_finds_ids_wherever_they_reach_a_translator() -> None:
    found = asked(SAMPLE)
    assert found.ids == {"it is gone", "one", "other", "handed on", "inside", "by default", "singular", "several"}
    assert found.tables == {"NAMES", "NEAR"}
    assert found.composed == {"'put ' + which"}


def test_the_search_reads_tables_through_what_they_take_in_and_where_they_come_from() -> None:
    modules = {"here": module(SAMPLE), "elsewhere": FAR}
    assert words_of("NAMES", "here", modules) == {"a value", "more"}
    assert words_of("NEAR", "here", modules) == {"far away"}
    assert words_of("UNKNOWN", "here", modules) == set()


def test_docstrings_keys_and_what_is_only_compared_are_no_use_of_an_id() -> None:
    found = spoken(SAMPLE)
    assert {"a value", "more", "handed on", "by default", "put "} <= found
    assert found.isdisjoint({"A docstring is no id.", "Neither is this.", "key", "compared", "looked up", "got"})
    assert "piece " not in found
