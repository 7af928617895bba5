"""thidua: an emulation plan's targets, its recorded figures, and the reports made of both."""

__version__ = "0.1.0"
