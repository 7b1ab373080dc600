"""Postings and statistics → the best paragraphs by the BM25Plus formula of ``rank_bm25``."""
