from wagtail import hooks

from cms.exams.panels import add_questions
from cms.exams.viewsets import ExamsGroup

hooks.register("construct_homepage_panels", add_questions)


@hooks.register("register_admin_viewset")
def viewsets():
    return ExamsGroup()
