"""Certificates: who has earned one, the document, and the public page on which anybody can check it."""
