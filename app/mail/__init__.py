"""Mail: turns the letters of the outbox into words in the reader's language, and delivers them."""
