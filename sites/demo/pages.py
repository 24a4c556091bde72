"""The demo's pages: a Constitution week, an article, a case explainer and a notice."""

from datetime import date

from wagtail.models import Page, Site

from cms.campaigns.models import ArticlePage as Article
from cms.campaigns.models import (
    Audience,
    BrandPage,
    CampaignPage,
    CasePage,
    HomePage,
    NoticePage,
    Setting,
    SiteProfile,
    TopicPage,
)
from cms.campaigns.services import approve, confirm_anonymisation, send_back, submit
from cms.campaigns.services.profile import change_profile
from sites.demo.office import Office

# Who reads what the demo's editor writes, stage by stage.
READERS = ("reviewer", "office", "admin")


def build_pages(office: Office, laws, today: date) -> CampaignPage:
    """The published pages, each through its review; returns the campaign."""
    home = HomePage.objects.get()
    _profile(office)
    topic = publish(
        office, home, TopicPage(title="以案释法", summary="身边的案例，讲清楚一个道理。", show_in_menus=True)
    )
    news = publish(office, home, TopicPage(title="普法动态", summary="区里正在做的事。", show_in_menus=True))
    campaign = _campaign(office, home, laws, today)
    publish(
        office,
        news,
        Article(
            title="法治夜校开到了稻田边",
            summary="石塘镇把夜校搬进打谷场，农闲时节讲土地与工钱。",
            source="石塘镇",
            body=[
                ("paragraph", "<p>晚饭后，打谷场的灯亮了。石塘镇的法治夜校没有讲台，几条长凳围成一圈，"
                 "调解员从一张欠条讲起：谁欠谁、欠多少、什么时候还，三样写全，才算一张好欠条。</p>"),
                ("heading", "从一张欠条讲起"),
                ("paragraph", "<p>夜校每月两次，题目由村民自己定。上个月问得最多的是工钱，"
                 "这个月轮到了土地流转。讲完不散场，值班律师留下来，一个一个地答。</p>"),
            ],
        ),
    )  # fmt: skip
    publish(
        office,
        news,
        NoticePage(
            title="关于征集法治文化作品的公告",
            number="青普法办〔示范〕3号",
            issued_by="青桥区普法办",
            body=[("paragraph", "<p>面向全区居民征集剪纸、短剧和漫画，题材为生活里的规矩。"
                   "作品请于月底前送到各街镇公共法律服务工作站。</p>")],
        ),
    )  # fmt: skip
    _case(topic, office, laws)
    _brand(office, home)
    _under_way(office, news)
    return campaign


def _campaign(office: Office, home: Page, laws, today: date) -> CampaignPage:
    starts, ends = date(today.year, 12, 1), date(today.year, 12, 7)
    return publish(
        office,
        home,
        CampaignPage(
            title=f"{today.year}年宪法宣传周",
            theme="把宪法放在手边",
            summary="宣誓、展览、集市、一堂课：十二月的第一个星期，在家门口认识宪法。",
            starts_on=starts,
            ends_on=ends,
            show_in_menus=True,
            intro="<p>宪法在每一次投票、每一份合同、每一张课桌旁边。这一周，各单位把它带到人们身边。</p>",
            body=[
                ("heading", "这一周做什么"),
                ("paragraph", "<p>周一在宪法广场宣誓；周三各居村开放议事厅，讲讲选举和居民公约；"
                 "周末有普法集市，带上问题来，律师和调解员都在。</p>"),
                ("quote", {"text": "宪法的生命在于实施，起点是有人知道它。", "source": "青桥区宣讲员手记"}),
                ("question", {"question": "宪法宣传周和国家宪法日是什么关系？",
                              "answer": "<p>12月4日是国家宪法日，宣传周以它为中心，前后连成一周。</p>"}),
                ("callout", "<p>场次与时间以“普法日程”为准，免费参加，无须预约的直接到场。</p>"),
            ],
            settings=Setting.objects.all(),
            audiences=Audience.objects.all()[:4],
            laws=[laws["宪法"], laws["法治宣传教育法"]],
        ),
    )  # fmt: skip


def _brand(office: Office, home: Page) -> None:
    publish(
        office,
        home,
        BrandPage(
            title="宪法晨读",
            summary="隔周星期六的早晨，在宪法广场读一条宪法，聊一件身边的事。",
            host=office.agencies["QQ-SF"],
            since=2019,
            body=[
                ("paragraph", "<p>从七八个晨练的邻居开始，每次读一条、讲一个例子、答三个问题，一个小时就散。"
                 "读过的条文写在广场的石栏上，来晚了也接得上。</p>"),
            ],
        ),
    )  # fmt: skip


def _case(topic: Page, office: Office, laws) -> None:
    case = CasePage(
        title="楼上掉下的花盆，该找谁",
        summary="一盆绿萝从楼上落下，砸坏了车窗。没看见是谁家的，就没人负责吗？",
        facts="<p>某日大风，一盆花从居民楼落下，砸坏楼下一辆车的车窗。整栋楼没有人承认。</p>",
        outcome="<p>居委会、物业和民警一起查看监控与花盆来历，三天后找到了主人。调解达成协议：花盆主人赔偿损失，"
        "物业加装防坠网并逐户提醒。</p>",
        source="清溪街道人民调解委员会",
        laws=[laws["民法典"]],
    )
    publish(office, topic, case)


def _profile(office: Office) -> None:
    change_profile(
        SiteProfile.for_site(Site.objects.get(is_default_site=True)),
        actor=office.accounts["office"],
        organiser="青桥区普法依法治理办公室（示范）",
        contact="明理路 18 号",
    )


def _under_way(office: Office, news: Page) -> None:
    """What lies on the desks: a draft, two under review and one sent back."""
    _write(office, news, _article("冬日普法集市的摊位怎么摆", "十二个摊位，一张图，谁来值守。"))
    waiting = _write(office, news, _article("一张社区公约的诞生", "从三十条意见到七条，议了四个晚上。"))
    submit(waiting, actor=office.accounts["editor"])
    last = _write(office, news, _article("开学第一课讲宪法", "六所学校，同一堂课，孩子们问了什么。"))
    submit(last, actor=office.accounts["editor"])
    for reader in READERS[:2]:
        approve(last, actor=office.accounts[reader])
    returned = _write(office, news, _article("调解室的一天", "上午两件，下午三件，都是邻里小事。"))
    submit(returned, actor=office.accounts["editor"])
    send_back(returned, actor=office.accounts["reviewer"], comment="第二段能认出当事人是哪一户，请再改。")


def _article(title: str, summary: str) -> Article:
    return Article(
        title=title, summary=summary, source="青桥区普法办", body=[("paragraph", f"<p>{summary}</p>")]
    )


def publish(office: Office, parent: Page, page: Page):
    """Have the editor write `page` below `parent`, and three others read it."""
    _write(office, parent, page)
    if isinstance(page, CasePage):
        confirm_anonymisation(page, actor=office.accounts["reviewer"])
    submit(page, actor=office.accounts["editor"])
    for reader in READERS:
        approve(page, actor=office.accounts[reader])
    page.refresh_from_db()
    return page


def _write(office: Office, parent: Page, page: Page) -> Page:
    editor = office.accounts["editor"]
    page.live, page.owner = False, editor
    parent.add_child(instance=page)
    page.save_revision(user=editor)
    return page
