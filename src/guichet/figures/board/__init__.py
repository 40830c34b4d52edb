"""What people could not find, and what should have answered them."""
