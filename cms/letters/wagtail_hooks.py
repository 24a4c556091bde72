from wagtail import hooks

from cms.letters.panels import add_letters
from cms.letters.viewsets import LetterViewSet


@hooks.register("register_admin_viewset")
def letters():
    return LetterViewSet()


hooks.register("construct_homepage_panels", add_letters)
