from wagtail import hooks

from cms.accounts import users
from cms.accounts.trail import TrailViewSet
from cms.accounts.users import bulk_actions

hooks.register("register_admin_viewset", TrailViewSet)
hooks.register("register_account_menu_item", users.password_item)
for action in (bulk_actions.SetActive, bulk_actions.AssignRole, bulk_actions.Delete):
    # After the framework's own, whose place each takes.
    hooks.register("register_bulk_action", action, order=1)
