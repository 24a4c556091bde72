from django import template

from cms.core.personal_data.showing import blotted

register = template.Library()
register.filter("blotted", blotted)
