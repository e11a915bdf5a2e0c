"""What authors do at the desk."""
