"""The corpus: from reports written with their labels in place to annotation sets."""
