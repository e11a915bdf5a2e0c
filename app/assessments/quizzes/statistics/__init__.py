"""What the answers to a question say about the question: what is counted, what is worked out from it, and what may be
said of it. Pure.

Everything that is worked out comes with an interval, since a cohort is twenty people.
"""
