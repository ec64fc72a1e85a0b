"""Annotation sets: checked, counted, compared between annotators (see the commands `lawnlp annotations …`)."""
