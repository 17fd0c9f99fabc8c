"""The template, translated once."""

import pytest

from tests.support.sam import deployed, translated


@pytest.fixture(scope="session")
def template():
    return translated()


@pytest.fixture(scope="session")
def on_aws():
    return deployed("prod")


@pytest.fixture(scope="session")
def by_type(on_aws):
    """A function: `{logical id: properties}` of the resources of one type."""

    def of(kind):
        return {name: resource["Properties"] for name, resource in on_aws.items() if resource["Type"] == kind}

    return of
