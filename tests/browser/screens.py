"""Takes the pictures of `docs/screens/`: every page type at 375 and 1280 pixels, and what each kind of
account sees first. Run by `make screens`."""

import io
from pathlib import Path
from urllib.parse import unquote

import pytest
from PIL import Image

from tests.browser.conftest import DESK, PHONE
from tests.browser.pages import PAGES

COLOURS = 64
# Where each kind of account begins.
ROLES = {
    "office": "/office/", "reviewer": "/office/", "editor": "/office/", "admin": "/office/",
    "agency": "/portal/", "community": "/portal/", "member": "/portal/",
}  # fmt: skip
SKIPPED = {"search-empty", "portal-check"}


@pytest.mark.parametrize("name", [name for name in PAGES if name not in SKIPPED])
def test_screen(visit, name, request):
    folder = request.config.rootpath / "docs" / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    path, account = PAGES[name]
    page = visit(path, account)
    for viewport in (PHONE, DESK):
        page.set_viewport_size(viewport)
        # As it comes on a screen of this size.
        page.reload()
        taken = page.screenshot(full_page=viewport is PHONE, scale="css")
        keep(taken, folder / f"{name}-{viewport['width']}.png")


@pytest.mark.parametrize("account", ROLES)
def test_first_screen_of_an_account(visit, account, request):
    taken = visit(ROLES[account], account).screenshot(scale="css")
    keep(taken, request.config.rootpath / "docs" / "screens" / f"role-{account}-{DESK['width']}.png")


def test_page_where_all_stand(request):
    folder = request.config.rootpath / "docs" / "screens"
    rows = [
        f"| `{name}` {unquote(path)} | {shown(folder, name, 375)} | {shown(folder, name, 1280)} |"
        for name, (path, _account) in PAGES.items()
    ]
    first = [
        f"| {account}：`{path}` | | {shown(folder, f'role-{account}', 1280)} |"
        for account, path in ROLES.items()
    ]
    head = "# 每一种页面\n\n由 `make screens` 拍下并写出。\n\n| 页面 | 手机 | 电脑 |\n|---|---|---|\n"
    (folder / "README.md").write_text(head + "\n".join([*rows, *first]) + "\n")


def shown(folder: Path, name: str, width: int) -> str:
    file = f"{name}-{width}.png"
    return f'<img src="{file}" width="{width // 4}" alt="">' if (folder / file).exists() else ""


def keep(taken: bytes, file: Path) -> None:
    """Pages of few colours: as a palette a third of the weight, and the same to look at."""
    picture = Image.open(io.BytesIO(taken)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    picture.save(file, optimize=True)
