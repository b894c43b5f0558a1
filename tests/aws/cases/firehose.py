"""What resource_types.py plays, and what coverage.py excuses."""

CASES = [
    {
        'type': 'aws_kinesis_firehose_delivery_stream',
        'subject': 'aws_kinesis_firehose_delivery_stream.it',
        'config': '''
resource "aws_kinesis_firehose_delivery_stream" "it" {
  name        = "it"
  destination = "extended_s3"
  extended_s3_configuration {
    role_arn           = "arn:aws:iam::123456789012:role/firehose"
    bucket_arn         = "arn:aws:s3:::lake"
    prefix             = "first/"
    compression_format = "GZIP"
    buffering_size     = 64
    s3_backup_mode     = "Enabled"
    s3_backup_configuration {
      role_arn   = "arn:aws:iam::123456789012:role/firehose"
      bucket_arn = "arn:aws:s3:::backup"
    }
    processing_configuration {
      enabled = true
      processors {
        type = "Lambda"
        parameters {
          parameter_name  = "LambdaArn"
          parameter_value = "arn:aws:lambda:us-east-1:123456789012:function:f:1"
        }
      }
    }
  }
  tags = { A = "b" }
}
resource "aws_kinesis_firehose_delivery_stream" "http" {
  name        = "http"
  destination = "http_endpoint"
  http_endpoint_configuration {
    url        = "https://example.com"
    name       = "n"
    access_key = "example-only"
    role_arn   = "arn:aws:iam::123456789012:role/firehose"
    s3_configuration {
      role_arn   = "arn:aws:iam::123456789012:role/firehose"
      bucket_arn = "arn:aws:s3:::lake"
    }
    request_configuration {
      content_encoding = "GZIP"
      common_attributes {
        name  = "a"
        value = "b"
      }
    }
  }
}
''',
        'updates': [{'name': 'prefix', 'replace': ('first/', 'second/'),
                     'holds': [['firehose', 'describe_delivery_stream', {'DeliveryStreamName': 'it'},
                                ['DeliveryStreamDescription', 'Destinations', 0, 'ExtendedS3DestinationDescription', 'Prefix'], 'second/']]},
                    {'name': 'buffer', 'replace': ('= 64', '= 32')},
                    {'name': 'backup', 'replace': (':::backup', ':::backup2')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'remove': ['firehose', 'delete_delivery_stream', {'DeliveryStreamName': 'it'}],
        'replacements': [{'replace': ('"it"\n', '"it2"\n')}],
        'gone': [['firehose', 'list_delivery_streams', {}, ['DeliveryStreamNames']]],
    },
]
