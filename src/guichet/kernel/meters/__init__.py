"""What the processes of a node count of themselves, without the database (decision 0104)."""
