"""Tables of the office, without rules beyond who may write."""

from cms.core.tables import Table
from cms.volunteering.models import Commendation, Evaluation, Profile, ReportColumn, Skill, Team
from cms.volunteering.permissions import can_manage_volunteers

SKILLS = Table(Skill, can_manage_volunteers, writes=("name", "order"))
TEAMS = Table(Team, can_manage_volunteers, writes=("name", "place", "introduction"))
# Of those without an account the office writes down what they offer, and of all which team they are in.
PROFILES = Table(Profile, can_manage_volunteers, writes=("appointment", "skills", "times", "towns", "team"))
COMMENDATIONS = Table(
    Commendation, can_manage_volunteers, writes=("appointment", "title", "given_by", "given_on")
)
EVALUATIONS = Table(Evaluation, can_manage_volunteers, writes=("appointment", "year", "grade", "words"))
REPORT_COLUMNS = Table(ReportColumn, can_manage_volunteers, writes=("order", "heading", "fact", "fixed"))
