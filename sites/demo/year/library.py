"""Drawn pictures that stand in the library, for an editor to set into a page."""

from cms.campaigns.services.drafting import add_picture
from sites.demo.office import Office
from sites.demo.year.pictures import Album

# Title, and what whoever does not see the picture is told; hall, houses and hills take turns.
PICTURES = (
    ("礼堂里的宪法宣讲", "礼堂里挂着红色横幅，居民站成几排听讲"),
    ("楼前的普法摊位", "居民楼前挂起横幅，几排居民围在一起"),
    ("山坡下的法治夜校", "远处是山坡，村民站在横幅前"),
    ("社区活动室的调解课", "活动室窗前挂着横幅，居民分排站立"),
    ("小区门口的咨询日", "楼房前的空地上，居民在横幅下排队"),
    ("河岸边的宪法晨读", "河岸远山之间，一队人面向横幅"),
)


def fill_library(office: Office, album: Album) -> None:
    for (title, told), picture in zip(PICTURES, iter(album.take, None), strict=False):
        add_picture(
            picture, actor=office.accounts["editor"], title=title, source="青桥区普法办", alt_text=told
        )
