"""What is learnt from what happened: intervals, power; statistics come from a library, never from here."""
