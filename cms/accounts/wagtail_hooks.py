from wagtail import hooks

from cms.accounts import users
from cms.accounts.panels import add_for_administrators
from cms.accounts.trail import TrailViewSet
from cms.accounts.users import bulk_actions
from cms.accounts.viewsets import ReadingKeyViewSet

hooks.register("register_admin_viewset", TrailViewSet)
hooks.register("register_admin_viewset", ReadingKeyViewSet)
hooks.register("construct_homepage_panels", add_for_administrators)
hooks.register("register_account_menu_item", users.password_item)
for action in (bulk_actions.SetActive, bulk_actions.AssignRole, bulk_actions.Delete):
    # After the framework's own, whose place each takes.
    hooks.register("register_bulk_action", action, order=1)
