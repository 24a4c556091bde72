"""The page types a person meets, with the account that sees them (None: anyone)."""

from urllib.parse import quote

from django.utils import timezone

LAW = quote("青桥区公共空间文明使用规定（示范文本）")
PAGES = {
    "home": ("/", None),
    "campaign": (f"/{quote('2026年宪法宣传周')}/", None),
    "topic": (f"/{quote('普法动态')}/", None),
    "article": (f"/{quote('普法动态')}/{quote('法治夜校开到了稻田边')}/", None),
    "notice": (f"/{quote('普法动态')}/{quote('关于征集法治文化作品的公告')}/", None),
    "case": (f"/{quote('以案释法')}/{quote('楼上掉下的花盆该找谁')}/", None),
    "laws": ("/laws/", None),
    "law": (f"/laws/{LAW}/", None),
    "law-before": (f"/laws/{LAW}/versions/2024-06-18/", None),
    "law-changes": (f"/laws/{LAW}/changes/2026-01-20/", None),
    "law-article": (f"/laws/{LAW}/4/", None),
    "search": (f"/search/?q={quote('抛掷')}", None),
    "search-browse": ("/search/", None),
    "search-chosen": (f"/search/?kind=article&kind=law&q={quote('公共')}", None),
    "search-cited": (f"/search/?q={quote('青桥区公共空间文明使用规定（示范文本）第4条')}", None),
    "search-empty": (f"/search/?q={quote('量子纠缠')}", None),
    "events": ("/events/", None),
    "events-month": (f"/events/{timezone.localdate():%Y/%m}/", None),
    "events-week": (f"/events/{timezone.localdate():%G/week/%V}/", None),
    "event": ("/events/2/", None),
    "activities": ("/activities/", None),
    "activity": ("/activities/1/", None),
    "duty-list": (f"/duty-lists/{timezone.localdate().year}/", None),
    "site-map": ("/site-map/", None),
    "not-found": ("/nowhere/", None),
    "sign-in": ("/signin/", None),
    "portal": ("/portal/", "agency"),
    "portal-activities": ("/portal/activities/", "agency"),
    "portal-form": ("/portal/activities/new/", "agency"),
    "portal-check": ("/portal/activities/4/edit/check/", "agency"),
    "portal-figures": ("/portal/figures/", "agency"),
    "reports": ("/reports/", None),
    "portal-reviews": ("/portal/reviews/", "agency"),
    "portal-self-assessment": ("/portal/reviews/5/", "agency"),
    "portal-evidence": ("/portal/activities/4/edit/photos/", "agency"),
    "portal-co-hosted": ("/portal/co-hosted/", "agency"),
    "portal-community": ("/portal/", "community"),
}
