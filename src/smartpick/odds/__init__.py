"""How likely things are: published rates, what a score adds, how open a program is, the way to a match."""
