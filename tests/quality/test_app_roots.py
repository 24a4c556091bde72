"""What may stand in the root of an app: names everybody knows, so that each kind of thing has one place."""

import pytest
from django.conf import settings

# The rooms without features of their own: what the apps stand on.
FOUNDATIONS = {"core", "intake"}
AGREED = {
    "__init__", "apps", "checks", "edges", "enums", "exports", "forms", "imports", "management", "migrations",
    "models", "panels", "permissions", "queries", "search_documents", "services", "signals", "static",
    "tasks", "templates", "templatetags", "views", "viewsets", "wagtail_hooks",
}  # fmt: skip
# What the framework asks for by a name of its own, the doors of the framework that an app closes, and what an
# app holds that is no record.
OWN = {
    "assessment": {"arithmetic", "documents", "outcomes", "sealing"},
    "accounts": {"signing_in", "trail", "users"},
    "campaigns": {"blocks", "menus"},
}
APPS = sorted(
    path.parent for path in (settings.ROOT / "cms").glob("*/apps.py") if path.parent.name not in FOUNDATIONS
)


def names_in(app) -> set[str]:
    return {path.stem for path in app.iterdir() if path.suffix == ".py" or _is_room(path)}


def _is_room(path) -> bool:
    return any(each.is_file() and "__pycache__" not in each.parts for each in path.rglob("*"))


def strangers(app) -> set[str]:
    return names_in(app) - AGREED - OWN.get(app.name, set())


@pytest.mark.parametrize("app", APPS, ids=lambda app: app.name)
def test_only_agreed_names_stand_in_the_root_of_an_app(app):
    assert strangers(app) == set()


@pytest.mark.parametrize("app", OWN)
def test_no_exception_outlives_its_file(app):
    assert OWN[app] - names_in(settings.ROOT / "cms" / app) == set()


@pytest.mark.parametrize("planted", ["judging.py", "storing/rows.py", "handy.py"])
def test_stranger_is_seen(tmp_path, planted):
    for name in ("models.py", "imports/columns.py", "templates/page.html", "__pycache__/models.pyc", planted):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert strangers(tmp_path) == {planted.split("/")[0].removesuffix(".py")}
