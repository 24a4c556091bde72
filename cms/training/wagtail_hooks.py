from wagtail import hooks

from cms.training.viewsets import TrainingGroup


@hooks.register("register_admin_viewset")
def viewsets():
    return TrainingGroup()
