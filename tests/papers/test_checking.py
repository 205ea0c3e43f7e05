"""What is wrong with a template is named with its place."""

from __future__ import annotations

import pytest

from bot.papers.checking import PAPER, Known, check
from tests.templates.layout import each, form, listing, para, paras, row, row_when, rows_of, title, when
from tests.templates.layout import paper as laid
from tests.templates.package import packed

KNOWN = Known(
    {"agency": (), "cause": (), "number": (), "problems": ("what", "by_when")},
    {"agency": "机关", "cause": "案由"},
    {
        "agency": "甲",
        "cause": "乙",
        "number": "",
        "problems": [{"what": "丙", "by_when": "丁"}],
        "paper": dict.fromkeys(PAPER, "戊") | {"chart": ""},
    },
)


def _said(*blocks: str) -> list[str]:
    return [str(fault) for fault in check(packed(laid(*blocks)), KNOWN) if fault.grave]


def test_a_sound_template_is_sound() -> None:
    layout = laid(
        title("{{ paper.title }}"),
        form(row("机关", "{{ agency }}"), rows_of("problems", row("{{ loop.index }}", "{{ row.what }}"))),
        listing("problems", ("期限", "{{ row.by_when }}", 1)),
        when("cause and problems|length > 0", para("{{ cause|default('无') }}")),
        paras("cause"),
        when("number or cause", para("{% for one in problems %}{{ one.what }}{% endfor %}")),
        para("{% set n = problems|length %}共{{ n }}项"),
        each("problems", para("{% if loop.last %}{{ row.what }}{% elif cause %}；{% else %}。{% endif %}")),
    )
    assert check(packed(layout), KNOWN) == []


PLACED = {
    "an unknown name": (para("{{ agensy }}"), 'paragraph 1: unknown "agensy", did you mean "agency"?'),
    "in a cell": (form(row("机关", "{{ agency }}"), row("案由", "{{ couse }}")),
                  'table 1, row 2, cell 2: unknown "couse", did you mean "cause"?'),
    "an unknown column": (listing("problems", ("问题", "{{ row.whatt }}", 1)),
                          'table 1, row 3, cell 1: row: unknown "whatt", did you mean "what"?'),
    "an unknown field of the paper": (para("{{ paper.titel }}"), 'paper: unknown "titel", did you mean "title"?'),
    "a loop over nothing": (each("problem", para("{{ row.what }}")), 'unknown "problem", did you mean "problems"?'),
    "a condition": (form(row_when("caus", row("案由", "{{ cause }}"))), 'table 1, row 1, cell 1: unknown "caus"'),
    "rows shown as they are": (para("{{ problems }}"), "paragraph 1: problems has rows: go through them with “for”"),
    "the paper as it is": (para("{{ paper }}"), "paragraph 1: paper has parts: name the one that is to be shown"),
    "a tag that is open": (para("{{ agency }"), "paragraph 1: a tag is not closed"),
    "a block that is open": (para("{%p if agency %}"), "paragraph 1: “if” has no “endif”"),
    "an end too many": (para("{%p endfor %}"), "paragraph 1: “endfor” ends nothing that is open here"),
    "what the sandbox refuses": (para("{{ agency.__class__ }}"), "paragraph 1: __class__ is out of bounds"),
    "a filter there is none of": (para("{{ agency|safe }}"), "paragraph 1: No filter named 'safe'."),
    "another file": (para("{% include 'x' %}"), "paragraph 1: other files cannot be included"),
    "rich text": (para("{{r agency }}"), "paragraph 1: a value is written {{ so }}"),
    "no Jinja": (para("{{ agency cause }}"), "paragraph 1: "),
    "what Jinja has not": (para("{% foo %}"), "paragraph 1: Encountered unknown tag 'foo'."),
    "a loop's own outside of it": (para("{{ loop.index }}"), 'paragraph 1: unknown "loop"'),
    "a row outside of its loop": (each("problems", para("x")) + para("{{ row.what }}"), 'paragraph 4: unknown "row"'),
}  # fmt: skip


@pytest.mark.parametrize(("block", "said"), PLACED.values(), ids=PLACED)
def test_what_is_wrong_is_said_with_its_place(block: str, said: str) -> None:
    [words] = _said(block)
    assert said in words


def test_what_the_kind_asks_for_and_the_template_leaves_out_is_said() -> None:
    faults = check(packed(laid(para("{{ agency }}"))), KNOWN)
    assert [(str(fault), fault.grave) for fault in faults] == [("cause (案由) stands nowhere in it", False)]


def test_what_shows_only_when_it_is_filled_is_said_too() -> None:
    assert _said(para("{{ agency + 1 }}")) == ['can only concatenate str (not "int") to str']


def test_what_is_no_word_file_is_said() -> None:
    [fault] = check(b"%PDF", KNOWN)
    assert "no Word file" in str(fault)
