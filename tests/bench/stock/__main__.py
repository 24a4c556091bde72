"""Makes the site in `STOCK_FOLDER`, which is empty; prints what its home costs (`tests.bench.costs`)."""

import io
import os
import sys
from pathlib import Path

import django

from tests.bench.costs import milliseconds

PAGES_IN_MENU, CHILDREN = 6, 6


def main() -> None:
    folder = Path(os.environ["STOCK_FOLDER"])
    (folder / "stock_migrations").mkdir()
    (folder / "stock_migrations" / "__init__.py").touch()
    sys.path.append(str(folder))
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.stock.settings"
    django.setup()
    from django.core.management import call_command
    from django.test import Client

    call_command("makemigrations", "stock", verbosity=0)
    call_command("migrate", verbosity=0)
    _fill()
    print(milliseconds(Client(HTTP_ACCEPT_ENCODING="gzip"), "/"))


def _fill() -> None:
    from django.core.files.images import ImageFile
    from PIL import Image as Picture
    from wagtail.images.models import Image
    from wagtail.models import Page, Site

    from tests.bench.stock.models import FooterText, HomePage, ItemPage, ListPage

    pictures = []
    for number in range(8):
        held = io.BytesIO()
        Picture.new("RGB", (2000, 1300), (number * 30, 90, 120)).save(held, "JPEG")
        pictures.append(Image.objects.create(title=f"{number}", file=ImageFile(held, f"{number}.jpg")))
    paragraph = "<p>" + "A sentence about bread, and a <b>bold</b> one. " * 8 + "</p>"
    body = [
        ("heading", {"heading_text": "Heading", "size": "h2"}), ("paragraph", paragraph),
        ("picture", {"image": pictures[7], "caption": "Caption", "attribution": "Somebody"}),
        ("quote", "A quotation."), ("heading", {"heading_text": "Heading", "size": "h3"}),
        ("paragraph", paragraph),
    ]  # fmt: skip
    home = HomePage(
        title="Home", slug="stock", image=pictures[0], promo_image=pictures[1], hero_text="Hero", body=body,
        hero_cta="Read", promo_title="Promotion", promo_text=paragraph, first_title="One", second_title="Two",
    )  # fmt: skip
    Page.objects.get(depth=1).add_child(instance=home)
    lists = []
    for number in range(PAGES_IN_MENU):
        above = ListPage(title=f"List {number}", show_in_menus=True, introduction="All of a kind.")
        home.add_child(instance=above)
        lists.append(above)
        for child in range(CHILDREN):
            picture = pictures[2 + (child + number) % 6]
            below = ItemPage(title=f"Item {number} {child}", introduction=paragraph, image=picture, body=body)
            above.add_child(instance=below)
    home.first, home.second, home.hero_cta_link = lists[0], lists[1], lists[2]
    home.save()
    Site.objects.update(root_page=home)
    FooterText.objects.create(body=paragraph)


if __name__ == "__main__":
    main()
