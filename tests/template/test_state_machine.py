"""The state machine as deployed: what every state must have, and one name in five places."""

import json
import re
from pathlib import Path

import pytest

import easycrm.uploads.tasks
from easycrm.uploads.executions import STANDARDISE_BATCHES, UPSERT_SLICES
from tests.documents import definition as written_definition
from tests.documents import machine_graph
from tests.support.lambdas import HANDLERS
from tests.support.sam import DEFINITION, MACHINE, definition, states_of
from tests.support.some import some

RECORD_FAILURE = "Record failure"
MACHINE_DEFINITION = definition()
MAPS = {name: state for name, state in MACHINE_DEFINITION["States"].items() if state["Type"] == "Map"}
CHILDREN = {name: state for each in MAPS.values() for name, state in each["ItemProcessor"]["States"].items()}
STATES = states_of(MACHINE_DEFINITION)
TASKS = [name for name, state in STATES.items() if state["Type"] == "Task"]
OUTER = MACHINE_DEFINITION["States"]
OPERATORS_FUNCTIONS = {"RebuildReadModelFunction"}
FUNCTIONS = Path(easycrm.uploads.tasks.__file__).parents[3]
TASK_MODULES = {path.stem for path in Path(easycrm.uploads.tasks.__file__).parent.glob("[!_]*.py")}

each_state = pytest.mark.parametrize("name", STATES)
each_task = pytest.mark.parametrize("name", TASKS)
each_handler = pytest.mark.parametrize("handler", HANDLERS)
each_map = pytest.mark.parametrize("a_map", MAPS.values(), ids=MAPS)
each_machine = pytest.mark.parametrize(
    "machine", [MACHINE_DEFINITION, *(a_map["ItemProcessor"] for a_map in MAPS.values())], ids=["import", *MAPS]
)


def targets(state):
    """The states that may come after this one."""
    ways = [state, *state.get("Choices", ()), *state.get("Catch", ())]
    return {way[word] for way in ways for word in ("Next", "Default") if word in way}


def function_of(name):
    return STATES[name]["Parameters"]["FunctionName"]


@each_machine
def test_every_next_default_and_catch_names_a_state(machine):
    named = {machine["StartAt"]}.union(*map(targets, machine["States"].values()))
    assert named - machine["States"].keys() == set()


@each_machine
def test_every_state_can_be_reached(machine):
    reached, ahead = set(), {machine["StartAt"]}
    while ahead:
        reached |= ahead
        ahead = set().union(*(targets(machine["States"][name]) for name in ahead)) - reached
    assert reached == machine["States"].keys()


@each_state
def test_every_state_leads_on_or_ends(name):
    state = STATES[name]
    assert targets(state) or state.get("End") or state["Type"] in ("Succeed", "Fail")


@each_state
def test_every_state_says_why_it_is_there(name):
    assert len(STATES[name]["Comment"].split()) > 5


def test_the_query_language_is_declared():
    assert MACHINE_DEFINITION["QueryLanguage"] == "JSONPath"


def test_the_whole_run_has_a_deadline():
    assert MACHINE_DEFINITION["TimeoutSeconds"] > 0


@each_task
def test_a_task_waits_longer_than_its_function_may_run(name, template):
    function = template["Resources"][function_of(name)]["Properties"]
    assert STATES[name]["TimeoutSeconds"] > function["Timeout"]


@each_task
def test_what_is_terminal_is_never_tried_again(name):
    assert STATES[name]["Retry"][0] == {"ErrorEquals": ["Terminal"], "MaxAttempts": 0}


@each_task
def test_what_is_lambdas_and_not_ours_is_waited_out(name):
    """A throttled account is slow, never wrong: a dozen tries, up to a minute between two."""
    assert STATES[name]["Retry"][1] == {
        "ErrorEquals": [
            "Lambda.TooManyRequestsException",
            "Lambda.ServiceException",
            "Lambda.AWSLambdaException",
            "Lambda.SdkClientException",
            "Lambda.Unknown",
        ],
        "IntervalSeconds": 2,
        "BackoffRate": 2,
        "MaxAttempts": 12,
        "MaxDelaySeconds": 60,
        "JitterStrategy": "FULL",
    }


@each_task
def test_everything_else_is_tried_again_three_times(name):
    assert STATES[name]["Retry"][2:] == [
        {
            "ErrorEquals": ["States.ALL"],
            "IntervalSeconds": 2,
            "BackoffRate": 2,
            "MaxAttempts": 3,
            "MaxDelaySeconds": 30,
            "JitterStrategy": "FULL",
        }
    ]


def test_a_task_that_fails_for_good_does_so_within_the_deadline_of_the_run():
    """The worst: a function of Parse workbook's time limit, that runs it out in all of its tries, by both retriers."""
    assert longest(STATES["Parse workbook"]) < MACHINE_DEFINITION["TimeoutSeconds"] / 4


@each_machine
def test_a_run_at_its_worst_has_few_events_of_the_25_000_that_an_execution_may_have(machine):
    """Entered, exited, and of each try scheduled, started, ended; children of the map have executions of their own."""
    tries = [1 + sum(r["MaxAttempts"] for r in state.get("Retry", ())) for state in machine["States"].values()]
    assert sum(2 + 3 * times for times in tries) < 1_000


def longest(task):
    """The seconds that a Task may take until it fails, with no luck in any wait."""
    waits = [seconds for retrier in task["Retry"] for seconds in waits_of(retrier)]
    return (len(waits) + 1) * task["TimeoutSeconds"] + sum(waits)


def waits_of(retrier):
    tries = range(retrier["MaxAttempts"])
    return [min(retrier["IntervalSeconds"] * retrier["BackoffRate"] ** n, retrier["MaxDelaySeconds"]) for n in tries]


@pytest.mark.parametrize(
    "name", [name for name, state in OUTER.items() if state["Type"] in ("Task", "Map") and name != RECORD_FAILURE]
)
def test_what_stops_the_run_goes_to_record_failure(name):
    assert OUTER[name]["Catch"] == [
        {"ErrorEquals": ["States.ALL"], "ResultPath": "$.failure", "Next": RECORD_FAILURE},
    ]


def test_record_failure_catches_nothing():
    assert "Catch" not in OUTER[RECORD_FAILURE]


@pytest.mark.parametrize("name", CHILDREN)
def test_a_failing_batch_or_slice_fails_its_child_execution(name):
    assert "Catch" not in STATES[name]


@each_map
def test_a_map_is_not_tried_again_itself(a_map):
    assert "Retry" not in a_map


@each_map
def test_a_map_goes_on_whatever_fails(a_map):
    assert a_map["ToleratedFailurePercentage"] == 100


@each_map
def test_a_map_is_distributed_over_a_file_in_s3(a_map):
    assert a_map["ItemProcessor"]["ProcessorConfig"] == {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}
    assert a_map["ItemReader"]["Resource"] == "arn:aws:states:::s3:getObject"
    assert a_map["ItemReader"]["Parameters"]["Bucket"] == "DataBucket"


@each_map
def test_children_hand_nothing_back(a_map):
    ends = [state for state in a_map["ItemProcessor"]["States"].values() if state.get("End")]
    assert [state["OutputPath"] for state in ends] == [None]


def test_progress_knows_the_maps_by_their_labels():
    assert [a_map["Label"] for a_map in MAPS.values()] == [STANDARDISE_BATCHES, UPSERT_SLICES]


def test_substitutions_are_those_that_the_definition_uses(template):
    used = some(set(re.findall(r"\$\{(\w+)\}", DEFINITION.read_text(encoding="utf-8"))))
    assert used == template["Resources"][MACHINE]["Properties"]["DefinitionSubstitutions"].keys()


def test_the_file_is_json_but_for_three_numbers():
    """CloudFormation puts parameters into a text, and a number in quotation marks would be none."""
    text = DEFINITION.read_text(encoding="utf-8")
    bare = r'"(\w+)": \$\{(\w+)\}'
    concurrency = ("MaxConcurrency", "MapConcurrency")
    assert re.findall(bare, text) == [("TimeoutSeconds", "ImportTimeoutSeconds"), concurrency, concurrency]
    assert json.loads(re.sub(bare, r'"\1": 1', text)).keys() == MACHINE_DEFINITION.keys()


def test_what_others_read_is_json_with_the_defaults(tmp_path, template):
    written_definition.write(tmp_path / "definition.json")
    text = (tmp_path / "definition.json").read_text(encoding="utf-8")
    assert json.loads(text) == MACHINE_DEFINITION
    assert "${" not in text
    defaults = {name: template["Parameters"][name]["Default"] for name in ("ImportTimeoutSeconds", "MapConcurrency")}
    for a_map in MAPS.values():
        assert defaults == {
            "ImportTimeoutSeconds": MACHINE_DEFINITION["TimeoutSeconds"],
            "MapConcurrency": a_map["MaxConcurrency"],
        }


@pytest.mark.parametrize("word", ["ItemBatcher", "ResultWriter", "MaxConcurrencyPath", "JSONata", "{%"])
def test_nothing_is_used_that_the_emulator_gets_wrong(word):
    assert word not in json.dumps(MACHINE_DEFINITION)


@each_task
def test_a_task_has_one_name_in_five_places(name, template):
    camel = name.title().replace(" ", "")
    snake = name.lower().replace(" ", "_")
    assert f'"${{{camel}FunctionArn}}"' in DEFINITION.read_text(encoding="utf-8")
    assert function_of(name) == f"{camel}Function"
    function = template["Resources"][f"{camel}Function"]["Properties"]
    assert function["Handler"] == f"easycrm.handlers.{snake}.handler"
    assert HANDLERS[snake] == f"easycrm.handlers.{snake}"
    assert snake in TASK_MODULES


def test_every_module_of_the_tasks_is_a_state():
    assert {name.lower().replace(" ", "_") for name in TASKS} == some(TASK_MODULES)


@each_handler
def test_a_handler_belongs_to_exactly_one_function_of_its_name(handler, by_type):
    functions = by_type("AWS::Lambda::Function")
    mine = [name for name, function in functions.items() if function["Handler"] == f"{HANDLERS[handler]}.handler"]
    assert mine == [f"{handler.title().replace('_', '')}Function"]


def test_a_function_belongs_to_exactly_one_handler(by_type):
    handlers = [function["Handler"] for function in by_type("AWS::Lambda::Function").values()]
    assert sorted(handlers) == sorted(f"{module}.handler" for module in HANDLERS.values())


@each_handler
def test_a_handler_has_at_most_40_lines(handler):
    assert len(lines_of(handler)) <= 40


@each_handler
def test_a_handler_names_its_state_its_route_or_the_function_that_an_operator_invokes(handler, template):
    says = lines_of(handler)[0]
    routes = {f"{method.upper()} {route}" for route, methods in paths(template) for method in methods}
    states = {f'State "{name}"' for name in TASKS}
    assert any(said in says for said in routes | states | OPERATORS_FUNCTIONS)


def lines_of(handler):
    return (FUNCTIONS / HANDLERS[handler].replace(".", "/")).with_suffix(".py").read_text(encoding="utf-8").splitlines()


def paths(template):
    return template["Resources"]["Api"]["Properties"]["Body"]["paths"].items()


def test_the_graph_in_the_docs_has_the_states_and_transitions_of_the_definition():
    assert machine_graph.written() == machine_graph.graph(), "python -m tests.documents.machine_graph"
