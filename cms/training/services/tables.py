"""Tables of the office, with the rules that the models keep."""

from cms.core.tables import Table
from cms.training.models import Attendance, Course, TrainingSession
from cms.training.permissions import can_manage_training

COURSES = Table(
    Course,
    can_manage_training,
    writes=("title", "subject", "laws", "articles", "audiences", "materials"),
)
SESSIONS = Table(
    TrainingSession,
    can_manage_training,
    writes=(
        "title", "course", "starts_on", "ends_on", "begins", "finishes", "hours", "venue", "place", "host",
        "organiser", "teacher", "takes_sign_ups", "capacity", "counts_as_service",
    ),
)  # fmt: skip
# People enter by the door or by a list; how that is corrected says `services.attending`.
ATTENDANCES = Table(Attendance, can_manage_training, offers=("delete",))
