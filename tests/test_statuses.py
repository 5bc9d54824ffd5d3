"""The world of statuses is what its tables say."""

import statuses
from citygraph.domain import tie_rules
from citygraph.domain.tie_rules import Stage
from citygraph.world import World


def test_each_tie_is_what_the_tables_say() -> None:
    world = World(statuses.GRAPH, cache=False)
    assert not world.diagnostics
    ties = world.view.graph["ties"]
    found = {id: tie_rules.stage(ties[id][2], statuses.TODAY) for id in statuses.STAGES}
    assert found == statuses.STAGES
    assert set(found.values()) == set(Stage)
