"""Which test runs each command of the documentation, by the command's form; and why some are run by none.

A form is the program, the subcommand and the options: `local import --json`. `tests/unit/test_documentation.py` holds
the documents to it.
"""

_COMMANDS = "tests/unit/local/test_commands.py"
_OPERATING = "tests/stack/test_operating.py"
_DELIVERED = "tests/stack/test_drop_folder.py::test_a_file_that_a_script_delivers_becomes_an_upload_like_any"
_MEASURES = "measures, for minutes; speed is never asserted in a test"
_CHANGES = "changes what is committed, for somebody to look at"
_ON_AWS = "needs an account of AWS"

RUN_BY = {
    "benchmarks.chatting": "tests/unit/chat/test_rules.py::test_a_question_of_the_table_means_its_query",
    "benchmarks.costs": "tests/unit/test_costs.py::test_the_estimate_adds_up_to_its_last_line",
    "benchmarks.long_cells": "tests/unit/standardise/test_long_cells.py::test_a_long_cell_takes_no_quadratic_time",
    "benchmarks.sizes": "tests/packaging/test_build.py::test_every_function_and_every_layer_is_within_its_bound",
    "local api": f"{_COMMANDS}::test_api_prints_the_answer_and_fails_for_an_error",
    "local audit --days --env": f"{_OPERATING}::test_who_exported_leads_and_ended_an_import_is_in_the_audit_log",
    "local audit --env": f"{_OPERATING}::test_who_exported_leads_and_ended_an_import_is_in_the_audit_log",
    "local authenticator --env": "tests/stack/test_authenticator.py"
    "::test_a_user_who_adds_an_authenticator_app_needs_its_code_from_then_on",
    "local down": f"{_COMMANDS}::test_down_says_that_everything_is_kept",
    "local drop-folder --credentials --site": _DELIVERED,
    "local drop-folder --env": _DELIVERED,
    "local drop-folder --site": _DELIVERED,
    "local import": f"{_COMMANDS}::test_import_without_json_prints_the_summary",
    "local import --env": "tests/stack/test_site.py::test_a_file_is_imported_with_the_page_s_address_and_a_login_alone",
    "local import --json": f"{_COMMANDS}::test_import_json_prints_one_document_on_stdout_and_exits_by_status",
    "local invoke -e": f"{_COMMANDS}::test_invoke_prints_what_the_function_answers",
    "local logs --env": f"{_OPERATING}::test_the_logs_of_an_upload_are_printed",
    "local logs --env --follow": "tests/unit/local/operating/test_logs.py::test_with_follow_every_line_is_told_once",
    "local logs --request": f"{_OPERATING}::test_the_log_lines_of_one_answer_are_printed",
    "local logs --upload": f"{_OPERATING}::test_the_logs_of_an_upload_are_printed",
    "local page --env": f"{_OPERATING}::test_the_page_is_there_already_and_its_address_is_noted",
    "local reset": f"{_COMMANDS}::test_reset_forgets_everything",
    "local smoke --env": f"{_OPERATING}::test_a_smoke_test_passes_and_leaves_no_lead_no_upload_and_no_file",
    "local up": f"{_COMMANDS}::test_up_says_where_the_page_is_and_returns",
    "local user --env": f"{_OPERATING}::test_a_user_is_invited_once",
    "make build": "tests/packaging/test_build.py::test_every_function_and_every_layer_is_within_its_bound",
    "make cost": "tests/unit/test_costs.py::test_the_estimate_adds_up_to_its_last_line",
    "make definition": "tests/template/test_state_machine.py::test_what_others_read_is_json_with_the_defaults",
    "make demo": f"{_COMMANDS}::test_demo_imports_the_examples_and_serves_until_ctrl_c",
    "make run": f"{_COMMANDS}::test_run_serves_without_an_import",
    "make validate": "tests/packaging/test_build.py::test_the_template_is_valid_to_sam",
    "local.copy_table": "tests/integration/test_restoring.py::test_the_program_says_how_many_items_it_copied",
    "python examples/generate.py": "tests/unit/test_examples.py::test_generating_twice_gives_the_same_bytes",
    "sam build": "tests/packaging/test_build.py::test_every_function_and_every_layer_is_within_its_bound",
    # every test of the deployed stack begins with a `sam deploy` to the emulator
    "sam deploy": "tests/stack/test_importing.py::test_every_row_of_the_example_becomes_part_of_one_lead",
    "sam validate --lint": "tests/packaging/test_build.py::test_the_template_is_valid_to_sam",
    "tests.documents.machine_graph": "tests/template/test_state_machine.py"
    "::test_the_graph_in_the_docs_has_the_states_and_transitions_of_the_definition",
    "tests.documents.parameters": "tests/template/test_parameters.py"
    "::test_the_table_in_the_docs_is_what_the_template_takes",
    "tests.documents.permissions": "tests/template/test_permissions.py"
    "::test_the_table_in_the_docs_is_what_the_template_allows",
    "tests.judges.single_states": "tests/judges/test_single_states.py"
    "::test_without_credentials_what_aws_alone_can_tell_is_counted",
    "tests.support.seed": "tests/stack/test_events.py::test_every_recorded_event_is_answered_by_its_function",
}

NOT_RUN = {
    **{
        f"aws {service}": _ON_AWS
        for service in ("apigateway", "cloudformation", "cloudwatch", "cognito-idp", "dynamodb", "lambda")
    },
    **{f"aws {service}": _ON_AWS for service in ("logs", "s3", "service-quotas", "sqs", "stepfunctions")},
    **{
        f"benchmarks.{name}": _MEASURES
        for name in ("column_stores", "gold", "importing", "imports", "memory", "page", "reading")
    },
    **{f"benchmarks.{name}": _MEASURES for name in ("new_leads", "parsing", "reading_leads", "removing_permissions")},
    **{f"benchmarks.{name}": _MEASURES for name in ("simulation", "standardise", "upsert", "whole_files")},
    **{
        f"benchmarks.commits.{name}": "takes a checkout of another commit"
        for name in ("compare", "importing", "publishing", "publishing_many", "side_by_side")
    },
    "benchmarks.corpora": "takes public data that is not here",
    "curl": _ON_AWS,
    "jq": "is a program of others, not installed with this one",
    "make check": "is what CI runs beside the tests (.ci/run)",
    "make format": _CHANGES,
    "make judges": "installs checkov; what is done with its findings is tested in tests/judges/test_template_checks.py",
    "make lock": "asks the registries for the newest versions, and changes what is committed",
    "make page": _CHANGES,
    "make test": "is what runs the tests",
    "pytest": "is what runs the tests",
    "sam deploy --config-env": _ON_AWS,
    "sam deploy --config-env --parameter-overrides": _ON_AWS,
    "sam deploy --config-env --profile": _ON_AWS,
    "sam deploy --parameter-overrides --stack-name": _ON_AWS,
    "sam local invoke": "needs Docker",
    "tests.browser.screenshots": _CHANGES,
    "uv python": "downloads a Python from where no test goes",
}
