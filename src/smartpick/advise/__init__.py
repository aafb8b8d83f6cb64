"""What to do: strategy, visa, tiers, list and dates, from what is known and how likely things are."""
