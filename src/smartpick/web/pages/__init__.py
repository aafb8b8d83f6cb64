"""One module a page: what it asks for, what it shows."""
