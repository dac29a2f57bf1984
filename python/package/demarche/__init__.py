"""Who did what to whom, when, where, according to whom: read from German and English news articles, offline.

>>> import demarche
>>> mentions = demarche.code([{"published": "2024-05-09", "text": "Peru warf Chile vor, Truppen zu verlegen."}])
>>> mentions.to_dicts()[0]["type"]
'ACCUSE'

`code`, `read`, `link` and `open` call the functions of the `demarche` command, which is installed with this package; the
same input gives the same records. Tables go to Arrow, Polars, pandas, DuckDB and lists of dicts; none of these is needed.
What every field means stands in CODEBOOK.md of the project.
"""

from importlib.metadata import version as _version

from ._coding import Articles, Brief, Linked, Mentions, code, link, read
from ._native import Error
from ._project import Project, Relation, open
from ._table import Table

__all__ = ["Articles", "Brief", "Error", "Linked", "Mentions", "Project", "Relation", "Table", "code", "link", "open", "read"]
__version__ = _version("demarche-events")
