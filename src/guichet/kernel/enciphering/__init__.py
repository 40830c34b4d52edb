"""What people write is kept enciphered, with keys that lie outside the database."""
