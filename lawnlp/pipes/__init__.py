"""spaCy components, one module each; they are thin over the pure functions of `lawnlp.text`."""
