"""The child that opens pictures: no Django, no settings, nothing but its answer."""
