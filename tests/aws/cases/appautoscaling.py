"""What resource_types.py plays, and what coverage.py excuses."""

TARGET = ['application-autoscaling', 'register_scalable_target',
          {'ServiceNamespace': 'dynamodb', 'ResourceId': 'table/it', 'ScalableDimension': 'dynamodb:table:ReadCapacityUnits',
           'MinCapacity': 1, 'MaxCapacity': 4}, []]
GIVEN = {'TABLE': ['dynamodb', 'create_table',
                   {'TableName': 'it', 'AttributeDefinitions': [{'AttributeName': 'k', 'AttributeType': 'S'}],
                    'KeySchema': [{'AttributeName': 'k', 'KeyType': 'HASH'}], 'BillingMode': 'PROVISIONED',
                    'ProvisionedThroughput': {'ReadCapacityUnits': 1, 'WriteCapacityUnits': 1}}, ['TableDescription', 'TableName']],
         'TARGET': TARGET}

CASES = [
    {
        'type': 'aws_appautoscaling_policy',
        'subject': 'aws_appautoscaling_policy.it',
        'given': GIVEN,
        'config': '''
resource "aws_appautoscaling_policy" "it" {
  name               = "it"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = "dynamodb"
  resource_id        = "table/@TABLE@"
  scalable_dimension = "dynamodb:table:ReadCapacityUnits"
  target_tracking_scaling_policy_configuration {
    target_value      = 70
    scale_in_cooldown = 300
    predefined_metric_specification {
      predefined_metric_type = "DynamoDBReadCapacityUtilization"
    }
  }
}
''',
        'updates': [{'name': 'value', 'replace': ('= 70', '= 50')}],
        'remove': ['application-autoscaling', 'delete_scaling_policy',
                   {'PolicyName': 'it', 'ServiceNamespace': 'dynamodb', 'ResourceId': 'table/it', 'ScalableDimension': 'dynamodb:table:ReadCapacityUnits'}],
        'replacements': [{'replace': ('"it"\n', '"it2"\n')}],
    },
    {
        'type': 'aws_appautoscaling_scheduled_action',
        'subject': 'aws_appautoscaling_scheduled_action.it',
        'given': GIVEN,
        'config': '''
resource "aws_appautoscaling_scheduled_action" "it" {
  name               = "it"
  service_namespace  = "dynamodb"
  resource_id        = "table/@TABLE@"
  scalable_dimension = "dynamodb:table:ReadCapacityUnits"
  schedule           = "cron(0 22 * * ? *)"
  scalable_target_action {
    min_capacity = 1
    max_capacity = 2
  }
}
''',
        'updates': [{'name': 'schedule', 'replace': ('0 22', '30 21')},
                    {'name': 'capacity', 'replace': ('max_capacity = 2', 'max_capacity = 3')}],
        'mutations': [{'call': ['application-autoscaling', 'put_scheduled_action',
                                {'ScheduledActionName': 'it', 'ServiceNamespace': 'dynamodb', 'ResourceId': 'table/it',
                                 'ScalableDimension': 'dynamodb:table:ReadCapacityUnits', 'Schedule': 'cron(0 1 * * ? *)'}]}],
        'remove': ['application-autoscaling', 'delete_scheduled_action',
                   {'ScheduledActionName': 'it', 'ServiceNamespace': 'dynamodb', 'ResourceId': 'table/it',
                    'ScalableDimension': 'dynamodb:table:ReadCapacityUnits'}],
    },
]
