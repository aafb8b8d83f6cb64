"""The web face: pages made on the server that work without JavaScript and never leave this machine."""
