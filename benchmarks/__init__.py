"""What Établi claims about speed, measured as ratios in one run on one machine: `make bench`."""
