from wagtail import hooks

from cms.accounts import users
from cms.accounts.trail import TrailViewSet

hooks.register("before_bulk_action", users.guard_bulk_action)
hooks.register("register_admin_viewset", TrailViewSet)
