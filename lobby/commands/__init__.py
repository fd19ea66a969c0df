"""The body of each command, one module per command, registered in `lobby.cli` by one line."""
