"""What an agent hands up to the officers out of a contact, with the day by which they look."""
