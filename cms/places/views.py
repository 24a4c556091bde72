"""Outlines of the 街镇 and the 居村 in the admin: looked at first, then taken, all or nothing."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.core.coordinates import CoordinateSystem
from cms.places.imports.outlines import MOST_BYTES, Reading, as_geojson, read_outlines
from cms.places.models import Outline
from cms.places.permissions import can_manage_places
from cms.places.services import set_outlines


class OutlinesForm(forms.Form):
    """The file, or what was read from it and is sent again to be taken."""

    file = forms.FileField(label=_("GeoJSON 文件"), required=False)
    system = forms.ChoiceField(
        label=_("坐标系"),
        required=False,
        choices=CoordinateSystem.choices,
        help_text=_("从高德、阿里 DataV 下载的轮廓是 GCJ-02。入库一律换成 WGS-84。"),
    )
    content = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def clean(self):
        values = super().clean()
        upload = values.get("file")
        if upload and upload.size > MOST_BYTES:
            self.add_error("file", _("文件超过 5 MB，请先把轮廓简化。"))
        elif not upload and not values.get("content"):
            self.add_error("file", _("请选择文件。"))
        return values

    def read(self) -> Reading:
        """What the file says; what is sent again was read and converted before."""
        upload = self.cleaned_data.get("file")
        if upload:
            return read_outlines(upload.read(), self.cleaned_data["system"] or CoordinateSystem.WGS84)
        return read_outlines(self.cleaned_data["content"].encode())


class OutlinesView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "places/admin/outlines.html"
    page_title = _("街镇、居村轮廓")
    viewset = None

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not can_manage_places(request.user):
            raise PermissionDenied

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def post(self, request, *args, **kwargs):
        form = OutlinesForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        reading = form.read()
        if reading.found and "take" in request.POST:
            changed = set_outlines(reading.found, actor=request.user)
            messages.success(request, _("已导入，%(count)s 个轮廓有变化。") % {"count": changed})
            return redirect(request.path)
        # What was understood is sent along, not what was sent: it is small, and nothing else is taken.
        again = OutlinesForm(initial={"content": as_geojson(reading.found)})
        return self.render_to_response(self.get_context_data(form=again, reading=reading))

    def get_context_data(self, **kwargs):
        held = Outline.objects.select_related("place").order_by("place__code")
        return super().get_context_data(**{"form": OutlinesForm(), "held": held} | kwargs)
