"""Migrations that would lose data, or fail on the office's, or cannot be taken back. Run by `make check`.

`NOT_NULL` is left out: it is about two versions at once on one database; this platform stops for an upgrade.
"""

import os
import sys

import django

# Name of the migration, and why it may.
ACCEPTED = {
    "0002_names_as_said": "SQLite writes the table anew, with the constraints it had; none is new",
}


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sites.settings.test")
    django.setup()
    from django.apps import apps
    from django.conf import settings
    from django_migration_linter import MigrationLinter

    rooms = ("cms", "media", "search", "sites")
    linter = MigrationLinter(
        str(settings.ROOT),
        include_apps=[app.label for app in apps.get_app_configs() if app.name.partition(".")[0] in rooms],
        ignore_name=list(ACCEPTED),
        exclude_migration_tests=["NOT_NULL"],
        all_warnings_as_errors=True,
        quiet=["ok", "ignore"],
        no_cache=True,
    )
    linter.lint_all_migrations()
    return int(linter.has_errors)


if __name__ == "__main__":
    sys.exit(main())
