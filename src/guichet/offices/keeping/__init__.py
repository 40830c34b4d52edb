"""What administrators keep of offices, as forms: words, days, ways in."""
