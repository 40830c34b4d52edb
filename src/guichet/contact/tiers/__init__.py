"""A contact goes from one tier to the next: to the national centre, and to the officers."""
