"""Figures: asked for, opened to their cases, exported, imported."""
