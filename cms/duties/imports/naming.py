"""What cells name: laws, and the units that take part."""

from datetime import date

from cms.intake.spec import Row
from cms.statutes.imports.matching import LawMatcher
from cms.statutes.queries.citing import articles_cited_in, lacks
from search.chinese.citations import Citation, label


def judge_laws(row: Row, column: str, laws: LawMatcher, on: date) -> None:
    """Read the laws of a column and note those no longer in force."""
    named = laws.named_in(row.values.get(column))
    ended = [law for law in named if law.is_repealed(on)]
    row.values["articles"] = articles_cited_in(row.values.get(column) or "", laws.find)
    titles = (*(law.title for law in named), *(title for title, _ref in row.values["articles"]))
    row.values["laws"] = list(dict.fromkeys(titles))
    _judge_articles(row, column, laws)
    row.values["repealed"] = [law.title for law in ended]
    if ended:
        told = "；".join(f"《{law.title}》已于{law.repealed_on:%Y-%m-%d}废止" for law in ended)
        row.find("law_repealed", column, f"{told}，请核对；确认后照表导入")


def _judge_articles(row: Row, column: str, laws: LawMatcher) -> None:
    missing = []
    for title, ref in row.values["articles"]:
        law = laws.find(title, quoted=True)
        if law and law.law and lacks(law.law, ref):
            missing.append(f"《{law.law.short_title}》{label(Citation(title, ref))}")
    if missing:
        row.find("article_unknown", column, f"没有{'、'.join(missing)}，请核对条号；确认后照表导入")


def sole_code(match) -> str | None:
    """The code of the agency, or of the only one it may have been."""
    agency = match.agency or (match.suggestions[0] if len(match.suggestions) == 1 else None)
    return agency.code if agency else None


def settled_codes(row: Row, column: str, named) -> list[str]:
    """The codes of further units of a row, noting names that are none or that are other names."""
    unknown = [name for name, match in named if match.agency is None]
    aliased = [f"“{name}”认作“{match.agency}”" for name, match in named if match.agency and not match.own]
    if unknown:
        told = f"“{'、'.join(unknown)}”对不上责任单位；照此导入则不计这几个单位，也可改成清单中的名称"
        row.find("co_org_unknown", column, told)
    if aliased:
        row.find("org_alias", column, "，".join(aliased))
    return [match.agency.code for _, match in named if match.agency]
