from wagtail import hooks

from cms.reviews.viewsets import ReviewsGroup


@hooks.register("register_admin_viewset")
def reviews():
    return ReviewsGroup()
