"""Rosters: lists of people who are to be enrolled together, however the lists were made. Pure.

`reading` finds the people in a table, `lines` says what is wrong with each, `plans` what enrolling them would do.
"""
