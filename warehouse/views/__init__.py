"""The analyst's vocabulary: one documented view or macro per file. Order: ``schema.VIEWS``."""
