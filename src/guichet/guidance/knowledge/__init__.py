"""The help center: articles, how they are published, and how they are searched."""
