"""The fee of an authorization."""
