"""SmartPick: plans a residency-application season and shows its working."""
