"""Articles of the help center about the authorization: its form, its statuses, its letters."""
