"""What must stay fast, measured beside a fixed loop that says how fast this machine is today."""
