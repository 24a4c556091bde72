from wagtail import hooks

from cms.statutes.viewsets import StatutesGroup
from cms.statutes.viewsets.search_desk import SearchGroup


@hooks.register("register_admin_viewset")
def viewsets():
    return [StatutesGroup(), SearchGroup()]
