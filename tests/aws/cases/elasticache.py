"""What resource_types.py plays, and what coverage.py excuses."""

NETWORK = {
    'SUBNET_A': ['ec2', 'describe_subnets', {}, ['Subnets', 0, 'SubnetId']],
    'SUBNET_B': ['ec2', 'describe_subnets', {}, ['Subnets', 1, 'SubnetId']],
}

CASES = [
    {
        'type': 'aws_elasticache_cluster',
        'subject': 'aws_elasticache_cluster.it',
        'config': '''
resource "aws_elasticache_cluster" "it" {
  cluster_id      = "it"
  engine          = "redis"
  engine_version  = "7.1"
  node_type       = "cache.t3.micro"
  num_cache_nodes = 1
  tags            = { A = "b" }
}
''',
        'updates': [{'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'mutations': [{'call': ['elasticache', 'add_tags_to_resource',
                                {'ResourceName': '${aws_elasticache_cluster.it.arn}', 'Tags': [{'Key': 'A', 'Value': 'x'}]}]}],
        'replacements': [{'replace': ('cluster_id      = "it"', 'cluster_id      = "it2"')}],
        'gone': [['elasticache', 'describe_cache_clusters', {}, ['CacheClusters']]],
    },
]
