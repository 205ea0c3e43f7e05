"""`documents check` and `documents sample`, and the doctor's line: what an operator gets to see."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result
from pydantic import SecretStr

from bot import operations
from bot.cli import main
from bot.law.forms.shelf import load_kinds
from bot.law.places import SHIPPED_FORMS
from bot.papers.cli import verdict
from bot.papers.shelf import Shelf
from bot.settings import Settings
from tests.templates.layout import form, para, row, title
from tests.templates.layout import paper as laid
from tests.templates.package import packed

KIND = """format = 1
[kind]
id = "note"
zh = "工作说明"
en = "work note"
about = "agency"
closes = []
number = "泗自然资函〔{year}〕{n}号"
[[field]]
name = "cause"
zh = "事由"
en = "matter"
[[field]]
name = "on"
zh = "日期"
en = "day"
type = "day"
[[field]]
name = "kinds"
zh = "类别"
en = "kinds"
type = "choices"
choices = [{ id = "a", zh = "甲类", en = "A" }, { id = "b", zh = "乙类", en = "B" }]
[[field]]
name = "rows"
zh = "事项"
en = "items"
type = "rows"
columns = [{ name = "what", zh = "问题", en = "problem" }]
"""
SOUND = (
    title("{{ paper.title }}"), form(row("事由", "{{ cause }}", "日期", "{{ on }}"), row("类别", "{{ kinds }}")),
    para("{% for row in rows %}{{ row.what }}；{% endfor %}{{ paper.number }}"),
)  # fmt: skip


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """A folder of an operator: a kind of its own, and templates."""
    (tmp_path / "books" / "forms").mkdir(parents=True)
    (tmp_path / "books" / "forms" / "note.toml").write_text(KIND)
    (tmp_path / "templates").mkdir()
    return tmp_path


def _run(county: Path, *arguments: str, templates: bool = True) -> Result:
    env = {"CHUTING_RULEBOOKS": str(county / "books"), "CHUTING_TEMPLATES": str(county / "templates")}
    return CliRunner().invoke(
        main, ["documents", *arguments], env=env if templates else {**env, "CHUTING_TEMPLATES": None}
    )


def _settings(county: Path) -> Settings:
    return Settings(
        var=county, token=SecretStr(""), rulebooks=county / "books", templates=county / "templates", _env_file=None,
    )  # type: ignore[call-arg]  # fmt: skip


def test_what_is_wrong_with_a_template_is_said_with_its_place(county: Path) -> None:
    layout = (*SOUND, form(row("事由", "{{ case }}")), para("{{ cause|safe }}"), para("{%p if on %}"))
    (county / "templates" / "note.docx").write_bytes(packed(laid(*layout)))
    (county / "templates" / "nota.docx").write_bytes(packed(laid(para("{{ cause }}"))))
    done = _run(county, "check")
    assert done.exit_code == 1
    said = done.output.splitlines()
    assert 'WRONG note.docx: table 2, row 1, cell 2: unknown "case", did you mean "cause"?' in said
    assert "WRONG note.docx: paragraph 5: No filter named 'safe'." in said
    assert "WRONG note.docx: paragraph 6: “if” has no “endif”" in said
    assert 'WRONG nota.docx: no kind of document is made of it: unknown "nota", did you mean "note"?' in said
    assert said[-1] == f"2 templates in {county}/templates, 0 can be used."


def test_a_kind_of_ones_own_without_a_template_is_named_wherever_it_is_asked(county: Path) -> None:
    lacking = "forms/note.toml: 《工作说明》 has no template: put note.docx into the folder of templates"
    for templates in (True, False):
        done = _run(county, "check", templates=templates)
        assert done.exit_code == 1
        assert [line for line in done.output.splitlines() if line.startswith("WRONG")] == [f"WRONG {lacking}"]
    for settings in (_settings(county), _settings(county).model_copy(update={"templates": None})):
        good, words = verdict(settings)
        assert not good
        assert lacking in words


def test_a_kind_of_ones_own_that_the_shipped_template_does_not_fit_is_named_with_the_place(county: Path) -> None:
    (county / "books" / "forms" / "note.toml").unlink()
    text = (SHIPPED_FORMS / "loss_report.toml").read_text("utf-8")
    own = county / "books" / "forms" / "loss_report.toml"
    own.write_text(text.replace('name = "office"', 'name = "bureau_in_charge"'), "utf-8")
    done = _run(county, "check")
    assert done.exit_code == 1
    assert 'WRONG loss_report.docx: table 1, row 4, cell 4: unknown "office"' in done.output
    good, words = verdict(_settings(county))
    assert not good
    assert 'unknown "office"' in words
    own.write_text(text.replace('zh = "责任科室"', 'zh = "责任股室"'), "utf-8")
    (county / "templates" / "loss_report.docx").write_bytes(Shelf().read("loss_report"))
    assert _run(county, "check").exit_code == 0


def test_a_sound_template_is_sound_and_what_it_leaves_out_is_said(county: Path) -> None:
    (county / "templates" / "note.docx").write_bytes(packed(laid(*SOUND)))
    done = _run(county, "check")
    assert (done.exit_code, done.output) == (0, f"1 templates in {county}/templates, 1 can be used.\n")
    path = county / "templates" / "note.docx"
    path.write_bytes(packed(laid(para("{{ cause }} {{ on }} {{ kinds }}"))))
    done = _run(county, "check", str(path))
    assert done.exit_code == 0
    assert "note  note.docx: rows (事项) stands nowhere in it" in done.output


def test_all_shipped_templates_can_be_used() -> None:
    done = CliRunner().invoke(main, ["documents", "check"], env={"CHUTING_TEMPLATES": None, "CHUTING_RULEBOOKS": None})
    assert [line for line in done.output.splitlines() if line.startswith("WRONG")] == []
    assert done.exit_code == 0


def test_every_kind_has_a_template_that_can_be_filled() -> None:
    from bot.papers.shelf import shipped

    assert {kind.template or kind.id for kind in load_kinds().values()} == set(shipped())


def test_a_sample_shows_invented_data_in_ones_own_template(county: Path) -> None:
    (county / "templates" / "note.docx").write_bytes(packed(laid(*SOUND)))
    target = county / "seen.docx"
    done = _run(county, "sample", "note", "-o", str(target))
    assert done.exit_code == 0, done.output
    document = docx.Document(str(target))
    assert document.paragraphs[0].text == "工作说明"
    assert [cell.text for cell in document.tables[0].rows[1].cells][-1] == "甲类、乙类"
    assert "问题一；问题二；泗自然资函〔2026〕1号" in [one.text for one in document.paragraphs]
    assert "《工作说明》" in done.output


def test_a_sample_of_what_there_is_not_names_what_is_near(county: Path) -> None:
    done = _run(county, "sample", "nota")
    assert done.exit_code == 1
    assert 'did you mean "note"?' in done.output
    (county / "templates" / "note.docx").write_bytes(packed(laid(para("{{ nobody }}"))))
    done = _run(county, "sample", "note")
    assert done.exit_code == 1
    assert "there is no nobody. `documents check` says where." in done.output


# -- the doctor --------------------------------------------------------------------------------------------------------


def test_the_doctor_says_of_which_templates_papers_are_made(county: Path) -> None:
    shipped = Settings(var=county, token=SecretStr(""), _env_file=None)  # type: ignore[call-arg]
    good, words = verdict(shipped)
    assert good
    assert words.startswith("Papers are made of the shipped templates; ")
    assert "LibreOffice" in words
    (county / "templates" / "note.docx").write_bytes(packed(laid(*SOUND)))
    good, words = verdict(_settings(county))
    assert good
    assert words.startswith("Papers are made of the shipped templates and 1 of your own; ")


def test_the_doctor_says_what_is_wrong_with_an_own_template(county: Path) -> None:
    (county / "templates" / "note.docx").write_bytes(packed(laid(para("{{ couse }}"))))
    good, words = verdict(_settings(county))
    assert not good
    assert 'Template note.docx: paragraph 1: unknown "couse", did you mean "cause"?' in words
    assert "documents check" in words
    (county / "templates" / "note.docx").unlink()
    (county / "templates").rmdir()
    good, words = verdict(_settings(county))
    assert not good
    assert "CHUTING_TEMPLATES is no folder" in words


@pytest.mark.slow
async def test_the_doctor_has_the_line(county: Path) -> None:
    (county / "templates" / "note.docx").write_bytes(packed(laid(*SOUND)))
    said = [one for one in await operations.doctor(_settings(county)) if one.words.startswith("Papers are made")]
    assert [one.good for one in said] == [True]
