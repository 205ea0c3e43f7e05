"""The words of a roster sheet: names of sheets, columns, kinds and roles, as people write them in both languages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.hall.terms import AgencyKind, Role
from bot.domain.reading.cleaning import clean_line


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet. The first name of each language stands in the template."""

    key: str
    chinese: str
    english: str
    others: tuple[str, ...] = ()
    required: bool = False
    width: int = 16
    hint: str = ""
    """What is wanted in its cells: a message id."""


AGENCY_SHEET = ("单位", "Agencies", ("单位表", "机构", "agency"))
PEOPLE_SHEET = ("人员", "People", ("人员表", "名册", "person", "roster"))

AGENCY_COLUMNS = (
    Column("name", "单位名称", "Name", ("单位", "全称", "单位全称", "机构名称", "full name", "agency"), True, 34,
           "The full name of the agency, as on its seal. One row each."),
    Column("short_name", "简称", "Short name", ("单位简称", "short"), hint=(
        "How it is called in short, as the county bureau of natural resources: messages and buttons show it.")),
    Column("kind", "类别", "Kind", ("单位类别", "性质", "类型", "type"), True,
           hint="Choose from the list."),
    Column("parent", "上级单位", "Above", ("上级", "主管单位", "隶属", "parent", "agency above"), False, 24,
           "The agency directly above: the county government for departments, towns and townships, the bureau for its "
           "stations and squads. Empty for the county government itself."),
    Column("supervisor", "条线指导单位", "Supervised by", ("条线", "业务指导单位", "supervision by system"), False, 24,
           "The department of the level above that guides it in its field. As a rule this stays empty."),
    Column("lead", "牵头单位", "Lead organ", ("统筹单位", "lead"), False, 24,
           "The justice bureau (or government office) that coordinates. Write it in the row of the county government "
           "alone: it holds for all that stands below."),
    Column("rulebook", "适用规则", "Rule book", ("规则", "规则手册", "rulebook"), False, 24,
           "The local rules by which terms are worked out. Write it in the row of the county government alone; empty: "
           "the one that is set for the whole installation."),
)  # fmt: skip
PEOPLE_COLUMNS = (
    Column("agency", "单位", "Agency", ("单位名称", "所在单位", "工作单位"), True, 28,
           "The full or short name as in the sheet of agencies."),
    Column("name", "姓名", "Name", ("名字", "人员姓名", "person"), True, 12,
           "One row for each agency in which somebody has a role."),
    Column("phone", "电话", "Telephone", ("手机", "手机号", "手机号码", "电话号码", "联系电话", "phone", "mobile"),
           hint="The mobile number with which Telegram is used: it confirms who registers."),
    Column("role", "角色", "Role", ("身份", "系统角色"), True,
           hint="Choose from the list; several roles of one person are separated by 、."),
    Column("post", "职务", "Post", ("职位", "行政职务", "title", "position"), False, 20,
           "The post as it is to stand in papers, such as deputy director."),
    Column("in_charge_of", "分管工作", "In charge of", ("分管", "分管事项", "分管领域"), False, 30,
           "Of leaders: what they are in charge of, so that the right one is proposed for a hearing."),
    Column("from_date", "任职日期", "From", ("任职时间", "开始日期", "since", "start"),
           hint="As 2026-01-01. Empty: from today on."),
    Column("to_date", "离任日期", "Until", ("离任时间", "截止日期", "结束日期", "to", "end", "last day"),
           hint="As 2026-12-31: the last day. It ends the appointment; observers need one."),
)  # fmt: skip

KINDS: dict[AgencyKind, tuple[str, ...]] = {
    AgencyKind.GOVERNMENT: ("人民政府", "政府", "government"),
    AgencyKind.DEPARTMENT: ("工作部门", "部门", "局", "委办局", "department"),
    AgencyKind.TOWNSHIP: ("乡镇", "镇", "乡", "乡镇政府", "township"),
    AgencyKind.SUBDISTRICT: ("街道", "街道办", "街道办事处", "subdistrict"),
    AgencyKind.DISPATCHED: ("派出机构", "派出机关", "派驻机构", "dispatched body"),
    AgencyKind.JUSTICE_BUREAU: ("司法局", "justice bureau"),
    AgencyKind.GENERAL_OFFICE: ("政府办公室", "政府办", "办公室", "government general office", "general office"),
    AgencyKind.COURT: ("人民法院", "法院", "court"),
    AgencyKind.AUTHORISED: ("法律法规授权组织", "授权组织", "authorised organisation", "authorized organization"),
    AgencyKind.INTERNAL: ("内设机构", "科室", "internal body"),
}
ROLES: dict[Role, tuple[str, ...]] = {
    Role.PRINCIPAL: ("主要负责人", "正职", "一把手", "主要领导", "principal leader", "principal"),
    Role.LEADER: ("负责人", "分管负责人", "分管领导", "副职", "班子成员", "leader", "deputy leader"),
    Role.LIAISON: ("联络员", "联系人", "应诉联络员", "liaison officer", "liaison"),
    Role.DEPUTY_LIAISON: ("副联络员", "备用联络员", "联络员B岗", "B岗", "deputy liaison officer", "deputy liaison"),
    Role.COORDINATOR: ("统筹人员", "统筹部门联系人", "协调员", "coordinator"),
    Role.ASSESSOR: ("考核人员", "考核", "assessor"),
    Role.CASE_HANDLER: ("承办人", "承办人员", "案件承办人", "case handler"),
    Role.LEGAL_STAFF: ("法制人员", "法规科人员", "公职律师", "法律顾问", "legal staff"),
    Role.ENFORCEMENT_STAFF: ("执法人员", "enforcement staff"),
    Role.COURT_CONTACT: ("法院联系人", "法院联络员", "court contact"),
    Role.OBSERVER: ("观察员", "巡察人员", "observer"),
}
"""An administrator is never made by a sheet."""

EXAMPLE = ("示例", "例", "example")
"""A row that begins with one of these is an example of the template and is passed over."""

_NOISE = re.compile(r"[\s*＊:：]+|[(（](?:必填|选填|required|optional)[)）]", re.IGNORECASE)


def plain(text: str) -> str:
    """A word as it is compared: no blanks, no marks for required columns, one case."""
    return _NOISE.sub("", clean_line(text)).casefold()


def column_of(header: str, columns: tuple[Column, ...]) -> str | None:
    """The key of the column that a header names."""
    wanted = plain(header)
    for column in columns:
        if wanted in {plain(name) for name in (column.key, column.chinese, column.english, *column.others)}:
            return column.key
    return None


_KINDS = {plain(word): kind for kind, words in KINDS.items() for word in (kind, *words)}
_ROLES = {plain(word): role for role, words in ROLES.items() for word in (role, *words)}


def kind_of(text: str) -> AgencyKind | None:
    """The kind that a word names, in either language."""
    return _KINDS.get(plain(text))


def role_of(text: str) -> Role | None:
    """The role that a word names, in either language."""
    return _ROLES.get(plain(text))


def sheet_of(title: str) -> str | None:
    """agencies or people, by the sheet's title."""
    for key, (chinese, english, others) in (("agencies", AGENCY_SHEET), ("people", PEOPLE_SHEET)):
        if plain(title) in {plain(name) for name in (chinese, english, *others)}:
            return key
    return None
