"""What is kept: plans in memory for a while, and what a person chose to keep in one workspace file."""
