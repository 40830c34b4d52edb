"""What those who keep reference data see and press."""
