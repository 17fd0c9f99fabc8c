"""Full names into first and last names: what stands around them, whose they are, and in which order."""

from easycrm.standardise.values.names.parts import Name, Orders
from easycrm.standardise.values.names.people import is_firm
from easycrm.standardise.values.names.splitting import is_plain, split_alone, split_name
from easycrm.standardise.values.names.suffixes import family_without_suffixes

__all__ = ["Name", "Orders", "family_without_suffixes", "is_firm", "is_plain", "split_alone", "split_name"]
