"""Courses: revisions of curricula, sites, cohorts, enrolments, and what each trainee has completed."""
