"""What resource_types.py plays, and what coverage.py excuses."""

NETWORK = {
    'SUBNET': ['ec2', 'describe_subnets', {}, ['Subnets', 0, 'SubnetId']],
    'GROUP': ['ec2', 'describe_security_groups', {}, ['SecurityGroups', 0, 'GroupId']],
}
DEFINITION = '''
resource "aws_ecs_task_definition" "it" {
  family                   = "it"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = 512
  memory                   = 1024
  container_definitions = jsonencode([{
    name         = "web"
    image        = "web:1"
    portMappings = [{ containerPort = 80 }]
    environment  = [{ name = "B", value = "1" }, { name = "A", value = "2" }]
  }])
  volume {
    name = "content"
    efs_volume_configuration {
      file_system_id     = "fs-12345678"
      transit_encryption = "ENABLED"
    }
  }
  tags = { A = "b" }
}
'''

CASES = [
    {
        'type': 'aws_ecs_cluster',
        'subject': 'aws_ecs_cluster.it',
        'config': '''
resource "aws_ecs_cluster" "it" {
  name = "it"
  setting {
    name  = "containerInsights"
    value = "enabled"
  }
  tags = { A = "b" }
}
resource "aws_ecs_cluster" "bare" { name = "bare" }
''',
        'updates': [{'name': 'setting', 'replace': ('"enabled"', '"disabled"')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'mutations': [{'call': ['ecs', 'update_cluster', {'cluster': 'it', 'settings': [{'name': 'containerInsights', 'value': 'disabled'}]}]}],
        'remove': ['ecs', 'delete_cluster', {'cluster': 'it'}],
        'replacements': [{'replace': ('"it"\n', '"it2"\n')}],
    },
    {
        'type': 'aws_ecs_cluster_capacity_providers',
        'subject': 'aws_ecs_cluster_capacity_providers.it',
        'config': '''
resource "aws_ecs_cluster" "it" { name = "it" }
resource "aws_ecs_cluster_capacity_providers" "it" {
  cluster_name       = aws_ecs_cluster.it.name
  capacity_providers = ["FARGATE", "FARGATE_SPOT"]
  default_capacity_provider_strategy {
    base              = 1
    weight            = 100
    capacity_provider = "FARGATE"
  }
}
''',
        'updates': [{'name': 'weight', 'replace': ('= 100', '= 50')},
                    {'name': 'providers', 'replace': ('["FARGATE", "FARGATE_SPOT"]', '["FARGATE"]')}],
        'mutations': [{'call': ['ecs', 'put_cluster_capacity_providers',
                                {'cluster': 'it', 'capacityProviders': ['FARGATE'], 'defaultCapacityProviderStrategy': []}]}],
    },
    {
        'type': 'aws_ecs_task_definition',
        'subject': 'aws_ecs_task_definition.it',
        'config': DEFINITION,
        'updates': [{'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'remove': ['ecs', 'deregister_task_definition', {'taskDefinition': 'it:1'}],
        'replacements': [{'replace': ('"web:1"', '"web:2"')}],
    },
    {
        'type': 'aws_ecs_service',
        'subject': 'aws_ecs_service.it',
        'given': NETWORK,
        'config': DEFINITION + '''
resource "aws_ecs_cluster" "it" { name = "it" }
resource "aws_ecs_service" "it" {
  name            = "it"
  cluster         = aws_ecs_cluster.it.name
  task_definition = aws_ecs_task_definition.it.arn
  desired_count   = 2
  launch_type     = "FARGATE"
  network_configuration {
    subnets         = ["@SUBNET@"]
    security_groups = ["@GROUP@"]
  }
  tags = { A = "b" }
  # The server forgets it.
  lifecycle { ignore_changes = [availability_zone_rebalancing] }
}
resource "aws_ecs_service" "second" {
  name            = "second"
  cluster         = aws_ecs_cluster.it.arn
  task_definition = "it:1"
  desired_count   = 1
  network_configuration {
    subnets         = ["@SUBNET@"]
    security_groups = ["@GROUP@"]
  }
  lifecycle { ignore_changes = [availability_zone_rebalancing] }
  depends_on = [aws_ecs_task_definition.it]
}
''',
        'updates': [{'name': 'count', 'replace': ('= 2', '= 3'),
                     'holds': [['ecs', 'describe_services', {'cluster': 'it', 'services': ['it']}, ['services', 0, 'desiredCount'], 3]]}],
        'mutations': [{'call': ['ecs', 'update_service', {'cluster': 'it', 'service': 'it', 'desiredCount': 0}]}],
        'remove': ['ecs', 'delete_service', {'cluster': 'it', 'service': 'it', 'force': True}],
        'replacements': [{'replace': ('name            = "it"', 'name            = "it2"')}],
    },
]

# Where a declaration knows better than the probes behind behaviour.json; each with its reason.
DEFAULTS_BESIDES = {
    'aws_ecs_service': {'propagate_tags': 'NONE is what AWS makes of none', 'deployment_maximum_percent': 'an expression: daemons have none'},
}
