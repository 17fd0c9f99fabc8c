"""Programs of others as judges of what is deployed.

Of the state machine, on a second engine:

    second_engine               executes a definition, with functions and files of the caller's
    test_second_engine          whole executions

Of its single states, by cases that AWS's TestState is asked, too:

    single_states.toml          the cases
    state_cases                 reads them, and compares what a judge says
    by_second_engine            one judge
    by_test_state               the other
    single_states               a program: asks AWS where there are credentials, else the second engine
    test_single_states          asks the second engine, and looks at what AWS would be asked

Of the template:

    template_checks             a program: checkov, from the environment that requirements.txt locks
    template_checks.toml        the exceptions, with their reasons
    test_template_checks        what becomes of its findings

package.json locks asl-validator, which `make check` has read the definition.
"""
