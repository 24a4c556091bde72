"""The admin's way in: upload, preview, decide, apply, take back."""
