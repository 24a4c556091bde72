"""How Chinese is written, counted and spoken: open to every room, since all of them read what people type."""
