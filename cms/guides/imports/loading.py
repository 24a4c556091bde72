"""Files of guides into the office's drafts."""

from collections.abc import Iterable
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from cms.campaigns.models import Audience
from cms.core.errors import RuleBroken
from cms.guides.imports.reading import GuideFile, read_guide
from cms.guides.models import Guide
from cms.guides.queries.faults import faults_of
from cms.guides.services import enter_guide


@transaction.atomic
def load_guides(paths: Iterable[Path], *, actor) -> list[tuple[Guide, str]]:
    """Each file's guide with what became of it. RuleBroken, and nothing kept, where a file has a mistake."""
    read: list[GuideFile] = []
    problems: list[str] = []
    audiences = {each.name: each for each in Audience.objects.all()}
    for path in paths:
        try:
            found = read_guide(path.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            problems.append(_("%s：请存成 UTF-8 编码的文字。") % path.name)
            continue
        except RuleBroken as error:
            problems += [f"{path.name}：{words}" for words in error.messages]
            continue
        problems += [f"{path.name}：{fault.words}" for fault in faults_of(found.graph)]
        problems += [
            _("%(file)s：没有普法对象“%(name)s”，请先在普法对象里加上。") % {"file": path.name, "name": name}
            for name in found.audiences
            if name not in audiences
        ]
        read.append(found)
    if problems:
        raise RuleBroken(problems)
    return [
        enter_guide(
            each.slug,
            {**each.words, "audiences": [audiences[name] for name in each.audiences]},
            each.graph,
            actor=actor,
        )
        for each in read
    ]
