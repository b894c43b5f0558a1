"""What resource_types.py plays, and what coverage.py excuses."""

NETWORK = {
    'SUBNET_A': ['ec2', 'describe_subnets', {}, ['Subnets', 0, 'SubnetId']],
    'SUBNET_B': ['ec2', 'describe_subnets', {}, ['Subnets', 1, 'SubnetId']],
    'GROUP': ['ec2', 'describe_security_groups', {}, ['SecurityGroups', 0, 'GroupId']],
}

CASES = [
    {
        'type': 'aws_db_subnet_group',
        'subject': 'aws_db_subnet_group.it',
        'given': NETWORK,
        'config': '''
resource "aws_db_subnet_group" "it" {
  name       = "it"
  subnet_ids = ["@SUBNET_A@", "@SUBNET_B@"]
  tags       = { A = "b" }
}
resource "aws_db_subnet_group" "prefixed" {
  name_prefix = "pre-"
  subnet_ids  = ["@SUBNET_A@", "@SUBNET_B@"]
}
''',
        'updates': [{'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'mutations': [{'call': ['rds', 'add_tags_to_resource', {'ResourceName': '${aws_db_subnet_group.it.arn}', 'Tags': [{'Key': 'A', 'Value': 'x'}]}]}],
        'remove': ['rds', 'delete_db_subnet_group', {'DBSubnetGroupName': 'it'}],
        'replacements': [{'replace': ('"it"\n', '"it2"\n')}],
        'gone': [['rds', 'describe_db_subnet_groups', {}, ['DBSubnetGroups']]],
    },
    {
        'type': 'aws_db_parameter_group',
        'subject': 'aws_db_parameter_group.it',
        'config': '''
resource "aws_db_parameter_group" "it" {
  name   = "it"
  family = "postgres15"
  parameter {
    name  = "log_connections"
    value = "1"
  }
  tags = { A = "b" }
}
resource "aws_db_parameter_group" "bare" {
  family = "mysql8.0"
}
''',
        'updates': [{'name': 'value', 'replace': ('value = "1"', 'value = "0"')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'mutations': [{'call': ['rds', 'modify_db_parameter_group',
                                {'DBParameterGroupName': 'it', 'Parameters': [
                                    {'ParameterName': 'log_connections', 'ParameterValue': '7', 'ApplyMethod': 'immediate'}]}]}],
        'remove': ['rds', 'delete_db_parameter_group', {'DBParameterGroupName': 'it'}],
        'replacements': [{'replace': ('"postgres15"', '"postgres16"')}],
        'gone': [['rds', 'describe_db_parameter_groups', {}, ['DBParameterGroups']]],
    },
    {
        'type': 'aws_db_option_group',
        'subject': 'aws_db_option_group.it',
        'config': '''
resource "aws_db_option_group" "it" {
  name                 = "it"
  engine_name          = "mysql"
  major_engine_version = "8.0"
  tags                 = { A = "b" }
}
''',
        'updates': [{'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'remove': ['rds', 'delete_option_group', {'OptionGroupName': 'it'}],
        'replacements': [{'replace': ('"8.0"', '"5.7"')}],
    },
    {
        'type': 'aws_db_instance',
        'subject': 'aws_db_instance.it',
        'given': NETWORK,
        'config': '''
resource "aws_db_instance" "it" {
  identifier              = "it"
  engine                  = "postgres"
  engine_version          = "15.4"
  instance_class          = "db.t3.medium"
  allocated_storage       = 100
  storage_type            = "gp3"
  db_name                 = "it"
  username                = "root"
  password                = "not-a-secret"
  vpc_security_group_ids  = ["@GROUP@"]
  backup_retention_period = 7
  skip_final_snapshot     = true
  apply_immediately       = true
  tags                    = { A = "b" }
}
resource "aws_db_instance" "replica" {
  identifier          = "replica"
  replicate_source_db = aws_db_instance.it.identifier
  instance_class      = "db.t3.medium"
  skip_final_snapshot = true
}
''',
        'updates': [{'name': 'class', 'replace': ('"db.t3.medium"\n  allocated', '"db.m6g.large"\n  allocated')},
                    {'name': 'storage', 'replace': ('= 100', '= 200')},
                    {'name': 'password', 'replace': ('not-a-secret', 'not-a-secret-either')},
                    {'name': 'protection', 'replace': ('  tags', '  deletion_protection = true\n  tags')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'mutations': [{'call': ['rds', 'modify_db_instance', {'DBInstanceIdentifier': 'it', 'DBInstanceClass': 'db.t3.large', 'ApplyImmediately': True}]},
                      {'call': ['rds', 'add_tags_to_resource', {'ResourceName': '${aws_db_instance.it.arn}', 'Tags': [{'Key': 'A', 'Value': 'x'}]}]}],
        'gone': [['rds', 'describe_db_instances', {}, ['DBInstances']]],
    },
    {
        'type': 'aws_db_snapshot',
        'subject': 'aws_db_snapshot.it',
        'config': '''
resource "aws_db_instance" "of" {
  identifier          = "of"
  engine              = "mysql"
  instance_class      = "db.t3.micro"
  allocated_storage   = 10
  username            = "root"
  password            = "not-a-secret"
  skip_final_snapshot = true
}
resource "aws_db_snapshot" "it" {
  db_instance_identifier = aws_db_instance.of.identifier
  db_snapshot_identifier = "it"
  tags                   = { A = "b" }
}
''',
        'updates': [{'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')},
                    {'name': 'sharing', 'replace': ('  tags', '  shared_accounts = ["111122223333"]\n  tags')}],
        'remove': ['rds', 'delete_db_snapshot', {'DBSnapshotIdentifier': 'it'}],
        'replacements': [{'replace': ('db_snapshot_identifier = "it"', 'db_snapshot_identifier = "it2"')}],
        'gone': [['rds', 'describe_db_snapshots', {}, ['DBSnapshots']]],
    },
    {
        'type': 'aws_rds_cluster_parameter_group',
        'subject': 'aws_rds_cluster_parameter_group.it',
        'config': '''
resource "aws_rds_cluster_parameter_group" "it" {
  name   = "it"
  family = "aurora-postgresql15"
  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }
  tags = { A = "b" }
}
''',
        'updates': [{'name': 'value', 'replace': ('value = "1"', 'value = "0"')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'remove': ['rds', 'delete_db_cluster_parameter_group', {'DBClusterParameterGroupName': 'it'}],
        'replacements': [{'replace': ('"aurora-postgresql15"', '"aurora-postgresql16"')}],
    },
    {
        'type': 'aws_rds_cluster',
        'subject': 'aws_rds_cluster.it',
        'config': '''
resource "aws_rds_cluster" "it" {
  cluster_identifier      = "it"
  engine                  = "aurora-postgresql"
  engine_version          = "15.4"
  database_name           = "it"
  master_username         = "root"
  master_password         = "not-a-secret"
  backup_retention_period = 5
  skip_final_snapshot     = true
  apply_immediately       = true
  tags                    = { A = "b" }
  serverlessv2_scaling_configuration {
    min_capacity = 0.5
    max_capacity = 2
  }
}
''',
        'updates': [{'name': 'retention', 'replace': ('= 5', '= 6')},
                    {'name': 'capacity', 'replace': ('max_capacity = 2', 'max_capacity = 4')},
                    {'name': 'password', 'replace': ('not-a-secret', 'not-a-secret-either')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'mutations': [{'call': ['rds', 'modify_db_cluster', {'DBClusterIdentifier': 'it', 'BackupRetentionPeriod': 9, 'ApplyImmediately': True}]}],
        'replacements': [{'replace': ('database_name           = "it"', 'database_name           = "other"')}],
        'gone': [['rds', 'describe_db_clusters', {}, ['DBClusters']]],
    },
    {
        'type': 'aws_rds_cluster_instance',
        'subject': 'aws_rds_cluster_instance.it',
        'config': '''
resource "aws_rds_cluster" "c" {
  cluster_identifier  = "c"
  engine              = "aurora-mysql"
  master_username     = "root"
  master_password     = "not-a-secret"
  skip_final_snapshot = true
}
resource "aws_rds_cluster_instance" "it" {
  identifier         = "it"
  cluster_identifier = aws_rds_cluster.c.id
  engine             = aws_rds_cluster.c.engine
  instance_class     = "db.r6g.large"
  promotion_tier     = 1
  tags               = { A = "b" }
}
''',
        'updates': [{'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'gone': [['rds', 'describe_db_instances', {}, ['DBInstances']]],
    },
]

# Where a declaration knows better than the probes behind behaviour.json; each with its reason.
DEFAULTS_BESIDES = {}
