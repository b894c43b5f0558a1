"""What resource_types.py plays, and what coverage.py excuses."""

CASES = [
    {
        'type': 'aws_cloudtrail',
        'subject': 'aws_cloudtrail.it',
        'before': [['s3', 'create_bucket', {'Bucket': 'trail-bucket'}]],
        'config': '''
resource "aws_cloudtrail" "it" {
  name           = "it1"
  s3_bucket_name = "trail-bucket"
  s3_key_prefix  = "first"
  event_selector {
    read_write_type = "WriteOnly"
    data_resource {
      type   = "AWS::S3::Object"
      values = ["arn:aws:s3:::a/", "arn:aws:s3:::b/"]
    }
  }
  insight_selector { insight_type = "ApiCallRateInsight" }
  tags = { A = "b" }
}
''',
        'updates': [{'name': 'prefix', 'replace': ('"first"', '"second"')},
                    {'name': 'stopped', 'replace': ('  tags =', '  enable_logging = false\n  tags =')},
                    {'name': 'all regions', 'replace': ('  tags =', '  is_multi_region_trail = true\n  tags =')},
                    {'name': 'selector', 'replace': ('WriteOnly', 'ReadOnly')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'mutations': [{'call': ['cloudtrail', 'stop_logging', {'Name': 'it1'}]}],
        'remove': ['cloudtrail', 'delete_trail', {'Name': 'it1'}],
        'replacements': [{'replace': ('"it1"', '"it2"')}],
    },
]
