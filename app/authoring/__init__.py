"""The desk: where authors write courses in the browser, look at them as trainees will, and publish them."""
