"""Recipes that make what lawnlp ships: the corpus, the models, the figures."""
