"""Takes the pictures to look at, of the district's year: every page type and the admin's main screens, at
three widths, light, dark and in 长者模式, into `var/screens/index.html`. Those of a phone and of a desk in
light are kept in `docs/screens/`. Run by `make screens`."""

import io
from pathlib import Path
from urllib.parse import unquote

import pytest
import requests
from PIL import Image

from tests.browser import looks
from tests.browser.conftest import DESK, PHONE
from tests.browser.pages import PAGES
from tests.browser.test_accessibility import TABLET
from tests.cms.core.clusters import until

COLOURS = 64
DRESSES = {"light": ("light", "standard"), "dark": ("dark", "standard"), "elder": ("light", "elder")}
# Where each kind of account begins.
ROLES = {
    "office": "/office/", "reviewer": "/office/", "editor": "/office/", "admin": "/office/",
    "agency": "/portal/", "community": "/portal/", "member": "/portal/",
}  # fmt: skip
# The tables and desks of the office.
DESKS = (
    "pages", "events", "guides", "letters", "duty_lists", "review_desk", "review_rounds", "figures/year",
    "person", "nomination", "certificate", "trainingsession", "exam_questions", "honour_applications",
    "venue", "place", "law", "law_impacts", "search_unanswered", "intake", "findings", "task_runs",
    "settings/campaigns/siteprofile",
)  # fmt: skip
SCREENS = {
    **PAGES,
    **{f"desk-{desk.replace('/', '-')}": (f"/office/{desk}/", "office") for desk in DESKS},
}
SKIPPED = {"search-empty", "portal-check"}


@pytest.fixture(scope="package")
def district():
    return "year"


@pytest.fixture(scope="module")
def indexed(platform):
    """The search as it is once its index has caught up, not as it says it will be."""
    until(lambda: "正在恢复" not in requests.get(f"{platform.url}/search/?q=宪法", timeout=60).text)


@pytest.fixture(scope="module")
def folder(request, indexed):
    made = request.config.rootpath / "var" / "screens"
    made.mkdir(parents=True, exist_ok=True)
    yield made
    (made / "index.html").write_text(index(made))


@pytest.mark.parametrize("name", SCREENS)
def test_screen(visit, name, folder, request):
    path, account = SCREENS[name]
    page = visit(path, account)
    for dress, (scheme, size) in DRESSES.items():
        page.emulate_media(color_scheme=scheme)
        for viewport in (PHONE, TABLET, DESK):
            page.set_viewport_size(viewport)
            # As it comes on a screen of this size.
            page.reload()
            page.evaluate(looks.GROW, size)
            taken = page.screenshot(full_page=True, scale="css")
            (folder / f"{name}-{viewport['width']}-{dress}.png").write_bytes(taken)
            if dress == "light" and viewport is not TABLET and name in PAGES and name not in SKIPPED:
                shown = taken if viewport is PHONE else page.screenshot(scale="css")
                keep(shown, docs(request) / f"{name}-{viewport['width']}.png")


@pytest.mark.parametrize("account", ROLES)
def test_first_screen_of_an_account(visit, account, request):
    taken = visit(ROLES[account], account).screenshot(scale="css")
    keep(taken, docs(request) / f"role-{account}-{DESK['width']}.png")


def test_page_where_all_stand(request):
    folder = docs(request)
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


def docs(request) -> Path:
    return request.config.rootpath / "docs" / "screens"


def shown(folder: Path, name: str, width: int) -> str:
    file = f"{name}-{width}.png"
    return f'<img src="{file}" width="{width // 4}" alt="">' if (folder / file).exists() else ""


def index(folder: Path) -> str:
    """All pictures there are, a page type a row."""
    rows = "".join(
        f"<h2>{name}</h2>" + " ".join(map(framed, sorted(folder.glob(f"{name}-[0-9]*.png"))))
        for name in SCREENS
    )
    return f'<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>每一种页面</title>{rows}</html>'


def framed(file: Path) -> str:
    return f'<a href="{file.name}"><img src="{file.name}" height="360" loading="lazy" alt="{file.stem}"></a>'


def keep(taken: bytes, file: Path) -> None:
    """Pages of few colours: as a palette a third of the weight, and the same to look at."""
    picture = Image.open(io.BytesIO(taken)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    picture.save(file, optimize=True)
