"""Cases: reading and running them, marking runs, proving that each can be solved safely and within budget. Pure."""
