"""Pure numbers: how figures add up, are scored, change and compare; arrays in, arrays out."""
