"""Assessment: quizzes, cases and practicals, three rooms that don't know each other."""
