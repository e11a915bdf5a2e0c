"""The demonstration school, made through the same operations that people use.

Everybody in it is plainly made up.
"""
