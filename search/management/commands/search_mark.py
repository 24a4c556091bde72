import csv
from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand

from search.analysis import lay_questions
from search.chinese.citations import canonical_law
from search.chinese.folding import normalise
from search.models import public_documents


class Command(BaseCommand):
    help = "给“平常话的问法”里还没有特征词的条文，按库中现有的文本记下特征词"

    def handle(self, *args, **options):
        held = public_documents().filter(kind="article").values_list("law", "article", "body")
        texts = {(canonical_law(normalise(law)), article): body for law, article, body in held}
        common = Counter(word for text in texts.values() for word in lay_questions.content_words(text))
        for path in sorted(lay_questions.FOLDER.glob("*.csv")):
            self.stdout.write(f"{path.name}：{_mark(path, texts, common)} 条")


def _mark(path: Path, texts: dict[tuple[str, str], str], common: Counter) -> int:
    """Fill the empty marks of one file; how many were filled."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    marked = 0
    for row in rows:
        text = texts.get((canonical_law(normalise(row["law"])), row["article"]))
        if text and not row.get("marks"):
            row["marks"] = "|".join(lay_questions.marks_of(text, common))
            marked += 1
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, lay_questions.HEADER, lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
    return marked
