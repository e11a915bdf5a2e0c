"""Certificates: who has earned one, the document as issued, and what an employer may see."""
