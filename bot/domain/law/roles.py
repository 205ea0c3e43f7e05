"""Who owes, who receives and who is told: one closed list of identifiers.

A role is always read relative to the unit that a duty concerns: `county_justice_bureau` is the
justice bureau of the county in which that unit lies, `principal` the unit's own principal leader.
Rule books may only name these; people are found for them by the roster, never by the law.
"""

from enum import StrEnum


class Role(StrEnum):
    """An identifier of the closed list printed by `law roles`."""

    LIAISON = "liaison"
    PRINCIPAL = "principal"
    LEADER = "leader"
    LEADER_IN_CHARGE = "leader_in_charge"
    COORDINATOR = "coordinator"
    COORDINATOR_SUPERIOR = "coordinator_superior"
    CASE_TEAM = "case_team"
    HANDLING_UNIT = "handling_unit"
    DEFENDANT_AGENCY = "defendant_agency"
    RECONSIDERATION_BODY = "reconsideration_body"
    EACH_UNIT = "each_unit"
    SUPERIOR_AGENCY = "superior_agency"
    LEAD_ORGAN = "lead_organ"
    COUNTY_JUSTICE_BUREAU = "county_justice_bureau"
    CITY_JUSTICE_BUREAU = "city_justice_bureau"
    GOVERNMENT_OFFICE = "government_office"
    GOVERNMENT = "government"
    COUNTY_GOVERNMENT = "county_government"
    CITY_GOVERNMENT = "city_government"
    PARTY_COMMITTEE = "party_committee"
    JOINT_CONFERENCE_OFFICE = "joint_conference_office"
    LAW_BASED_ADMINISTRATION_OFFICE = "law_based_administration_office"
    COURT = "court"
    PLAINTIFF = "plaintiff"
    SUPERVISORY_ORGAN = "supervisory_organ"
    INSPECTION = "inspection"


#: What each identifier means: Chinese, then English.
ROLE_NAMES: dict[Role, tuple[str, str]] = {
    Role.LIAISON: ("联络员", "liaison officer"),
    Role.PRINCIPAL: ("主要负责人", "principal leader"),
    Role.LEADER: ("出庭负责人", "leader who appears"),
    Role.LEADER_IN_CHARGE: ("分管负责人", "leader in charge of the matter"),
    Role.COORDINATOR: ("统筹部门联系人", "coordinator"),
    Role.COORDINATOR_SUPERIOR: ("统筹部门负责人", "coordinator's superior"),
    Role.CASE_TEAM: ("承办人员", "case team"),
    Role.HANDLING_UNIT: ("承办单位", "handling unit"),
    Role.DEFENDANT_AGENCY: ("被诉行政机关", "defendant agency"),
    Role.RECONSIDERATION_BODY: ("复议机关", "reconsideration body"),
    Role.EACH_UNIT: ("各单位", "each obliged unit"),
    Role.SUPERIOR_AGENCY: ("上级行政机关", "superior agency"),
    Role.LEAD_ORGAN: ("牵头单位", "lead organ"),
    Role.COUNTY_JUSTICE_BUREAU: ("县（市、区）司法局", "county justice bureau"),
    Role.CITY_JUSTICE_BUREAU: ("市司法局", "city justice bureau"),
    Role.GOVERNMENT_OFFICE: ("政府办公室", "government general office"),
    Role.GOVERNMENT: ("本级人民政府", "government of the same level"),
    Role.COUNTY_GOVERNMENT: ("县（市、区）人民政府", "county government"),
    Role.CITY_GOVERNMENT: ("市人民政府", "city government"),
    Role.PARTY_COMMITTEE: ("党委", "Party committee"),
    Role.JOINT_CONFERENCE_OFFICE: ("府院联席会议办公室", "joint conference office"),
    Role.LAW_BASED_ADMINISTRATION_OFFICE: ("依法行政领导小组办公室", "law-based administration office"),
    Role.COURT: ("人民法院", "court"),
    Role.PLAINTIFF: ("原告", "plaintiff"),
    Role.SUPERVISORY_ORGAN: ("监察机关", "supervisory organ"),
    Role.INSPECTION: ("巡察机构", "inspection team"),
}
