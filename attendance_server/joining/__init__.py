"""How students get into a class themselves: with the code of the class, or by asking to join."""
