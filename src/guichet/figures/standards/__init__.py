"""What the agency promises everybody, and how that was kept: counted by day, shown by month."""
