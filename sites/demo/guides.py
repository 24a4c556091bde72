"""Guides of the demo: six for people, six checks for firms. Their sentences are the project's own.

Articles are named by number where the text was at hand to be checked; other laws by their titles.
"""

from pathlib import Path

from cms.guides.imports.loading import load_guides
from cms.guides.services import publish_guide
from sites.demo.office import Office

FOLDER = Path(__file__).parent / "guides"


def build_guides(office: Office) -> None:
    for guide, _became in load_guides(sorted(FOLDER.glob("*.yaml")), actor=office.accounts["office"]):
        publish_guide(guide, actor=office.accounts["reviewer"])
