import shutil

import pytest
from django.contrib.auth.hashers import make_password

from tests.platforms import Platform


@pytest.fixture(scope="module")
def prepared(migrated, tmp_path_factory):
    """A platform that has been started before: tables, one account, an index."""
    folder = tmp_path_factory.mktemp("prepared") / "var"
    shutil.copytree(migrated, folder)
    (folder / "index").mkdir(exist_ok=True)
    platform = Platform(folder)
    platform.python(
        "from cms.accounts.models import User; "
        f"User.objects.create(username='admin', password={make_password('x')!r})"
    )
    platform.close()
    return platform
