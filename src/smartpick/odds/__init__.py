"""How likely things are: published rates, what a score adds, how open a program is, and the way from application to match."""
