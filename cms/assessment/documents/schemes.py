"""The scheme: bands, groups, indicators and caps, as review.md wants them."""

from fractions import Fraction

from cms.assessment.documents.plain import plain
from cms.assessment.documents.records import Band, Group, Indicator, Scheme
from cms.assessment.documents.spots import Spot, shown

# The fields of each kind beside key, name, kind and weight.
GROUP_FIELDS = {"indicators": (), "panel": ("drop_extremes",), "vote": ("minimum_votes",)}
INDICATOR_FIELDS = {
    "points": ("max",),
    "deduct": ("max", "per", "cap"),
    "quota": ("max", "required"),
    "bonus": ("per", "cap"),
    "veto": ("at_best",),
}
WHOLE = 100


def scheme_of(spot: Spot) -> Scheme:
    spot.fields("name", "year", "bands", "groups", "dimensions", "bonus_cap", "total_cap")
    bands = _bands(spot.at("bands"))
    return Scheme(
        name=spot.at("name").text(),
        year=spot.at("year").whole(least=1949, most=2199),
        bands=bands,
        groups=_groups(spot.at("groups")),
        indicators=_indicators(spot.at("dimensions"), [band.name for band in bands]),
        bonus_cap=spot.at("bonus_cap").number(optional=True),
        total_cap=spot.at("total_cap").number(optional=True),
    )


def names_every_indicator(spot: Spot) -> bool:
    """Whether every indicator could be read so far that others can refer to it."""
    dimensions = spot.at("dimensions").value
    return isinstance(dimensions, list) and all(
        isinstance(dimension, dict)
        and isinstance(dimension.get("indicators"), list)
        and all(
            isinstance(each, dict) and isinstance(each.get("key"), str) for each in dimension["indicators"]
        )
        for dimension in dimensions
    )


def refuse_repeated(rows: list[Spot], names: list[str], what: str) -> None:
    """Note each of `names` that an earlier row has; a name that could not be read is "" and no repetition."""
    seen: dict[str, Spot] = {}
    for row, name in zip(rows, names, strict=True):
        if name and seen.setdefault(name, row) is not row:
            row.refuse(f"{what}“{shown(name)}”与 {seen[name].path} 重复，请改成不同的")


def _bands(spot: Spot) -> tuple[Band, ...]:
    rows = spot.rows()
    if isinstance(spot.value, list) and not rows:
        spot.refuse("至少要有一个等次")
    bands = []
    for row in rows:
        row.fields("name", "from", "at_most_share")
        bands.append(
            Band(
                row.at("name").text(),
                row.at("from").number(),
                row.at("at_most_share").number(most=1, optional=True),
            )
        )
    refuse_repeated(rows, [band.name for band in bands], "等次")
    for row, above, below in zip(rows[1:], bands, bands[1:], strict=False):
        if None not in (above.least, below.least) and below.least >= above.least:
            row.at("from").refuse(
                f"等次要从高到低排列：“{shown(below.name)}”从 {plain(below.least)} 起，"
                f"应低于“{shown(above.name)}”的 {plain(above.least)}"
            )
    if bands and bands[-1].least:
        rows[-1].at("from").refuse(f"最后一个等次应从 0 起，现在是 {plain(bands[-1].least)}")
    if bands and bands[-1].share is not None:
        rows[-1].at("at_most_share").refuse("最后一个等次不能限比例：超出的没有更低的等次可去，请删去")
    return tuple(bands)


def _groups(spot: Spot) -> tuple[Group, ...]:
    rows = spot.rows()
    groups = [_group(row) for row in rows]
    refuse_repeated(rows, [group.key for group in groups], "代号")
    weights = [group.weight for group in groups]
    if isinstance(spot.value, list) and None not in weights and sum(weights) != WHOLE:
        spot.refuse(f"权重合计为 {plain(sum(weights, Fraction(0)))}，应为 {WHOLE}")
    return tuple(groups)


def _group(spot: Spot) -> Group:
    kind = spot.at("kind").choice(GROUP_FIELDS, "类型")
    own = GROUP_FIELDS.get(kind, ("drop_extremes", "minimum_votes"))
    spot.fields("key", "name", "weight", "kind", *own)
    minimum = spot.at("minimum_votes").whole(optional=True)
    return Group(
        key=spot.at("key").text(),
        name=spot.at("name").text(),
        weight=spot.at("weight").number(most=WHOLE),
        kind=kind,
        drop_extremes=spot.at("drop_extremes").flag(),
        minimum_votes=1 if minimum is None else minimum,
    )


def _indicators(spot: Spot, bands: list[str]) -> tuple[Indicator, ...]:
    dimensions, rows, found = spot.rows(), [], []
    for dimension in dimensions:
        dimension.fields("key", "name", "indicators")
        dimension.at("name").text()
        for row in dimension.at("indicators").rows():
            rows.append(row)
            found.append(_indicator(row, bands))
    refuse_repeated(dimensions, [dimension.at("key").text() for dimension in dimensions], "代号")
    refuse_repeated(rows, [indicator.key for indicator in found], "指标代号")
    return tuple(found)


def _indicator(spot: Spot, bands: list[str]) -> Indicator:
    kind = spot.at("kind").choice(INDICATOR_FIELDS, "类型")
    known = INDICATOR_FIELDS.get(kind, ("max", "per", "cap", "required", "at_best"))
    spot.fields("key", "name", "kind", *known)
    read = {
        "max": lambda at: at.number(above=0),
        "per": lambda at: at.number(above=0),
        "cap": lambda at: at.number(optional=kind == "deduct"),
        "required": lambda at: at.whole(least=1),
        # Where no band could be read, none is missing.
        "at_best": lambda at: at.choice(bands, "等次") if all(bands) and bands else at.text(),
    }
    own = {name: read[name](spot.at(name)) for name in INDICATOR_FIELDS.get(kind, ())}
    if kind == "deduct":
        own["cap"] = _deductible(spot.at("cap"), own)
    return Indicator(spot.at("key").text(), spot.at("name").text(), kind, **own)


def _deductible(spot: Spot, own: dict) -> Fraction | None:
    if own["cap"] is None:
        return own["max"]
    if own["max"] is not None and own["cap"] > own["max"]:
        spot.refuse(f"最多扣 {plain(own['cap'])}，不能超过分值 {plain(own['max'])}")
    return own["cap"]
