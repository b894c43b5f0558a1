"""What resource_types.py plays, and what coverage.py excuses."""

CASES = [
    {
        'type': 'aws_kinesis_stream',
        'subject': 'aws_kinesis_stream.it',
        'config': '''
resource "aws_kinesis_stream" "it" {
  name                = "it"
  shard_count         = 2
  retention_period    = 48
  shard_level_metrics = ["IncomingBytes", "OutgoingBytes"]
  tags                = { A = "b" }
}
resource "aws_kinesis_stream" "on_demand" {
  name = "on-demand"
  stream_mode_details { stream_mode = "ON_DEMAND" }
}
''',
        'updates': [{'name': 'shards', 'replace': ('= 2', '= 4')},
                    {'name': 'longer', 'replace': ('= 48', '= 72')},
                    {'name': 'shorter', 'replace': ('= 48', '= 24')},
                    {'name': 'metrics', 'replace': ('"OutgoingBytes"', '"OutgoingRecords"')},
                    {'name': 'encryption', 'replace': ('  tags  ', '  encryption_type = "KMS"\n  kms_key_id = "alias/aws/kinesis"\n  tags  ')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'mutations': [{'call': ['kinesis', 'increase_stream_retention_period', {'StreamName': 'it', 'RetentionPeriodHours': 96}]}],
        'remove': ['kinesis', 'delete_stream', {'StreamName': 'it'}],
        'replacements': [{'replace': ('"it"\n', '"it2"\n')}],
        'gone': [['kinesis', 'list_streams', {}, ['StreamNames']]],
    },
]
