"""Photographed summonses, made here: four layouts, five degrees of damage, the same ones for the same seed."""
