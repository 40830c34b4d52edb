"""Reference data as sheets: a kind of it written as CSV, read back, compared and brought in."""
