"""What is said to people on the next page: it may quote what somebody typed, but no personal number."""

from django.contrib.messages.storage.fallback import FallbackStorage

from cms.core.personal_data.showing import blotted


class BlottedMessages(FallbackStorage):
    def add(self, level, message, extra_tags=""):
        # Lazy words are no text yet.
        text = message if isinstance(message, str) else str(message)
        super().add(level, blotted(text), extra_tags)
