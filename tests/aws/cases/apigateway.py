"""What resource_types.py plays, and what coverage.py excuses."""

API = '''
resource "aws_api_gateway_rest_api" "it" {
  name        = "it"
  description = "one"
  endpoint_configuration {
    types = ["REGIONAL"]
  }
  tags = { A = "b" }
}
'''
METHODS = API + '''
resource "aws_api_gateway_resource" "it" {
  rest_api_id = aws_api_gateway_rest_api.it.id
  parent_id   = aws_api_gateway_rest_api.it.root_resource_id
  path_part   = "issues"
}
resource "aws_api_gateway_authorizer" "it" {
  rest_api_id    = aws_api_gateway_rest_api.it.id
  name           = "token"
  authorizer_uri = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:auth/invocations"
}
resource "aws_api_gateway_request_validator" "it" {
  rest_api_id           = aws_api_gateway_rest_api.it.id
  name                  = "body"
  validate_request_body = true
}
resource "aws_api_gateway_model" "it" {
  rest_api_id  = aws_api_gateway_rest_api.it.id
  name         = "Issue"
  description  = "an issue"
  content_type = "application/json"
  schema       = jsonencode({ type = "object" })
}
resource "aws_api_gateway_method" "it" {
  rest_api_id        = aws_api_gateway_rest_api.it.id
  resource_id        = aws_api_gateway_resource.it.id
  http_method        = "GET"
  authorization      = "NONE"
  request_parameters = { "method.request.querystring.limit" = false }
}
resource "aws_api_gateway_integration" "it" {
  rest_api_id       = aws_api_gateway_rest_api.it.id
  resource_id       = aws_api_gateway_resource.it.id
  http_method       = aws_api_gateway_method.it.http_method
  type              = "MOCK"
  request_templates = { "application/json" = jsonencode({ statusCode = 200 }) }
}
resource "aws_api_gateway_method_response" "it" {
  rest_api_id         = aws_api_gateway_rest_api.it.id
  resource_id         = aws_api_gateway_resource.it.id
  http_method         = aws_api_gateway_method.it.http_method
  status_code         = "200"
  response_parameters = { "method.response.header.X-A" = true }
}
resource "aws_api_gateway_integration_response" "it" {
  rest_api_id         = aws_api_gateway_rest_api.it.id
  resource_id         = aws_api_gateway_resource.it.id
  http_method         = aws_api_gateway_method.it.http_method
  status_code         = aws_api_gateway_method_response.it.status_code
  response_parameters = { "method.response.header.X-A" = "'a'" }
  depends_on          = [aws_api_gateway_integration.it]
}
resource "aws_api_gateway_method" "post" {
  rest_api_id   = aws_api_gateway_rest_api.it.id
  resource_id   = aws_api_gateway_resource.it.id
  http_method   = "POST"
  authorization = "NONE"
}
resource "aws_api_gateway_integration" "post" {
  rest_api_id             = aws_api_gateway_rest_api.it.id
  resource_id             = aws_api_gateway_resource.it.id
  http_method             = aws_api_gateway_method.post.http_method
  type                    = "HTTP_PROXY"
  integration_http_method = "POST"
  uri                     = "https://backend.example.com"
}
resource "aws_api_gateway_method_response" "missing" {
  rest_api_id     = aws_api_gateway_rest_api.it.id
  resource_id     = aws_api_gateway_resource.it.id
  http_method     = aws_api_gateway_method.it.http_method
  status_code     = "404"
  response_models = { "application/json" = "Empty" }
}
resource "aws_api_gateway_request_validator" "parameters" {
  rest_api_id                 = aws_api_gateway_rest_api.it.id
  name                        = "parameters"
  validate_request_parameters = true
}
resource "aws_api_gateway_gateway_response" "it" {
  rest_api_id        = aws_api_gateway_rest_api.it.id
  response_type      = "UNAUTHORIZED"
  status_code        = "401"
  response_templates = { "application/json" = "{}" }
}
'''
STAGE = METHODS + '''
resource "aws_api_gateway_deployment" "it" {
  rest_api_id = aws_api_gateway_rest_api.it.id
  description = "release"
  triggers    = { redeployment = "1" }
  lifecycle {
    create_before_destroy = true
  }
  depends_on = [aws_api_gateway_integration.it]
}
resource "aws_api_gateway_stage" "it" {
  rest_api_id   = aws_api_gateway_rest_api.it.id
  deployment_id = aws_api_gateway_deployment.it.id
  stage_name    = "prod"
  description   = "production"
  variables     = { level = "info" }
}
resource "aws_api_gateway_method_settings" "it" {
  rest_api_id = aws_api_gateway_rest_api.it.id
  stage_name  = aws_api_gateway_stage.it.stage_name
  method_path = "*/*"
  settings {
    metrics_enabled = true
    logging_level   = "ERROR"
  }
}
'''
PLAN = STAGE + '''
resource "aws_api_gateway_usage_plan" "it" {
  name = "partner"
  api_stages {
    api_id = aws_api_gateway_rest_api.it.id
    stage  = aws_api_gateway_stage.it.stage_name
  }
  quota_settings {
    limit  = 1000
    period = "DAY"
  }
  throttle_settings {
    burst_limit = 20
    rate_limit  = 10
  }
}
resource "aws_api_gateway_api_key" "it" {
  name  = "partner"
  value = "0123456789abcdef0123456789abcdef"
}
resource "aws_api_gateway_usage_plan_key" "it" {
  key_id        = aws_api_gateway_api_key.it.id
  key_type      = "API_KEY"
  usage_plan_id = aws_api_gateway_usage_plan.it.id
}
'''
DOMAIN = API + '''
resource "aws_api_gateway_resource" "it" {
  rest_api_id = aws_api_gateway_rest_api.it.id
  parent_id   = aws_api_gateway_rest_api.it.root_resource_id
  path_part   = "issues"
}
resource "aws_api_gateway_method" "it" {
  rest_api_id   = aws_api_gateway_rest_api.it.id
  resource_id   = aws_api_gateway_resource.it.id
  http_method   = "GET"
  authorization = "NONE"
}
resource "aws_api_gateway_integration" "it" {
  rest_api_id = aws_api_gateway_rest_api.it.id
  resource_id = aws_api_gateway_resource.it.id
  http_method = aws_api_gateway_method.it.http_method
  type        = "MOCK"
}
resource "aws_api_gateway_deployment" "it" {
  rest_api_id = aws_api_gateway_rest_api.it.id
  depends_on  = [aws_api_gateway_integration.it]
}
resource "aws_api_gateway_stage" "it" {
  rest_api_id   = aws_api_gateway_rest_api.it.id
  deployment_id = aws_api_gateway_deployment.it.id
  stage_name    = "prod"
}
resource "aws_api_gateway_domain_name" "it" {
  domain_name              = "api.example.com"
  regional_certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"
  endpoint_configuration {
    types = ["REGIONAL"]
  }
}
resource "aws_api_gateway_base_path_mapping" "it" {
  domain_name = aws_api_gateway_domain_name.it.domain_name
  api_id      = aws_api_gateway_rest_api.it.id
  stage_name  = aws_api_gateway_stage.it.stage_name
  base_path   = "v1"
}
'''
ACCOUNT = '''
resource "aws_api_gateway_account" "it" {
  cloudwatch_role_arn = "arn:aws:iam::123456789012:role/one"
}
'''
GONE = [['apigateway', 'get_rest_apis', {}, ['items']]]
ID = '${aws_api_gateway_rest_api.it.id}'


def case(kind, config, **rest):
    return dict({'type': 'aws_api_gateway_' + kind, 'subject': f'aws_api_gateway_{kind}.it', 'config': config, 'unsigned': True, 'gone': GONE}, **rest)


CASES = [
    case('rest_api', API,
         updates=[{'name': 'description', 'replace': ('"one"', '"two"')}, {'name': 'tags', 'replace': ('{ A = "b" }', '{ C = "d" }')}],
         mutations=[{'call': ['apigateway', 'update_rest_api', {'restApiId': ID, 'patchOperations': [
             {'op': 'replace', 'path': '/description', 'value': 'changed'}]}]}],
         remove=['apigateway', 'delete_rest_api', {'restApiId': ID}]),
    case('resource', METHODS, updates=[{'name': 'part', 'replace': ('"issues"', '"tickets"')}]),
    case('method', METHODS, updates=[{'name': 'key', 'replace': ('authorization      = "NONE"', 'authorization      = "AWS_IAM"')},
                                     {'name': 'parameters', 'replace': ('querystring.limit" = false', 'querystring.page" = true')}]),
    case('integration', METHODS, updates=[{'name': 'template', 'replace': ('statusCode = 200', 'statusCode = 201')}]),
    case('method_response', METHODS, updates=[{'name': 'parameters', 'replace': ('X-A" = true', 'X-A" = false')}]),
    case('integration_response', METHODS, updates=[{'name': 'parameters', 'replace': ("\"'a'\"", "\"'b'\"")}]),
    case('authorizer', METHODS, updates=[{'name': 'name', 'replace': ('"token"', '"bearer"')}]),
    case('request_validator', METHODS, updates=[{'name': 'name', 'replace': ('"body"', '"whole"')}]),
    case('model', METHODS, updates=[{'name': 'schema', 'replace': ('type = "object"', 'type = "array"')}],
         replacements=[{'replace': ('"Issue"', '"Ticket"')}]),
    case('gateway_response', METHODS, updates=[{'name': 'status', 'replace': ('"401"', '"403"')}],
         remove=['apigateway', 'delete_gateway_response', {'restApiId': ID, 'responseType': 'UNAUTHORIZED'}]),
    case('deployment', STAGE, updates=[{'name': 'description', 'replace': ('"release"', '"another"')}]),
    case('stage', STAGE, updates=[{'name': 'description', 'replace': ('"production"', '"live"')},
                                  {'name': 'variables', 'replace': ('{ level = "info" }', '{ depth = "1" }')}],
         mutations=[{'call': ['apigateway', 'update_stage', {'restApiId': ID, 'stageName': 'prod', 'patchOperations': [
             {'op': 'replace', 'path': '/variables/level', 'value': 'trace'}]}]}]),
    case('method_settings', STAGE, updates=[{'name': 'level', 'replace': ('"ERROR"', '"INFO"')}]),
    case('usage_plan', PLAN, updates=[{'name': 'quota', 'replace': ('1000', '2000')}, {'name': 'rate', 'replace': ('rate_limit  = 10', 'rate_limit  = 15')}]),
    case('api_key', PLAN, updates=[{'name': 'description', 'replace': ('name  = "partner"', 'name  = "partner"\n  description = "of a partner"')}]),
    case('usage_plan_key', PLAN),
    case('domain_name', DOMAIN, gone=GONE + [['apigateway', 'get_domain_names', {}, ['items']]]),
    case('base_path_mapping', DOMAIN, updates=[{'name': 'path', 'replace': ('"v1"', '"v2"')}]),
    case('account', ACCOUNT, updates=[{'name': 'role', 'replace': ('role/one', 'role/two')}], gone=[]),
]
OF_AWS = 'what AWS makes of silence; a probe of a block is never silent about it'
DEFAULTS_BESIDES = {
    'aws_api_gateway_authorizer': {'type': 'the probe said one'},
    'aws_api_gateway_method_settings': {'settings.throttling_burst_limit': OF_AWS, 'settings.throttling_rate_limit': OF_AWS},
    'aws_api_gateway_stage': {'canary_settings.percent_traffic': OF_AWS, 'canary_settings.use_stage_cache': OF_AWS},
    'aws_api_gateway_usage_plan': {'api_stages.throttle.burst_limit': OF_AWS, 'api_stages.throttle.rate_limit': OF_AWS,
                                   'quota_settings.offset': OF_AWS, 'throttle_settings.burst_limit': OF_AWS, 'throttle_settings.rate_limit': OF_AWS},
}
