"""Words go over the wire compressed; pictures and papers are so already, and what is personal never is.

Where a page holds both a secret and what a stranger made it say, the length of the compressed page tells of
the secret; so pages of one person alone are sent as they are.
"""

from django.middleware.gzip import GZipMiddleware

from sites.headers import is_personal

WORDS = ("text/", "application/json", "application/xml", "application/atom+xml", "application/x-ndjson",
         "image/svg+xml")  # fmt: skip


class WordsCompressedMiddleware(GZipMiddleware):
    def process_response(self, request, response):
        is_words = response.get("Content-Type", "").startswith(WORDS)
        return (
            super().process_response(request, response) if is_words and not is_personal(request) else response
        )
