"""The preview: courses shown from their folders as trainees will have them, renewed whenever a file is saved."""
