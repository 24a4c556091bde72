from wagtail import hooks

from cms.exams.viewsets import ExamsGroup


@hooks.register("register_admin_viewset")
def viewsets():
    return ExamsGroup()
