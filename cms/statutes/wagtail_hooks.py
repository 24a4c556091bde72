from wagtail import hooks

from cms.statutes.search_desk import SearchGroup
from cms.statutes.viewsets import StatutesGroup


@hooks.register("register_admin_viewset")
def viewsets():
    return [StatutesGroup(), SearchGroup()]
