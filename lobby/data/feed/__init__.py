"""The nightly feed: its contract, its reader and its checks."""
