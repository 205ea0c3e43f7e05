"""What is said of a file that was not read, or not to its end: what happened, and what to send instead."""

from __future__ import annotations

from bot.domain.hall.problems import Problem, problem


class Unreadable(Exception):
    """The file, or the rest of it, is not read; `why` says it to its sender."""

    def __init__(self, why: Problem) -> None:
        super().__init__(why.msgid)
        self.why = why


def damaged(name: str) -> Problem:
    return problem("“{name}” cannot be opened; it may be damaged. Please send it again, or as a PDF.", name=name)


def encrypted(name: str) -> Problem:
    return problem("“{name}” is protected by a password. Please send it without one.", name=name)


def other_document(name: str) -> Problem:
    return problem("“{name}” is a document that cannot be read here. Please send it as .docx or PDF.", name=name)


def other_sheet(name: str) -> Problem:
    return problem("“{name}” is a sheet that cannot be read here. Please save it as .xlsx and send that.", name=name)


def archive(name: str) -> Problem:
    return problem("“{name}” is an archive, which is not unpacked. Please send what is in it file by file.", name=name)


def unknown(name: str) -> Problem:
    return problem("“{name}” is of a kind that cannot be read here. Please send it as PDF, .docx or text.", name=name)


def unpacked(name: str, mb: int) -> Problem:
    return problem(
        "“{name}” is larger than {mb} MB when unpacked and was not read. Please send only the pages that matter, "
        "as a PDF.",
        name=name,
        mb=mb,
    )


def too_heavy(name: str) -> Problem:
    return problem(
        "“{name}” takes too much time or memory and was not read. Please send only the pages that matter, as a PDF.",
        name=name,
    )


def more_pages(name: str, pages: int, most: int) -> Problem:
    return problem("“{name}” has {pages} pages; only the first {most} were read.", name=name, pages=pages, most=most)


def more_text(name: str) -> Problem:
    return problem("“{name}” is very long; only its beginning was read.", name=name)


def no_text(name: str) -> Problem:
    return problem(
        "“{name}” has no text in it (a scan?) and cannot be read here. Please type what it says, or send the court's "
        "own file.",
        name=name,
    )


def pages_without_text(name: str, pages: str) -> Problem:
    return problem("“{name}”: page {pages} has no text and was not read.", name=name, pages=pages)


def garbled(name: str) -> Problem:
    return problem(
        "The letters of “{name}” cannot be made out: its fonts are damaged. Please send a photo, or type what it says.",
        name=name,
    )


def picture_unread(name: str) -> Problem:
    return problem(
        "“{name}” could not be read. Please take it again from straight above in good light, or type what it says.",
        name=name,
    )


def script(name: str) -> Problem:
    return problem("“{name}” contains a script (JavaScript), which was not run.", name=name)


def more_rows(name: str, title: str, most: int) -> Problem:
    return problem(
        "“{name}”: of the sheet “{title}” only the first {most} rows were read.", name=name, title=title, most=most
    )


def picture_too_large(name: str, pixels: int, most: int) -> Problem:
    return problem(
        "“{name}” has {pixels} million pixels, more than the {most} million that are looked at. Please send a smaller "
        "picture.",
        name=name,
        pixels=pixels,
        most=most,
    )


def no_picture_reading() -> Problem:
    return problem("Pictures cannot be read here yet. Please type what the paper says.")


def only_first_pages(name: str, most: int) -> Problem:
    return problem("“{name}” has more pages; only the first {most} were looked at.", name=name, most=most)


def no_picture(name: str) -> Problem:
    return problem("“{name}” cannot be opened as a picture. Please send it as a photo, as JPG, PNG or PDF.", name=name)


def no_writing(name: str) -> Problem:
    return problem(
        "No writing was found in “{name}”. Please take the photo again: the whole page, straight from above, in good "
        "light.",
        name=name,
    )
