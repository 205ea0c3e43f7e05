"""Names of files made safe, kinds seen from content, a day's measure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.hall.files import (
    LARGEST,
    MB,
    NAME_BYTES,
    Daily,
    Fetched,
    in_a_paper,
    kind_of,
    named_after,
    parted,
    photo_name,
    safe_name,
    too_large,
)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("传票.pdf", "传票.pdf"),
        ("../../etc/passwd", "_._etc_passwd"),
        ("C:\\dir\\a.pdf", "C__dir_a.pdf"),
        ("传票\u202efdp.exe", "传票fdp.exe"),
        ("a\u200b\u2066b.pdf", "ab.pdf"),
        (" . ", "file"),
        ("..", "file"),
        ("", "file"),
        ("///", "file"),
        ("a\r\nX-Evil: 1.pdf", "aX-Evil_ 1.pdf"),
        ("con.txt", "_con.txt"),
        (".htaccess", "htaccess"),
        ("长" * 300 + ".pdf", "长" * 58 + ".pdf"),
        ("a" * 500, "a" * NAME_BYTES),
    ],
)
def test_a_name_is_made_safe(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept


@given(st.text(max_size=400))
def test_any_name_is_safe_and_stays_what_it_became(name: str) -> None:
    safe = safe_name(name)
    assert safe
    assert len(safe.encode()) <= NAME_BYTES + 1
    assert not set(safe) & set('/\\:*?"<>|\x00\n\r')
    assert safe not in (".", "..")


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        (b"%PDF-1.7", "a.exe", "application/pdf"),
        (b"\xff\xd8\xff\xe0", "a.pdf", "image/jpeg"),
        (b"PK\x03\x04", "a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (b"PK\x03\x04", "a.pdf", "application/zip"),
        (b"<html>", "a.pdf", "application/octet-stream"),
        (b"MZ\x90", "传票.jpg", "application/octet-stream"),
        (b"", "a.pdf", "application/octet-stream"),
        (b"RIFF1234WEBP", "a", "image/webp"),
    ],
)
def test_a_kind_is_seen_from_the_content(head: bytes, name: str, kind: str) -> None:
    assert kind_of(head, name) == kind


def test_a_day_ends_by_bytes_or_by_number() -> None:
    day = Daily(10 * MB, 3)
    assert day.left(Fetched()) == 10 * MB
    assert day.left(Fetched(9 * MB, 1)) == MB
    assert day.left(Fetched(11 * MB, 1)) == 0
    assert day.left(Fetched(0, 3)) == 0


def test_the_largest_file_is_telegrams() -> None:
    assert LARGEST == 20 * 1024 * 1024
    assert too_large().params == {"mb": 20}
    assert too_large(MB // 2).params == {"mb": 1}


def test_photos_are_counted_and_files_are_named() -> None:
    sent = [photo_name(4), "通知.pdf", photo_name(5), "", "通知.pdf"]
    assert parted(sent) == (["通知.pdf"], 2)
    assert in_a_paper(sent) == ["通知.pdf", "照片2张"]
    assert in_a_paper(["通知.pdf"]) == ["通知.pdf"]


def test_photos_of_the_pages_of_a_paper_are_called_after_it() -> None:
    def names(*sent: str) -> list[str]:
        return [one["name"] for one in named_after([{"name": name} for name in sent], "授权委托书-签章件")]

    assert names(photo_name(4)) == ["授权委托书-签章件.jpg"]
    assert names("扫描.pdf", photo_name(4), photo_name(5)) == [
        "扫描.pdf", "授权委托书-签章件1.jpg", "授权委托书-签章件2.jpg",
    ]  # fmt: skip
