"""What reads across everything: the trainee's today, the cohort's matrix, overviews. Owns no table."""
