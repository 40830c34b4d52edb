"""Stories that agents practise: what happens, how it is read and checked, where steps lead."""
