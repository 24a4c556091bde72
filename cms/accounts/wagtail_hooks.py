from wagtail import hooks

from cms.accounts import users

hooks.register("before_bulk_action", users.guard_bulk_action)
