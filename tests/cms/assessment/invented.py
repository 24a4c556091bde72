"""Any valid document, for Hypothesis."""

from hypothesis import strategies as st

from tests.cms.assessment.factories import agency, document

REASON = "无此职责"


def decimals(most: int, least: int = 0) -> st.SearchStrategy[str]:
    """Decimals of two digits, as the document has them."""
    return st.integers(least * 100, most * 100).map(lambda number: f"{number // 100}.{number % 100:02d}")


def indicator(key: str) -> st.SearchStrategy[dict]:
    named = {"key": st.just(key), "name": st.just(f"指标{key}")}
    return st.one_of(
        st.fixed_dictionaries(named | {"kind": st.just("points"), "max": decimals(20, 10)}),
        st.fixed_dictionaries(
            named | {"kind": st.just("deduct"), "max": decimals(20, 10), "per": decimals(3, 1)},
            optional={"cap": decimals(10)},
        ),
        st.fixed_dictionaries(
            named | {"kind": st.just("quota"), "max": decimals(20, 10), "required": st.integers(1, 12)}
        ),
        st.fixed_dictionaries(named | {"kind": st.just("bonus"), "per": decimals(3, 1), "cap": decimals(5)}),
        st.fixed_dictionaries(
            named | {"kind": st.just("veto"), "at_best": st.sampled_from(["良好", "合格", "不合格"])}
        ),
    )


@st.composite
def schemes(draw) -> dict:
    indicators = [draw(indicator(f"I{number}")) for number in range(draw(st.integers(1, 5)))]
    office = draw(st.integers(0, 100))
    panel = draw(st.integers(0, 100 - office))
    share = st.fixed_dictionaries({}, optional={"at_most_share": decimals(1)})
    bands = [("优秀", "90"), ("良好", "75"), ("合格", "50")]
    caps = st.fixed_dictionaries({}, optional={"bonus_cap": decimals(5), "total_cap": decimals(110, 80)})
    return {
        "name": "评议",
        "year": 2026,
        "bands": [
            *({"name": name, "from": least} | draw(share) for name, least in bands),
            {"name": "不合格", "from": "0"},
        ],
        "groups": [
            {"key": "office", "name": "核分", "kind": "indicators", "weight": str(office)},
            {
                "key": "panel", "name": "评议团", "kind": "panel", "weight": str(panel),
                "drop_extremes": draw(st.booleans()),
            },
            {
                "key": "public", "name": "社会评价", "kind": "vote", "weight": str(100 - office - panel),
                "minimum_votes": draw(st.integers(0, 5)),
            },
        ],
        "dimensions": [{"key": "A", "name": "维度", "indicators": indicators}],
    } | draw(caps)  # fmt: skip


@st.composite
def documents(draw) -> dict:
    scheme = draw(schemes())
    indicators = scheme["dimensions"][0]["indicators"]
    codes = [f"D{number}" for number in range(draw(st.integers(1, 4)))]
    return document(scheme, *[draw(figures(code, codes, indicators)) for code in codes])


@st.composite
def figures(draw, code: str, codes: list[str], indicators: list[dict]) -> dict:
    within = [each["key"] for each in indicators if each["kind"] in ("points", "deduct", "quota")]
    exempt = draw(st.sets(st.sampled_from(within), max_size=2)) if within else set()
    scores = draw(st.lists(st.tuples(st.sampled_from([None, *codes]), decimals(100)), max_size=7))
    return agency(
        code,
        indicators={each["key"]: draw(_entry(each)) for each in indicators},
        exempt=dict.fromkeys(exempt, REASON),
        panel=[
            {"assessor": f"p{number}", "agency": own, "score": score}
            for number, (own, score) in enumerate(scores)
        ],
        votes=draw(st.dictionaries(st.sampled_from("54321"), st.integers(0, 20))),
    )


def _entry(indicator: dict) -> st.SearchStrategy[dict]:
    match indicator["kind"]:
        case "points":
            # Seldom without: an incomplete agency has no total to be held to anything.
            return decimals(10).flatmap(lambda score: st.sampled_from([*[{"office": score}] * 9, {}]))
        case "veto":
            return st.sampled_from([{}, {"hit": False}, {"hit": True, "reason": "属实"}])
    return st.fixed_dictionaries({}, optional={"count": st.integers(0, 15)})
