"""The collection beyond one machine: the same answers from Milvus, through pymilvus.

Optional: ``pip install duoshao[milvus]``. A file name is Milvus Lite, a URI a server or a cluster.
"""

from retrieval.milvus.milvus_collection import MilvusCollection

__all__ = ["MilvusCollection"]
