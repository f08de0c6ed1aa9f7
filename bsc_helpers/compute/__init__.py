"""Pure numbers: how figures add up, are scored and are compared; arrays in, arrays out."""
