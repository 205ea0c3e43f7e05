"""The to-do card and the weeks."""
