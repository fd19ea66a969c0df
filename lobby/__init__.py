"""Lobby (厅堂): who is the customer in front of you, what to say first, what to offer and why."""
