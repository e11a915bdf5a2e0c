"""Cases: runs through a fault that is to be found, act by act."""
