"""The sidebar says what the framework would have said, and asks once who may see what."""

import json
import re

import pytest
from django.urls import reverse
from telepath import Adapter
from wagtail.admin.menu import MenuItem
from wagtail.admin.telepath import JSContext, registry
from wagtail.admin.ui import sidebar as framework

from cms.accounts.enums import Role
from cms.core import sidebar
from tests.cms.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db


def unpacked(told, kept=None):
    """What a browser reads: with every reference replaced by what it refers to."""
    kept = {} if kept is None else kept
    if isinstance(told, list):
        return [unpacked(each, kept) for each in told]
    if not isinstance(told, dict):
        return told
    if "_ref" in told:
        return kept[told["_ref"]]
    if "_type" in told:
        read = {"_type": told["_type"], "_args": unpacked(told["_args"], kept)}
    else:
        inner = next((told[key] for key in ("_val", "_list", "_dict") if key in told), told)
        inner = {key: each for key, each in inner.items() if key != "_id"} if inner is told else inner
        read = (
            {key: unpacked(each, kept) for key, each in inner.items()}
            if isinstance(inner, dict)
            else unpacked(inner, kept)
        )
    if "_id" in told:
        kept[told["_id"]] = read
    return read


def told(client):
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    return json.loads(re.search(r'id="wagtail-sidebar-props"[^>]*>(.*?)</script>', page)[1])


@pytest.mark.parametrize("role", [Role.OFFICE, Role.EDITOR])
def test_says_what_the_framework_would_have_said(client, role, monkeypatch):
    client.force_login(UserFactory(roles=[role]))
    ours = told(client)
    for entry in sidebar.ENTRIES:
        name = f"wagtail.sidebar.{entry.__name__}"
        theirs = type("", (Adapter,), {"js_constructor": name, "js_args": lambda _self, each: each.js_args()})
        monkeypatch.setitem(registry.adapters, entry, theirs())
    assert unpacked(ours) == unpacked(told(client))


def test_each_entry_is_asked_once_whether_it_is_shown(client, monkeypatch):
    asked = []
    monkeypatch.setattr(MenuItem, "is_shown", lambda item, request: not asked.append(item))
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    client.get(reverse("wagtailadmin_home"))
    assert asked
    assert len(asked) == len(set(asked))


def test_framework_has_no_other_entries():
    known = {each for each in vars(framework).values() if isinstance(each, type)}
    assert {each for each in known if issubclass(each, framework.MenuItem)} == {
        framework.MenuItem, *sidebar.ENTRIES,
    }  # fmt: skip
    assert json.dumps(JSContext().pack(framework.LinkMenuItem("a", "b", "/"))) == (
        '{"_type": "wagtail.sidebar.LinkMenuItem", "_args": [{"name": "a", "label": "b", "icon_name": "", '
        '"classname": "", "attrs": {}, "url": "/"}]}'
    )
