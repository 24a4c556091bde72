"""Courses, the sessions they are held in, who signed up and who came."""

from cms.training.models.attendances import Attendance
from cms.training.models.courses import Course
from cms.training.models.scans import Scan
from cms.training.models.sessions import TrainingSession
from cms.training.models.settings import TrainingSetting
from cms.training.models.sign_ups import SignUp

__all__ = ["Attendance", "Course", "Scan", "SignUp", "TrainingSession", "TrainingSetting"]
