from cms.volunteering.models.applications import Application
from cms.volunteering.models.calls import Answer, Call
from cms.volunteering.models.merits import Commendation, Evaluation
from cms.volunteering.models.profiles import Profile, Skill, Team, town_of
from cms.volunteering.models.proofs import ServiceProof
from cms.volunteering.models.reporting import ReportColumn
from cms.volunteering.models.requests import MemberRequest
from cms.volunteering.models.settings import VolunteerSetting

__all__ = [
    "Answer",
    "Application",
    "Call",
    "Commendation",
    "Evaluation",
    "MemberRequest",
    "Profile",
    "ReportColumn",
    "ServiceProof",
    "Skill",
    "Team",
    "VolunteerSetting",
    "town_of",
]
