"""Django's engine for PostgreSQL, which does not wait for ever for a database that hangs."""
