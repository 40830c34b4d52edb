"""What a supervisor watches: who waits, who speaks with somebody, and what is due."""
