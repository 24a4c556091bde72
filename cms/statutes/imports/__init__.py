"""The files laws come in (by a command, not on the import page), and how tables name a law."""
