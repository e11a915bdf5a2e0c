"""Finding courses, cohorts and enrolments, a file a noun."""
