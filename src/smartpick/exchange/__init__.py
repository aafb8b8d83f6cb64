"""Files in and files out: profiles, plans, sheets, calendars; each format in its own module."""
