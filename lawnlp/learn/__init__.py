"""What is learned: features, decoding, models, and the store that keeps them without pickle."""
