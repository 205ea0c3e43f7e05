"""A county to test in: agencies, and people with Telegram accounts. Ids are the same in every test."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy import select as choose
from sqlmodel import select

from bot.domain.hall.terms import AgencyKind, Role
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, Appointment, Document, Person, PrintJob, metadata
from tests.rig import Rig

SINCE = date(2024, 1, 1)
NOON = time(12)


@dataclass
class County:
    """Ids of agencies, Telegram ids of people. `ids` gives the database id of a person by Telegram id."""

    city: int = 0
    city_justice: int = 0
    government: int = 0
    """泗水县人民政府: rule book sishui-2020, lead organ `justice`."""
    justice: int = 0
    office: int = 0
    resources: int = 0
    """县自然资源局: the unit most tests are about."""
    station: int = 0
    """A dispatched body below `resources`."""
    police: int = 0
    labour: int = 0
    street: int = 0
    town: int = 0
    court: int = 0

    admin: int = 1001
    coordinator: int = 1101
    coordinator2: int = 1102
    justice_principal: int = 1103
    city_coordinator: int = 1104
    assessor: int = 1105
    liaison: int = 1201
    """王芳, liaison officer of `resources`."""
    deputy: int = 1202
    """李娜, her deputy."""
    principal: int = 1203
    """李建国, 局长 of `resources`."""
    leader: int = 1204
    """张明, 副局长 of `resources`."""
    leader2: int = 1205
    """赵敏, 副局长 of `resources`."""
    handler: int = 1206
    legal: int = 1207
    police_liaison: int = 1301
    police_deputy: int = 1302
    police_principal: int = 1303
    police_leader: int = 1304
    police_leader2: int = 1305
    office_liaison: int = 1401
    mayor: int = 1402
    """钱宏, 县长: principal of `government`."""
    vice_mayor: int = 1403
    labour_liaison: int = 1501
    labour_principal: int = 1502
    """袁博 reads English."""
    street_liaison: int = 1601
    street_principal: int = 1602
    town_liaison: int = 1701
    town_principal: int = 1702
    court_contact: int = 1901
    observer: int = 1902

    offline_leader: int = 0
    """Database id of 石磊, 副局长 of `labour`, who is not on Telegram."""
    ids: dict[int, int] = field(default_factory=dict)


async def county(rig: Rig) -> County:
    """Put the county into the rig's database; everybody is registered except `offline_leader`."""
    built: County = await rig.work(_copied)
    return built


async def person(rig: Rig, telegram_id: int) -> Person:
    """The person with this account, for `rig.work(..., actor=...)`."""
    found = await rig.database.read(lambda session: access.person_by_telegram(session, telegram_id))
    assert found is not None
    return found


async def agency(rig: Rig, agency_id: int) -> Agency:
    """The agency as it stands in the database now."""
    found = await rig.database.read(lambda session: session.get(Agency, agency_id))
    assert found is not None
    return found


async def appointments(rig: Rig, person_id: int) -> list[Appointment]:
    """All appointments of a person, ended ones too."""
    statement = select(Appointment).where(Appointment.person_id == person_id)
    return list(await rig.database.read(lambda session: session.exec(statement).all()))


def add_agency(
    desk: Desk,
    name: str,
    short_name: str,
    kind: AgencyKind = AgencyKind.DEPARTMENT,
    parent: Agency | None = None,
    *,
    rulebook: str | None = None,
) -> Agency:
    """An agency with its path."""
    added = Agency(
        name=name,
        short_name=short_name,
        kind=kind,
        parent_id=parent.id if parent else None,
        rulebook=rulebook,
    )
    desk.session.add(added)
    desk.session.flush()
    added.path = f"{parent.path if parent else '/'}{added.id}/"
    desk.session.flush()
    return added


def add_print(desk: Desk, agency_id: int, *, minutes: int = 0, attempts: int = 0, lease: float = 0) -> None:
    """A frozen paper that has waited for so many minutes to be printed, tried so often already."""
    now = desk.now
    key = f"note/{agency_id}/{minutes}/{attempts}"
    document = Document(kind="note", key=key, agency_id=agency_id, created_at=now, touched_at=now)
    desk.session.add(document)
    desk.session.flush()
    since = now - timedelta(minutes=minutes)
    job = PrintJob(document_id=document.id or 0, edition=1, attempts=attempts, lease=lease, made_at=since)
    desk.session.add(job)


def add_person(
    desk: Desk, name: str, telegram_id: int | None = None, *, phone: str = "", language: str = "zh_CN"
) -> Person:
    """A person; registered when there is a Telegram id."""
    added = Person(
        name=name,
        phone=phone,
        telegram_id=telegram_id,
        chat_id=telegram_id,
        language=language,
        created_at=desk.now,
    )
    desk.session.add(added)
    desk.session.flush()
    return added


def appoint(
    desk: Desk,
    holder: Person,
    role: Role,
    agency: Agency | None = None,
    post: str = "",
    in_charge_of: str = "",
    since: date = SINCE,
    until: date | None = None,
) -> Appointment:
    """An appointment."""
    added = Appointment(
        person_id=holder.id or 0,
        agency_id=agency.id if agency else None,
        role=role,
        post=post,
        in_charge_of=in_charge_of,
        from_date=since,
        to_date=until,
    )
    desk.session.add(added)
    desk.session.flush()
    return added


_TABLES = [metadata.tables[name] for name in ("agency", "person", "appointment")]


def _copied(desk: Desk) -> County:
    """The county; in an empty SQLite file it is put as the rows that were built the first time.

    PostgreSQL counts its ids by itself: there it is built each time.
    """
    empty = not any(desk.session.execute(choose(table.c.id).limit(1)).first() for table in _TABLES)
    if desk.session.get_bind().dialect.name != "sqlite" or not empty:
        return build(desk)
    if not _first:
        _first.append(build(desk))
        _rows.extend([dict(row) for row in desk.session.execute(choose(table)).mappings()] for table in _TABLES)
    else:
        # An agency's lead stands below it in the table.
        desk.session.execute(text("PRAGMA defer_foreign_keys=ON"))
        for table, rows in zip(_TABLES, _rows, strict=True):
            fresh = {"created_at": desk.now} if "created_at" in table.c else {}
            desk.session.execute(insert(table), [row | fresh for row in rows])
    return replace(_first[0], ids=dict(_first[0].ids))


_first: list[County] = []
_rows: list[list[dict[str, Any]]] = []


def build(desk: Desk) -> County:
    """The county in the database of a desk."""
    built = County()
    units = _units(desk)
    for name, unit in units.items():
        setattr(built, name, unit.id)
    units["city"].lead_id, units["government"].lead_id = built.city_justice, built.justice
    people = _people(desk, built.labour_principal)
    built.ids = {telegram_id: person.id or 0 for telegram_id, person in people.items()}
    desk.session.add_all(
        Appointment(
            person_id=built.ids[telegram_id],
            agency_id=units[place].id if place else None,
            role=role,
            post=post,
            in_charge_of=matters,
            from_date=SINCE,
            to_date=date(2027, 12, 31) if role is Role.OBSERVER else None,
        )
        for telegram_id, _, role, place, post, matters in _PEOPLE
    )
    offline = add_person(desk, "石磊", phone="13900001503")
    appoint(desk, offline, Role.LEADER, units["labour"], "副局长", "工伤认定、劳动监察")
    built.offline_leader = offline.id or 0
    return built


def _people(desk: Desk, english: int) -> dict[int, Person]:
    """Everybody of the county who is on Telegram, by account, in one statement."""
    made = {
        telegram_id: Person(
            name=name,
            phone=f"1390000{telegram_id}",
            telegram_id=telegram_id,
            chat_id=telegram_id,
            language="en" if telegram_id == english else "zh_CN",
            created_at=desk.now,
        )
        for telegram_id, name, *_ in _PEOPLE
    }
    desk.session.add_all(made.values())
    desk.session.flush()
    return made


def _units(desk: Desk) -> dict[str, Agency]:
    """The agencies: first all of them, then, with their ids, who is below whom."""
    made = {
        key: Agency(name=name, short_name=short_name, kind=kind, rulebook=rulebook)
        for key, name, short_name, kind, _, rulebook in _AGENCIES
    }
    desk.session.add_all(made.values())
    desk.session.flush()
    for key, *_, parent, _ in _AGENCIES:
        unit, above = made[key], made.get(parent)
        unit.parent_id = above.id if above else None
        unit.path = f"{above.path if above else '/'}{unit.id}/"
    desk.session.flush()
    return made


_AGENCIES: tuple[tuple[str, str, str, AgencyKind, str, str | None], ...] = (
    ("city", "济宁市人民政府", "市政府", AgencyKind.GOVERNMENT, "", "national"),
    ("government", "泗水县人民政府", "县政府", AgencyKind.GOVERNMENT, "city", "sishui-2020"),
    ("resources", "泗水县自然资源和规划局", "县自然资源局", AgencyKind.DEPARTMENT, "government", None),
    ("city_justice", "济宁市司法局", "市司法局", AgencyKind.JUSTICE_BUREAU, "city", None),
    ("justice", "泗水县司法局", "县司法局", AgencyKind.JUSTICE_BUREAU, "government", None),
    ("office", "泗水县人民政府办公室", "县政府办", AgencyKind.GENERAL_OFFICE, "government", None),
    ("station", "泉林自然资源所", "泉林资源所", AgencyKind.DISPATCHED, "resources", None),
    ("police", "泗水县公安局", "县公安局", AgencyKind.DEPARTMENT, "government", None),
    ("labour", "泗水县人力资源和社会保障局", "县人社局", AgencyKind.DEPARTMENT, "government", None),
    ("street", "泗水县人民政府济河街道办事处", "济河街道", AgencyKind.SUBDISTRICT, "government", None),
    ("town", "泗水县泉林镇人民政府", "泉林镇", AgencyKind.TOWNSHIP, "government", None),
    ("court", "泗水县人民法院", "县法院", AgencyKind.COURT, "government", None),
)
"""Key, name, short name, kind, key of the agency above, rule book; who is above stands before."""

_PEOPLE: tuple[tuple[int, str, Role, str, str, str], ...] = (
    (1001, "周管理", Role.ADMINISTRATOR, "", "", ""),
    (1101, "陈静", Role.COORDINATOR, "justice", "行政应诉科科长", ""),
    (1102, "刘洋", Role.COORDINATOR, "justice", "行政应诉科科员", ""),
    (1103, "孙正", Role.PRINCIPAL, "justice", "局长", ""),
    (1104, "郑岩", Role.COORDINATOR, "city_justice", "行政应诉科科长", ""),
    (1105, "高远", Role.ASSESSOR, "city_justice", "考核督察科科长", ""),
    (1201, "王芳", Role.LIAISON, "resources", "法规科科长", ""),
    (1202, "李娜", Role.DEPUTY_LIAISON, "resources", "法规科科员", ""),
    (1203, "李建国", Role.PRINCIPAL, "resources", "局长", ""),
    (1204, "张明", Role.LEADER, "resources", "副局长", "执法监察、行政审批"),
    (1205, "赵敏", Role.LEADER, "resources", "副局长", "不动产登记、国土空间规划"),
    (1206, "何伟", Role.CASE_HANDLER, "resources", "执法监察大队队员", ""),
    (1207, "罗佳", Role.LEGAL_STAFF, "resources", "公职律师", ""),
    (1301, "马超", Role.LIAISON, "police", "法制大队大队长", ""),
    (1302, "宋雨", Role.DEPUTY_LIAISON, "police", "法制大队民警", ""),
    (1303, "韩峰", Role.PRINCIPAL, "police", "局长", ""),
    (1304, "徐刚", Role.LEADER, "police", "副局长", "治安、交通管理"),
    (1305, "曹丽", Role.LEADER, "police", "副局长", "户政、出入境"),
    (1401, "吴桐", Role.LIAISON, "office", "秘书科科长", ""),
    (1401, "吴桐", Role.LIAISON, "government", "县政府办秘书科科长", ""),
    (1402, "钱宏", Role.PRINCIPAL, "government", "县长", ""),
    (1403, "冯涛", Role.LEADER, "government", "副县长", "自然资源、住房城乡建设"),
    (1501, "丁晓", Role.LIAISON, "labour", "法规科科长", ""),
    (1502, "袁博", Role.PRINCIPAL, "labour", "局长", ""),
    (1601, "孔祥", Role.LIAISON, "street", "司法所所长", ""),
    (1602, "颜华", Role.PRINCIPAL, "street", "主任", ""),
    (1701, "乔木", Role.LIAISON, "town", "司法所所长", ""),
    (1702, "尹强", Role.PRINCIPAL, "town", "镇长", ""),
    (1901, "沈洁", Role.COURT_CONTACT, "court", "行政审判庭书记员", ""),
    (1902, "任督", Role.OBSERVER, "government", "巡察组组员", ""),
)
