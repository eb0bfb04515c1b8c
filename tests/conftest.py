"""What several test modules need."""

import os

# Before numpy is loaded. Tests run on all cores already: a second thread of BLAS costs two to three
# times the processor's time, and gives nothing to products as small as these.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest
from hypothesis import settings
from support.project import Project

# An example may take as long as it does: a loaded machine is no fault of what is tested.
settings.register_profile("untimed", settings(), deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project of the module's own whose two scenes are rendered, with -j2."""
    project = Project(tmp_path_factory.mktemp("project"))
    made = project.make("-j2")
    assert made.returncode == 0, made.stderr
    return project


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of one file share a process, and what they made in it, unless they say otherwise."""
    for item in items:
        if not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(item.path.name))
