"""Layout: extracted text → articles → paragraphs → sentences, with the way back kept."""

from retrieval.layout.number_blanks import close_numbers
from retrieval.layout.pages import lay_out

__all__ = ["close_numbers", "lay_out"]
