"""`python -m bot documents`: templates of papers, checked and tried without the bot. What it says is for operators."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from bot.domain.documents.kinds import Kind
from bot.law.forms.shelf import load_kinds
from bot.law.places import own_forms
from bot.law.problems import nearest
from bot.papers.faults import Fault, Unprintable
from bot.papers.shelf import SHIPPED, Shelf
from bot.settings import Settings, load
from bot.targets import Target


@click.group()
def documents() -> None:
    """Templates of papers: what is wrong with one, and what it looks like."""


@documents.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path, exists=True))
def check(folder: Path | None) -> None:
    """Say what is wrong with the templates in FOLDER, and where (default: CHUTING_TEMPLATES, or what is shipped).

    FOLDER may be a single file. The exit status is 1 where one cannot be used, or where a kind of yours has none.
    """
    settings = load()
    kinds, place = load_kinds(settings.rulebooks), folder or settings.templates or SHIPPED
    bad, paths = 0, sorted(place.glob("*.docx")) if place.is_dir() else [place]
    for path in paths:
        faults = list(faults_of(path, kinds, settings.zone))
        bad += any(fault.grave for fault in faults)
        for fault in faults:
            click.echo(f"{'WRONG' if fault.grave else 'note '} {path.name}: {fault}")
    elsewhere = list(of_own_kinds(kinds, Shelf(place), settings)) if place.is_dir() else []
    for name, fault in elsewhere:
        click.echo(f"WRONG {name}: {fault}")
    click.echo(f"{len(paths)} templates in {place}, {len(paths) - bad} can be used.")
    sys.exit(1 if bad or elsewhere or not paths else 0)


@documents.command()
@click.argument("kind")
@click.option("-o", "--output", type=Target(), help="The file.  [default: KIND-sample.docx]")
def sample(kind: str, output: Path | None) -> None:
    """Write a document of this KIND with invented data: from your own template, where you have one of it."""
    from bot.papers.filling import fill
    from bot.papers.samples import invented

    settings = load()
    kinds = load_kinds(settings.rulebooks)
    if kind not in kinds:
        raise click.ClickException(f"kind of document: {nearest(kind, kinds)}")
    found = kinds[kind]
    try:
        content = fill(Shelf(settings.templates).read(found.template or kind), invented(found, settings.zone))
    except Unprintable as unprintable:
        raise click.ClickException(f"{unprintable}. `documents check` says where.") from None
    path = output or Path(f"{kind}-sample.docx")
    path.write_bytes(content)
    click.echo(f"{path} was written: 《{found.zh}》, {found.en}, with invented data.")


def faults_of(path: Path, kinds: Mapping[str, Kind], zone: ZoneInfo) -> Iterator[Fault]:
    """Of the template for every kind that is made of it."""
    from bot.papers.checking import check as checked
    from bot.papers.samples import known

    mine = [kind for kind in kinds.values() if (kind.template or kind.id) == path.stem]
    if not mine:
        names = [kind.template or kind.id for kind in kinds.values()]
        yield Fault("", f"no kind of document is made of it: {nearest(path.stem, names)}")
    content, said = path.read_bytes(), set[Fault]()
    for kind in mine:
        for fault in checked(content, known(kind, zone)):
            if fault not in said:
                said.add(fault)
                yield fault


def of_own_kinds(kinds: Mapping[str, Kind], shelf: Shelf, settings: Settings) -> Iterator[tuple[str, Fault]]:
    """What keeps an operator's own kinds from being printed although no own template is at fault, with the file to look
    at: a kind that has no template, and one that the shipped template does not fit."""
    folder = own_forms(settings.rulebooks)
    for kind in (one for one in kinds.values() if folder is not None and (folder / f"{one.id}.toml").is_file()):
        name = kind.template or kind.id
        path = shelf.path(name)
        if path is None:
            yield kind.file, Fault("", f"《{kind.zh}》 has no template: put {name}.docx into the folder of templates")
        elif path.parent == SHIPPED != shelf.own:
            for fault in faults_of(path, {kind.id: kind}, settings.zone):
                if fault.grave:
                    yield path.name, fault


def verdict(settings: Settings) -> tuple[bool, str]:
    """For the doctor: whether papers can be made here, in one line."""
    from bot.papers.preview import Viewer

    drawn = (
        "the picture of a paper's first page is drawn by LibreOffice."
        if Viewer().program
        else "LibreOffice is not installed: papers come without a picture of their first page "
        "(Debian: apt install libreoffice-writer-nogui fonts-noto-cjk)."
    )
    own = settings.templates
    if own is not None and not own.is_dir():
        return (
            False,
            f"CHUTING_TEMPLATES is no folder that can be read: {own}. Papers are made of the shipped templates.",
        )
    kinds, shelf = load_kinds(settings.rulebooks), Shelf(own)
    names = shelf.replaced()
    wrong = (
        (f"{name}.docx", fault)
        for name in names
        for fault in faults_of(shelf.path(name) or SHIPPED / f"{name}.docx", kinds, settings.zone)
        if fault.grave
    )
    first = next(chain(wrong, of_own_kinds(kinds, shelf, settings)), None)
    if first is not None:
        return False, f"Template {first[0]}: {first[1]}. All of it: chuting documents check{f' {own}' if own else ''}"
    if own is None:
        return True, f"Papers are made of the shipped templates; {drawn}"
    return True, f"Papers are made of the shipped templates and {len(names)} of your own; {drawn}"


if __name__ == "__main__":
    documents()
