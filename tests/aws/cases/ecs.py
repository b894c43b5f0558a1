"""What resource_types.py plays, and what coverage.py excuses."""

CASES = []

# Where a declaration knows better than the probes behind behaviour.json; each with its reason.
DEFAULTS_BESIDES = {
    'aws_ecs_service': {'propagate_tags': 'NONE is what AWS makes of none', 'deployment_maximum_percent': 'an expression: daemons have none'},
}
