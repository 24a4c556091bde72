"""Courses stand on laws; a person came to trainings."""

from django.db.models import Q

from cms.core.edges import Edge, declare
from cms.people.models import Person
from cms.statutes.models import Law
from cms.training.models import Attendance, Course


def _citing(law):
    return Course.objects.filter(Q(laws=law) | Q(articles__law=law)).distinct().order_by("title")


def _came_to(person):
    return (
        Attendance.objects.filter(person=person)
        .select_related("session", "person")
        .order_by("-session__starts_on")
    )


declare([Edge(Law, "培训课程", _citing, rests=_citing), Edge(Person, "参加过的培训", _came_to)])
