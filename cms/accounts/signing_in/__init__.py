"""How somebody shows who they are: the backend, what slows guessing down, what a password may be."""
