"""Writes of training: tables of the office, with the rules that the models keep."""

from cms.core.tables import Table
from cms.training.models import Attendance, TrainingSession
from cms.training.permissions import can_manage_training

SESSIONS = Table(
    TrainingSession,
    can_manage_training,
    writes=("title", "starts_on", "ends_on", "hours", "place", "organiser"),
)
# People enter a list by import; what it says of them may be corrected.
ATTENDANCES = Table(
    Attendance,
    can_manage_training,
    writes=("signed", "arrived_at", "hours", "remark"),
    offers=("change", "delete"),
)
