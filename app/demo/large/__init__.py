"""A school of thousands beside the demonstration school, for benchmarks: the same stories, written in bulk.

What it writes is what the operations write for the same acts, row by row; only its certificates share one drawn
document for each course.
"""
