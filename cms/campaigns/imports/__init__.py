"""How a table says to whom an activity speaks and where; this app has no tables of its own."""
