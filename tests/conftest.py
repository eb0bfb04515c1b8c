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


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project whose two scenes are rendered, with -j2: to be copied, not changed."""
    project = Project(tmp_path_factory.mktemp("rendered"))
    made = project.make("-j2")
    assert made.returncode == 0, made.stderr
    return project


@pytest.fixture(scope="module")
def project(rendered: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A rendered project of the module's own."""
    return rendered.copied(tmp_path_factory.mktemp("project"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of one file share a process, and what they made in it, unless they say otherwise."""
    for item in items:
        if not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(item.path.name))
