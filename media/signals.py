"""What the library tells those who know whom its files are for."""

from django.dispatch import Signal

# Sent with `document` before a new file of it is kept; a receiver refuses it by raising ValidationError.
document_given = Signal()
# Sent with `document` when its words have been read or could not be.
document_read = Signal()
