"""Drawings: charts on given Axes, sparklines and marks written directly as SVG, one palette."""
