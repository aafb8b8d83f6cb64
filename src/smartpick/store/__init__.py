"""What is kept: plans in memory for a while. Nothing here touches the disk yet."""
