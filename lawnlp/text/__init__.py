"""Pure functions over text, without spaCy: what the pipeline components are thin wrappers over."""
