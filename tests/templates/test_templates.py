"""Each shipped template is what its layout writes, and looks as official papers do."""

import io
import re
import zipfile

import docx
import pytest

from tests.templates import FOLDER, kinds, written
from tests.templates.layout import form, row
from tests.templates.styles import STYLES

SHIPPED = sorted(path.stem for path in FOLDER.glob("*.docx"))


def test_every_template_has_a_layout_and_every_layout_its_template() -> None:
    assert kinds() == SHIPPED


@pytest.mark.parametrize("kind", kinds())
def test_a_template_is_what_its_layout_writes(kind: str) -> None:
    """Otherwise: `python -m tests.templates`."""
    assert (FOLDER / f"{kind}.docx").read_bytes() == written(kind)


@pytest.mark.parametrize("kind", kinds())
def test_a_tag_is_never_torn_apart(kind: str) -> None:
    """Each begins and ends in one run, so that Word shows it as it will be read."""
    runs = re.findall(r"<w:t[^>]*>([^<]*)</w:t>", _part(written(kind), "word/document.xml"))
    assert any("{{" in text for text in runs)
    for text in runs:
        assert text.count("{{") == text.count("}}"), text
        assert text.count("{%") == text.count("%}"), text


def test_the_page_is_that_of_official_papers() -> None:
    section = docx.Document(io.BytesIO(written("defence"))).sections[0]
    lengths = (section.page_width, section.page_height, section.top_margin, section.bottom_margin,
               section.left_margin, section.right_margin)  # fmt: skip
    assert [round(one.mm) for one in lengths if one is not None] == [210, 297, 37, 35, 28, 26]
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert ("PAGE" in odd._p.xml, "PAGE" in even._p.xml) == (True, True)
    assert (odd.alignment, even.alignment) == (2, 0)


def test_every_style_names_a_font_for_chinese() -> None:
    styles = _part(written("defence"), "word/styles.xml")
    assert styles.count('w:type="paragraph"') == len(STYLES)
    assert len(re.findall(r'<w:rFonts [^>]*w:eastAsia="[^"]+"', styles)) == len(STYLES) + 1
    fonts = _part(written("defence"), "word/fontTable.xml")
    for name in set(re.findall(r'w:eastAsia="([^"-]+)"', styles)) - {"zh"}:
        assert f'<w:font w:name="{name}"><w:altName w:val="' in fonts


def test_a_row_of_a_form_has_labels_with_what_belongs_to_them() -> None:
    with pytest.raises(ValueError, match="in pairs"):
        form(row("案由", "{{ cause }}", "案号"))


def _part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name).decode()
