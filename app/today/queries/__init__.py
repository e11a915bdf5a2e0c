"""Reading across courses, quizzes, practicals and certificates, a file a view of them."""
