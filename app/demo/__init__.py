"""The demonstration school, made through the same operations that people use."""
