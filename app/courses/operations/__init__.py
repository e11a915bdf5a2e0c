"""What can be done with courses, cohorts and enrolments, a file a noun."""
