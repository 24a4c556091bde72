"""What the demo's agencies teach: themes, and the names and days of single activities."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

import yaml

from cms.agencies.models import Agency
from cms.places.models import Place

DAYS_OF_A_YEAR = 360
# Activities of the district lie most in March (消费者), June and December (安全, 宪法).
BUSY = {3: 3, 5: 2, 6: 2, 9: 2, 11: 2, 12: 4}
FORMS = ("法治讲座", "咨询服务", "展览展示", "文艺演出", "知识竞赛", "培训", "线上宣传")


@dataclass(frozen=True)
class Theme:
    law: str
    agencies: tuple[str, ...]
    audience: str
    setting: str
    duty: str
    titles: tuple[str, ...]

    @property
    def law_title(self) -> str:
        """The law's title in full; those of the small demo are named there by their short titles."""
        is_whole = self.law.startswith("中华人民共和国") or self.law.endswith("条例")
        return self.law if is_whole else f"中华人民共和国{self.law}"


THEMES = tuple(
    Theme(**{key: tuple(value) if isinstance(value, list) else value for key, value in words.items()})
    for words in yaml.safe_load((Path(__file__).parent / "themes.yaml").read_text(encoding="utf-8"))
)


def themes_of(agency: Agency) -> list[Theme]:
    """What an agency teaches; a 街镇 teaches what no agency has to itself."""
    wanted = "" if agency.place_id else agency.code
    return [theme for theme in THEMES if (wanted in theme.agencies if wanted else not theme.agencies)]


class Calendar:
    """Names and days of activities, no two alike."""

    def __init__(self, draw: Random, today: date):
        self.draw, self.today = draw, today
        self._taken: set[tuple[str, date]] = set()

    def activity(self, theme: Theme, community: Place, *, since: int = DAYS_OF_A_YEAR) -> tuple[str, date]:
        """A title with its place, and a day of the last `since` days."""
        while True:
            name = f"{self.draw.choice(theme.titles)}（{community.short_name}）"
            day = self._day(since)
            if (name, day) not in self._taken:
                self._taken.add((name, day))
                return name, day

    def _day(self, since: int) -> date:
        days = [self.today - timedelta(days=back) for back in range(1, since + 1)]
        return self.draw.choices(days, [BUSY.get(day.month, 1) for day in days])[0]
