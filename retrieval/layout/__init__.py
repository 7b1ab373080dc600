"""Layout: extracted text → articles → paragraphs → sentences, with the way back kept.

Nothing of the body is lost, doubled or moved into another order; what changes is this alone:
white space is taken out where lines are joined and numbers closed (between Latin words and between
lines of a title one blank stays), ％ and ．behind a half-width digit become % and . (one character
for one), and page furniture is left out: page numbers, running heads, 下转第2版 marks, separators,
YAML front matter. Title, byline, dateline and headings stand in fields of their own.
"""

from retrieval.layout.number_blanks import close_numbers
from retrieval.layout.pages import lay_out

__all__ = ["close_numbers", "lay_out"]
