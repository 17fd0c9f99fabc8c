"""Any stack, wherever it runs: as a user, by the address of its page and a login; as an operator, by AWS credentials.

By a login:

    site           what the page says of its stack: where the API, the sign-in and the drop folder are
    asking         what has to be known of the user at the terminal
    unsigned       AWS clients without credentials, with a deadline
    signing_in     Cognito: tokens, and the authenticator app
    client         the HTTP client of the public API
    importing      one file through that client, from upload to final status
    drop_folder    where a login may put files, and the credentials for it
    printing       progress bar, summary, tables

By credentials:

    targets        the stack of an environment: its outputs and AWS clients
    page           the page's files in the bucket of a stack
    users          who is invited, and who is an operator
    logs           what the functions said
    smoke          ten made-up people imported, found again, and taken away again
    quotas         what the account may run at once, and what that means for imports
    stack_names    names of stacks that AWS would refuse
"""
