"""What an agency promises with an authorization: how long it is good, how soon an answer comes."""
