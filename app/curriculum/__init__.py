"""The curriculum format: Markdown sources in, problems or a `Curriculum` out. Pure.

`folder` reads a course's files, `compiler` makes the curriculum, `phrases` words the problems.
"""
