"""Assessment: quizzes and practicals, two rooms that don't know each other."""
