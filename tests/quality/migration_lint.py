"""Migrations that would lose data, or fail on the office's, or cannot be taken back. Run by `make check`.

`NOT_NULL` is left out: it is about two versions at once on one database; this platform stops for an upgrade.
"""

import os
import sys

import django

ACCEPTED = {
    "0002_decisions_undo_and_retention": "the messages move to the encrypted cells, then their column goes",
    "0002_volunteers_and_service_records": "the unique column is that of a new table",
    "0003_a_mark_for_each_engine": "the documents' marks are made anew by the next flush",
    "0005_waiting_list": "registrations were unique by telephone before; the new constraint asks less",
    "0008_files_and_retakes": "each step was unique before; the new constraint lets a failed exam come again",
    "0005_evidence_in_depth": "the unique column is new and empty; photos were unique by position before",
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
