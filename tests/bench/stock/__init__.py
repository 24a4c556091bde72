"""A stock Wagtail site whose home page is as rich as that of Wagtail's own demo, the bakery.

The baseline of the pages: nothing of ours in it, and nothing of the bakery's either, which is not on a
package index. The same make: the middleware and settings that `wagtail start` writes, a hero and a promotion
with pictures, a body of stream blocks, two featured sections with pictures of their pages, a menu that asks
of each entry whether it has a menu of its own, a footer out of a snippet, templates that extend and include
one another; eight renditions, no cache but that of compiled templates. The bakery's home has a third section
and thirteen cards where this has five: a baseline of the bakery itself would be slower, and easier to meet.
"""
