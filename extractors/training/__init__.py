"""The recipe that made the shipped model: run `python -m extractors.training --help`.

Needs torch and the data folder; nothing that runs the product imports this package.
"""
