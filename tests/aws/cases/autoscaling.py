"""What resource_types.py plays, and what coverage.py excuses."""

GIVEN = {
    'SUBNET': ['ec2', 'describe_subnets', {}, ['Subnets', 0, 'SubnetId']],
    'TEMPLATE': ['ec2', 'create_launch_template',
                 {'LaunchTemplateName': 'nodes', 'LaunchTemplateData': {'ImageId': 'ami-12c6146b', 'InstanceType': 't3.micro'}},
                 ['LaunchTemplate', 'LaunchTemplateName']],
}
GROUP = '''
resource "aws_autoscaling_group" "it" {
  name                      = "it"
  min_size                  = 0
  max_size                  = 4
  desired_capacity          = 1
  vpc_zone_identifier       = ["@SUBNET@"]
  health_check_grace_period = 120
  launch_template {
    name    = "@TEMPLATE@"
    version = "1"
  }
  tag {
    key                 = "Name"
    value               = "node"
    propagate_at_launch = true
  }
}
'''

CASES = [
    {
        'type': 'aws_autoscaling_group',
        'subject': 'aws_autoscaling_group.it',
        'given': GIVEN,
        'config': GROUP,
        'updates': [{'name': 'size', 'replace': ('= 4', '= 6')},
                    {'name': 'capacity', 'replace': ('desired_capacity          = 1', 'desired_capacity          = 2')},
                    {'name': 'grace', 'replace': ('= 120', '= 300')},
                    {'name': 'tag', 'replace': ('"node"', '"other"')},
                    {'name': 'processes', 'replace': ('  tag {', '  suspended_processes = ["AZRebalance"]\n  tag {')}],
        'mutations': [{'call': ['autoscaling', 'update_auto_scaling_group', {'AutoScalingGroupName': 'it', 'MaxSize': 9}]}],
        'remove': ['autoscaling', 'delete_auto_scaling_group', {'AutoScalingGroupName': 'it', 'ForceDelete': True}],
        'replacements': [{'replace': ('"it"\n', '"it2"\n')}],
        'gone': [['autoscaling', 'describe_auto_scaling_groups', {}, ['AutoScalingGroups']]],
    },
    {
        'type': 'aws_autoscaling_schedule',
        'subject': 'aws_autoscaling_schedule.it',
        'given': GIVEN,
        'config': GROUP + '''
resource "aws_autoscaling_schedule" "it" {
  scheduled_action_name  = "night"
  autoscaling_group_name = aws_autoscaling_group.it.name
  recurrence             = "0 22 * * *"
  min_size               = 0
  max_size               = 1
  desired_capacity       = 0
}
''',
        'updates': [{'name': 'recurrence', 'replace': ('0 22', '30 21')}],
        'mutations': [{'call': ['autoscaling', 'put_scheduled_update_group_action',
                                {'AutoScalingGroupName': 'it', 'ScheduledActionName': 'night', 'Recurrence': '0 1 * * *', 'MinSize': 0,
                                 'MaxSize': 1, 'DesiredCapacity': 0}]}],
        'remove': ['autoscaling', 'delete_scheduled_action', {'AutoScalingGroupName': 'it', 'ScheduledActionName': 'night'}],
        'replacements': [{'replace': ('"night"', '"evening"')}],
    },
]
