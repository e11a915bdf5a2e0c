"""Published payloads of script injection through every input, in a real browser without a Content-Security-Policy."""
