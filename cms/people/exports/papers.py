"""登记表 and 花名册 as the office files them. Numbers stand masked: the full ones ask a reason."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from cms.core.papers import Cell, NewPage, Paper, Table
from cms.people.models import Appointment, Nomination, NominationStep
from search.chinese.dates import chinese_date

# Whose opinion stands in which step.
OPINIONS = (("居村意见", "check"), ("司法所意见", "support"), ("区司法行政部门意见", "register"))
NOTHING = "—"
# Empty lines for the hand and the seal.
ROOM = 2


def registration_forms(nominations: Sequence[Nomination], *, made_at: datetime) -> Paper:
    """登记表 of one or several, each on a page of its own. Raises IndexError for none."""
    blocks: list[Table | NewPage] = []
    for nomination in nominations:
        blocks += [NewPage(_form_title(nomination)), _form(nomination)]
    return Paper(title=_form_title(nominations[0]), blocks=tuple(blocks[1:]), made_at=made_at)


def _form_title(nomination: Nomination) -> str:
    return f"{nomination.get_role_display()}登记表"


def _form(nomination: Nomination) -> Table:
    """Who somebody is, how they were put forward, and each opinion as it was given."""
    person, place = nomination.person, nomination.community
    steps = {step.verb: step for step in nomination.steps.all()}
    pairs = (
        ("姓名", person.name, "性别", person.gender),
        ("出生年月", person.birth, "民族", person.ethnicity),
        ("政治面貌", person.political_status, "文化程度", person.education),
        ("身份证号", person.masked_identity_number, "电话", person.masked_phone),
        ("所在街镇", str(place.parent), "居村", str(place)),
        ("职务或类别", nomination.category, "推荐方式", str(nomination.get_source_display())),
    )
    rows: list[tuple[Cell | str, ...]] = [tuple(each or NOTHING for each in row) for row in pairs]
    rows += [
        # The form of the norm has it; the platform holds nobody's home address, who wants to writes it in.
        ("住址", Cell("", columns=3, room=1)),
        ("特长", Cell(person.skills or NOTHING, columns=3)),
        ("岗前培训", Cell(_said(steps.get("train")), columns=3)),
        ("考核", Cell(_examined(steps.get("exam")), columns=3)),
    ]
    rows += [(label, Cell(_to_sign(steps.get(verb)), columns=3, room=ROOM)) for label, verb in OPINIONS]
    return Table(widths=(3, 5, 3, 5), head=(), rows=tuple(rows))


def roster(appointments: Iterable[Appointment], *, title: str, made_at: datetime) -> Paper:
    """花名册: one line for each of those appointed."""
    head = (
        "序号", "街镇", "居村", "姓名", "性别", "出生年月", "文化程度", "角色", "人员类别", "电话",
        "证书编号",
    )  # fmt: skip
    rows = tuple(
        (
            str(number),
            str(each.community.parent),
            str(each.community),
            each.person.name,
            each.person.gender or NOTHING,
            each.person.birth or NOTHING,
            each.person.education or NOTHING,
            str(each.get_role_display()),
            each.category or NOTHING,
            (each.masked_phone or each.person.masked_phone) or NOTHING,
            each.certificate_number or NOTHING,
        )
        for number, each in enumerate(appointments, 1)
    )
    table = Table(widths=(2, 4, 5, 4, 2, 4, 4, 5, 5, 5, 8), head=(head,), rows=rows)
    return Paper(title=title, blocks=(table,), made_at=made_at, landscape=True)


def _said(step: NominationStep | None) -> str:
    if step is None:
        return NOTHING
    return f"{step.opinion or step.get_verb_display()}\n{step.actor_name}　{chinese_date(step.done_on)}"


def _to_sign(step: NominationStep | None) -> str:
    """An opinion with room for the hand and the seal; where it is still to come, for all of it."""
    said, day = ("", "　　　　年　　月　　日") if step is None else (step.opinion, chinese_date(step.done_on))
    signed = "签字（盖章）：" + (step.actor_name if step else "　　　　")
    return f"{said}\n{signed}　　{day}"


def _examined(step: NominationStep | None) -> str:
    score = f"{step.score} 分\n" if step and step.score is not None else ""
    return score + _said(step)
