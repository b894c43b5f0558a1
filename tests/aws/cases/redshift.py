"""What resource_types.py plays, and what coverage.py excuses."""

NETWORK = {
    'SUBNET_A': ['ec2', 'describe_subnets', {}, ['Subnets', 0, 'SubnetId']],
    'SUBNET_B': ['ec2', 'describe_subnets', {}, ['Subnets', 1, 'SubnetId']],
}

CASES = [
    {
        'type': 'aws_redshift_subnet_group',
        'subject': 'aws_redshift_subnet_group.it',
        'given': NETWORK,
        'config': '''
resource "aws_redshift_subnet_group" "it" {
  name       = "it"
  subnet_ids = ["@SUBNET_A@", "@SUBNET_B@"]
  tags       = { A = "b" }
}
''',
        'updates': [{'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'remove': ['redshift', 'delete_cluster_subnet_group', {'ClusterSubnetGroupName': 'it'}],
        'replacements': [{'replace': ('"it"\n', '"it2"\n')}],
        'gone': [['redshift', 'describe_cluster_subnet_groups', {}, ['ClusterSubnetGroups']]],
    },
]
