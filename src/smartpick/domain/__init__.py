"""What the words mean: frozen values shared by every room, with no file, web or database in them."""
