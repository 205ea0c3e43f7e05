"""Parse modes, entities found by Telegram itself, UTF-16 offsets, trimming."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.errors import ApiError
from bot.playground.text.detect import detect
from bot.playground.text.formatted import finish, utf16
from bot.playground.text.html import parse_html
from bot.playground.text.markdown import parse_markdown
from bot.playground.wire import Json
from tests.playground.samples import slice16


def spans(text: str, entities: list[Json]) -> list[tuple[str, str]]:
    """(type, covered text), which is what people see."""
    return [(e["type"], slice16(text, e["offset"], e["length"])) for e in entities]


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("a <b>粗</b> c", "a 粗 c", [("bold", "粗")]),
        ("😀<i>x</i>", "😀x", [("italic", "x")]),
        ("<b>a<i>b</i></b>", "ab", [("italic", "b"), ("bold", "ab")]),
        ("&lt;b&gt; &amp; &quot;&#20986;&#x5ead;&nbsp;", '<b> & "出庭&nbsp;', []),
        (
            "<u>1</u><ins>2</ins><s>3</s><del>4</del>",
            "1234",
            [("underline", "1"), ("underline", "2"), ("strikethrough", "3"), ("strikethrough", "4")],
        ),
        ('<span class="tg-spoiler">x</span><tg-spoiler>y</tg-spoiler>', "xy", [("spoiler", "x"), ("spoiler", "y")]),
        ("<blockquote expandable>为何\n二</blockquote>", "为何\n二", [("expandable_blockquote", "为何\n二")]),
        ("<blockquote>q</blockquote>", "q", [("blockquote", "q")]),
        ("<CODE>x</CODE>", "x", [("code", "x")]),
    ],
)
def test_html(source: str, text: str, expected: list[tuple[str, str]]) -> None:
    plain, entities = parse_html(source)
    assert plain == text
    assert spans(plain, entities) == expected


def test_html_links_and_languages() -> None:
    text, entities = parse_html(
        '<a href="https://x.cn/?a=1&amp;b=2">站</a><a href="tg://user?id=7">他</a>'
        '<pre><code class="language-py">1</code></pre><a href=x.cn>y</a>'
    )
    assert text == "站他1y"
    assert entities[0]["url"] == "https://x.cn/?a=1&b=2"
    assert (entities[1]["type"], entities[1]["user"]) == ("text_mention", {"id": 7})
    assert (entities[2]["type"], entities[2]["language"]) == ("pre", "py")
    assert entities[3]["url"] == "x.cn"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("a<b>", 'Can\'t find end tag corresponding to start tag "b"'),
        ("</b>", "Unexpected end tag at byte offset 0"),
        ("中<b>x</i>", 'Unmatched end tag at byte offset 7, expected "</b>", found "</i>"'),
        ("<x>", 'Unsupported start tag "x" at byte offset 0'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("<b", 'Unclosed start tag "b" at byte offset 0'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_broken_html_is_refused_in_telegrams_words(source: str, words: str) -> None:
    with pytest.raises(ApiError) as caught:
        parse_html(source)
    assert caught.value.code == 400
    assert caught.value.description == f"Bad Request: can't parse entities: {words}"


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        (
            "*b* _i_ __u__ ~s~ ||p||",
            "b i u s p",
            [("bold", "b"), ("italic", "i"), ("underline", "u"), ("strikethrough", "s"), ("spoiler", "p")],
        ),
        ("1\\.2\\!", "1.2!", []),
        ("`a*b`", "a*b", [("code", "a*b")]),
        (">q1\n>q2\nrest", "q1\nq2\nrest", [("blockquote", "q1\nq2")]),
        (">q||", "q", [("expandable_blockquote", "q")]),
    ],
)
def test_markdown(source: str, text: str, expected: list[tuple[str, str]]) -> None:
    plain, entities = parse_markdown(source)
    assert plain == text
    assert spans(plain, entities) == expected


def test_markdown_link_and_code_block() -> None:
    text, entities = parse_markdown("[链](https://x.cn/\\)) ```py\nx```")
    assert text == "链 x"
    assert entities[0] | {"url": "https://x.cn/)"} == entities[0]
    assert (entities[1]["type"], entities[1]["language"]) == ("pre", "py")


@pytest.mark.parametrize("source", ["a.b", "*a", "`a", "```a", "[a"])
def test_broken_markdown_is_refused(source: str) -> None:
    with pytest.raises(ApiError, match="can't parse entities"):
        parse_markdown(source)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/start abc", [("bot_command", "/start")]),
        ("😀 /help@some_bot!", [("bot_command", "/help@some_bot")]),
        ("你好/start", []),
        ("a/b /c/d", []),
        ("请/帮助", []),
        ("看 https://court.gov.cn/a?b=1。好", [("url", "https://court.gov.cn/a?b=1")]),
        (
            "x@y.cn @wangfang #出庭 +8613800000000",
            [("email", "x@y.cn"), ("mention", "@wangfang"), ("hashtag", "#出庭"), ("phone_number", "+8613800000000")],
        ),
        ("12.3 9:30 25.5", []),
        ("（2026）豫0482行初12号", []),
        ("$USD", [("cashtag", "$USD")]),
    ],
)
def test_found_entities(text: str, expected: list[tuple[str, str]]) -> None:
    found = sorted(detect(text, []), key=lambda e: e["offset"])
    assert spans(text, found) == expected


def test_nothing_is_found_inside_code_or_links_but_inside_bold_it_is() -> None:
    text = "/a /b /c"
    taken = [{"type": "code", "offset": 0, "length": 2}, {"type": "bold", "offset": 3, "length": 2}]
    assert spans(text, detect(text, taken)) == [("bot_command", "/b"), ("bot_command", "/c")]


def test_finish_trims_and_moves_entities() -> None:
    done = finish("  a b  ", [{"type": "bold", "offset": 0, "length": 7}, {"type": "italic", "offset": 5, "length": 2}])
    assert done.text == "a b"
    assert done.entities == ({"type": "bold", "offset": 0, "length": 3},)
    assert finish(" \u200b\n", []).text == ""


def test_formatting_is_cut_out_of_code() -> None:
    done = finish("abcd", [{"type": "bold", "offset": 0, "length": 4}, {"type": "code", "offset": 1, "length": 2}])
    assert spans("abcd", list(done.entities)) == [("bold", "a"), ("code", "bc"), ("bold", "d")]


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@pytest.mark.slow
@given(st.lists(st.tuples(st.sampled_from("bius"), TEXT), max_size=6))
def test_escaped_text_between_tags_survives(pieces: list[tuple[str, str]]) -> None:
    source, expected = "", ""
    for tag, inner in pieces:
        escaped = inner.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        source += f"<{tag}>{escaped}</{tag}>"
        expected += inner
    text, entities = parse_html(source)
    assert text == expected
    assert [slice16(text, e["offset"], e["length"]) for e in entities] == [inner for _, inner in pieces if inner]


@pytest.mark.slow
@given(TEXT, TEXT)
def test_parsers_never_break_on_anything(left: str, right: str) -> None:
    for parser in (parse_html, parse_markdown):
        try:
            text, entities = parser(f"{left}<b>{right}")
        except ApiError:
            continue
        assert all(e["offset"] >= 0 and e["offset"] + e["length"] <= utf16(text) for e in entities)
