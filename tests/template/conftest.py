"""The template, translated once."""

import pytest

from tests.support.sam import deployed, translated
from tests.support.some import of_type


@pytest.fixture(scope="session")
def template():
    return translated()


@pytest.fixture(scope="session")
def on_aws():
    return deployed("prod")


@pytest.fixture(scope="session")
def by_type(on_aws):
    """A function: `{logical id: properties}` of the resources of one type, of which there must be one."""
    return lambda kind: of_type(kind, on_aws)
