"""How long the page may take on a busy machine, in ms; what is there sooner costs nothing."""

from tests.support import world

VIEW_MS = 60_000
IMPORT_MS = int(1000 * world.PATIENCE)
