"""A scoring sheet (评分表) as offices keep it: aspects, indicators, points, rules. It becomes a scheme."""

from datetime import date
from decimal import Decimal

from cms.assessment.enums import IndicatorKind
from cms.intake.cells.numbers import read_number
from cms.intake.cells.text import as_text, blotted, public, up_to
from cms.intake.cells.titles import year_of
from cms.intake.columns import ORDINAL
from cms.intake.journal import Journal
from cms.intake.registry import register
from cms.intake.spec import Column, ImportSpec, Outcome, Parsed, Row
from cms.reviews.enums import GroupKind
from cms.reviews.imports.rules import Rule, read_rule
from cms.reviews.models import Group, Indicator, Scheme
from cms.reviews.permissions import can_run_reviews
from search.chinese.folding import folded, narrow


def points(raw, on: date) -> Parsed:
    """How many points an indicator is worth: over 0, at most 100."""
    text = as_text(raw)
    number = read_number(narrow(text).removesuffix("分").strip()) if text else None
    if number is None or not 0 < number <= 100:
        return Parsed(None, (("points_unclear", f"“{text}”不是 0 到 100 的分值，请填数字"),) if text else ())
    return Parsed(round(float(number), 2))


class SchemeSpec(ImportSpec):
    """One indicator a row, under its aspect (merged, or said once for several rows).

    The year stands in the title. `rule` is what the words of the standard come to; the record of a row is
    the indicator of the same name in that year's scheme.
    """

    kind = "review_scheme"
    label = "评议评分表"
    words = ("评分表", "评分标准", "评议方案", "考核评分", "考评细则", "评议指标")
    label_columns = ("指标",)
    columns = (
        ORDINAL.also("编号", "指标编号"),
        Column(
            "所属方面",
            up_to(40, blotted),
            ("一级指标", "项目", "考核项目", "评议项目", "考评项目", "类别", "方面", "维度", "大类"),
            groups=True,
            looks=r"[一二三四五六七八九十]+[、.][^。]{2,30}",
        ),
        Column(
            "指标",
            up_to(120, blotted),
            (
                "二级指标", "考核指标", "评议指标", "考评指标", "考核内容", "评议内容", "考评内容",
                "具体内容", "指标内容", "主要内容", "评分内容", "工作内容", "评分项目", "三级指标",
            ),
            required=True,
            rather="三级指标",
        ),
        Column("分值", points, ("分数", "标准分", "满分", "赋分", "分值分", "基准分"), required=True),
        Column(
            "评分标准",
            up_to(500, blotted),
            (
                "评分办法", "考核标准", "计分办法", "评分细则", "评价标准", "计分标准", "评分说明",
                "考核办法", "评分方法", "计分方法", "考评标准", "评分依据",
            ),
        ),
        Column("扣分", up_to(200, blotted), ("扣分标准", "扣分办法", "扣分说明", "扣分项")),
        # Filled in when an agency is scored; of a sheet that becomes a scheme they say nothing.
        Column("自评分", public, ("自评得分", "单位自评")),
        Column("得分", public, ("评分", "考核得分", "实得分", "评议得分", "核定分")),
    )  # fmt: skip

    def may_import(self, user) -> bool:
        return can_run_reviews(user)

    def judge(self, rows: list[Row], on: date) -> None:
        seen: dict[tuple[int, str], Row] = {}
        schemes = {scheme.year: scheme for scheme in Scheme.objects.prefetch_related("rounds")}
        aspects: dict[str, str | None] = {}
        for row in rows:
            self._judge_year(row, on, schemes)
            values = row.values
            _judge_aspect(row, aspects.get(row.sheet))
            aspects[row.sheet] = values["所属方面"]
            if not values["指标"]:
                row.find("name_missing", "指标", "没有指标的名称，请补填")
                continue
            self._judge_rule(row)
            first = seen.setdefault((values["year"], folded(values["指标"])), row)
            if first is not row:
                row.find("code_duplicate", "指标", f"与第{first.number}行是同一个指标，请改名或删去一行")

    def _judge_year(self, row: Row, on: date, schemes: dict[int, Scheme]) -> None:
        year = year_of(row.titles)
        if year is None:
            year = on.year
            row.find("year_assumed", "指标", f"标题里没有年度，按{year}年度读取，请确认")
        row.values["year"] = year
        scheme = schemes.get(year)
        if scheme and not scheme.is_open:
            row.find("scheme_closed", "指标", f"{year}年度的评议已经开始，方案不再改动，请不要导入这一行")

    def _judge_rule(self, row: Row) -> None:
        values = row.values
        if values["分值"] is None and not row.codes:
            row.find("points_unclear", "分值", "没有分值，请补填")
        words = "。".join(filter(None, (values.get("评分标准"), values.get("扣分"))))
        rule = read_rule(words, values.get("所属方面") or "", Decimal(str(values["分值"] or 0)))
        if rule.several:
            told = "加分没有写明每次加多少" if rule.kind == IndicatorKind.BONUS else "扣分办法不止一种"
            row.find("rule_several", "评分标准", f"{told}，导入后请在方案里改好；扣分的先按打分指标导入")
        if rule.kind == IndicatorKind.VETO:
            # What excludes is worth no points.
            row.forget("points_unclear")
        values["rule"] = _as_values(rule, values["分值"])

    def apply(self, rows: list[Row], journal: Journal) -> Outcome:
        done, records = [], []
        schemes: dict[int, Scheme] = {}
        for place, row in enumerate(rows, start=1):
            year = row.values["year"]
            if year not in schemes:
                schemes[year] = _scheme_of(year, row, journal)
            indicator = _stored(schemes[year], row.values["指标"]) or Indicator()
            fields = _fields(schemes[year], row, indicator, place)
            done.append(journal.keep(indicator, fields))
            records.append(indicator.pk)
            journal.advance(place, len(rows))
        return Outcome(tuple(done), tuple(records))


def _judge_aspect(row: Row, above: str | None) -> None:
    """An indicator without an aspect stands under that of the row above it."""
    if not row.values["所属方面"] and above:
        row.values["所属方面"] = above
        row.find("filled_down", "所属方面", f"空格按上一行读作“{above}”，请核对")


def _as_values(rule: Rule, most: float | None) -> dict:
    """The fields of an indicator that the rule fills, as they can be kept with the row."""
    kind = rule.kind
    counted = {"per": rule.per, "cap": rule.cap}
    return {
        "kind": str(kind),
        "max": None if kind in (IndicatorKind.BONUS, IndicatorKind.VETO) else most,
        **{name: None if value is None else float(value) for name, value in counted.items()},
        "required": rule.required,
    }


def _scheme_of(year: int, row: Row, journal: Journal) -> Scheme:
    """The scheme of the year; a new one is named after the sheet, the office's scoring its one part."""
    scheme = Scheme.objects.filter(year=year).first()
    if scheme is None:
        scheme = Scheme()
        title = next(filter(None, row.titles), row.sheet)
        journal.keep(scheme, {"year": year, "name": title[:80]})
        group = {"scheme": scheme, "name": "普法办核分", "kind": GroupKind.INDICATORS, "weight": Decimal(100)}
        journal.keep(Group(), group)
    return scheme


def _stored(scheme: Scheme, name: str) -> Indicator | None:
    held = scheme.indicators.all() if scheme.pk and scheme.pk > 0 else ()
    return next((each for each in held if folded(each.name) == folded(name)), None)


def _fields(scheme: Scheme, row: Row, indicator: Indicator, place: int) -> dict:
    """What the sheet says; where the record fills a count is the office's choice, and stays."""
    values, rule = row.values, row.values["rule"]
    numbers = {
        name: None if rule[name] is None else Decimal(str(rule[name])).quantize(Decimal("0.01"))
        for name in ("max", "per", "cap")
    }
    standard = "　".join(filter(None, (values.get("评分标准"), values.get("扣分"))))
    fields = {
        "scheme": scheme,
        "dimension": values.get("所属方面") or "评议指标",
        "name": values["指标"],
        "standard": standard[:500],
        "kind": rule["kind"],
        "required": rule["required"],
        "position": min(place, 999),
        **numbers,
    }
    if indicator.pk is None:
        fields["key"] = _free_key(scheme, place)
    return fields


def _free_key(scheme: Scheme, place: int) -> str:
    taken = set(scheme.indicators.values_list("key", flat=True)) if scheme.pk > 0 else set()
    return next(key for number in range(place, 2000) if (key := f"Z{number}") not in taken)


register(SchemeSpec())
