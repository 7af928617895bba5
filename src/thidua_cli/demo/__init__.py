"""The illustration of `thidua demo`: a made-up commune with ten villages, its plan and a worked year of figures."""
