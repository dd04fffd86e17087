"""The launches of the sample company, replayed through the console's own services at the instants at which they happened."""
