"""What resource_types.py plays, and what coverage.py excuses."""

CODE = 'UEsDBBQAAAAAAAAAIVhogrW6RgAAAEYAAAAIAAAAaW5kZXguanNleHBvcnRzLmhhbmRsZXIgPSBhc3luYyAoZXZlbnQpID0+ICh7IHN0YXR1c0NvZGU6IDIwMCwgYm9keTogJ3YxJyB9KTsKUEsBAhQDFAAAAAAAAAAhWGiCtbpGAAAARgAAAAgAAAAAAAAAAAAAAIABAAAAAGluZGV4LmpzUEsFBgAAAAABAAEANgAAAGwAAAAAAA=='
ROLE = '''
resource "aws_iam_role" "it" {
  name = "it"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}
'''
FUNCTION = ROLE + '''
resource "aws_lambda_layer_version" "it" {
  layer_name          = "log"
  description         = "logging"
  filename            = "code.zip"
  compatible_runtimes = ["nodejs20.x"]
}
resource "aws_lambda_function" "it" {
  function_name                  = "worker"
  description                    = "one"
  role                           = aws_iam_role.it.arn
  runtime                        = "nodejs20.x"
  handler                        = "index.handler"
  filename                       = "code.zip"
  memory_size                    = 256
  reserved_concurrent_executions = 5
  publish                        = true
  layers                         = [aws_lambda_layer_version.it.arn]
  environment {
    variables = { LEVEL = "info" }
  }
  tags = { A = "b" }
}
'''
AROUND = FUNCTION + '''
resource "aws_lambda_alias" "it" {
  name             = "live"
  description      = "now"
  function_name    = aws_lambda_function.it.function_name
  function_version = "1"
}
resource "aws_sqs_queue" "it" {
  name                       = "work"
  visibility_timeout_seconds = 180
}
resource "aws_lambda_event_source_mapping" "it" {
  event_source_arn = aws_sqs_queue.it.arn
  function_name    = aws_lambda_function.it.arn
  batch_size       = 10
}
resource "aws_lambda_permission" "it" {
  statement_id  = "AllowEvents"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.it.function_name
  principal     = "events.amazonaws.com"
  source_arn    = "arn:aws:events:us-east-1:123456789012:rule/nightly"
}
resource "aws_lambda_permission" "second" {
  statement_id_prefix = "account-"
  action              = "lambda:InvokeFunction"
  function_name       = aws_lambda_function.it.function_name
  principal           = "123456789012"
}
resource "aws_lambda_function_event_invoke_config" "it" {
  function_name                = aws_lambda_function.it.function_name
  maximum_event_age_in_seconds = 3600
  maximum_retry_attempts       = 1
  destination_config {
    on_failure {
      destination = aws_sqs_queue.it.arn
    }
  }
}
resource "aws_lambda_function_url" "it" {
  function_name      = aws_lambda_function.it.function_name
  authorization_type = "AWS_IAM"
  cors {
    allow_origins = ["https://app.example.com"]
    max_age       = 300
  }
}
resource "aws_lambda_provisioned_concurrency_config" "it" {
  function_name                     = aws_lambda_function.it.function_name
  qualifier                         = aws_lambda_alias.it.name
  provisioned_concurrent_executions = 2
}
'''
GONE = [['lambda', 'list_functions', {}, ['Functions']], ['iam', 'list_roles', {}, ['Roles']]]
NAME = {'FunctionName': 'worker'}


def case(kind, config, **rest):
    return dict({'type': 'aws_lambda_' + kind, 'subject': f'aws_lambda_{kind}.it', 'config': config, 'unsigned': True, 'gone': GONE,
                 'files': {'code.zip': CODE}}, **rest)


CASES = [
    case('function', FUNCTION,
         updates=[{'name': 'configuration', 'replace': ('"one"', '"two"')}, {'name': 'variables', 'replace': ('"info"', '"debug"')},
                  {'name': 'concurrency', 'replace': ('= 5', '= 6')}, {'name': 'tags', 'replace': ('{ A = "b" }', '{ C = "d" }')}],
         mutations=[{'call': ['lambda', 'update_function_configuration', {**NAME, 'MemorySize': 512}]}],
         remove=['lambda', 'delete_function', NAME],
         replacements=[{'replace': ('"worker"', '"worker2"')}]),
    case('layer_version', FUNCTION,
         replacements=[{'replace': ('"logging"', '"more"'), 'also': {'aws_lambda_function.it': 'update'}}]),
    case('alias', AROUND, updates=[{'name': 'description', 'replace': ('"now"', '"then"')}],
         mutations=[{'call': ['lambda', 'update_alias', {**NAME, 'Name': 'live', 'Description': 'changed'}]}]),
    case('event_source_mapping', AROUND, updates=[{'name': 'size', 'replace': ('batch_size       = 10', 'batch_size       = 5')}]),
    case('permission', AROUND, remove=['lambda', 'remove_permission', {**NAME, 'StatementId': 'AllowEvents'}],
         replacements=[{'replace': ('rule/nightly', 'rule/hourly')}]),
    case('function_event_invoke_config', AROUND, updates=[{'name': 'age', 'replace': ('3600', '7200')}],
         remove=['lambda', 'delete_function_event_invoke_config', NAME]),
    case('function_url', AROUND, updates=[{'name': 'cors', 'replace': ('= 300', '= 600')}], remove=['lambda', 'delete_function_url_config', NAME]),
    case('provisioned_concurrency_config', AROUND, updates=[{'name': 'count', 'replace': ('executions = 2', 'executions = 3')}]),
]
DEFAULTS_BESIDES = {
    'aws_lambda_function': {'package_type': 'the probe said one'},
    'aws_lambda_event_source_mapping': {'document_db_event_source_config.full_document': 'what AWS makes of silence'},
}
