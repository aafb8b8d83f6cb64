"""Programs for the people who keep SmartPick: they write the reference pages."""
