"""What resource_types.py plays, and what coverage.py excuses."""

API = '''
resource "aws_apigatewayv2_api" "it" {
  name          = "it"
  description   = "one"
  protocol_type = "HTTP"
  cors_configuration {
    allow_origins = ["https://app.example.com"]
    allow_methods = ["GET"]
    max_age       = 300
  }
  tags = { A = "b" }
}
'''
PARTS = API + '''
resource "aws_apigatewayv2_authorizer" "it" {
  api_id           = aws_apigatewayv2_api.it.id
  name             = "jwt"
  authorizer_type  = "JWT"
  identity_sources = ["$request.header.Authorization"]
  jwt_configuration {
    issuer   = "https://issuer.example.com"
    audience = ["one"]
  }
}
resource "aws_apigatewayv2_integration" "it" {
  api_id               = aws_apigatewayv2_api.it.id
  integration_type     = "HTTP_PROXY"
  integration_method   = "ANY"
  integration_uri      = "https://backend.example.com/{proxy}"
  timeout_milliseconds = 12000
}
resource "aws_apigatewayv2_route" "it" {
  api_id             = aws_apigatewayv2_api.it.id
  route_key          = "GET /issues"
  target             = "integrations/${aws_apigatewayv2_integration.it.id}"
  authorization_type = "JWT"
  authorizer_id      = aws_apigatewayv2_authorizer.it.id
}
resource "aws_apigatewayv2_route" "open" {
  api_id    = aws_apigatewayv2_api.it.id
  route_key = "GET /health"
  target    = "integrations/${aws_apigatewayv2_integration.it.id}"
}
resource "aws_apigatewayv2_integration" "second" {
  api_id             = aws_apigatewayv2_api.it.id
  integration_type   = "HTTP_PROXY"
  integration_method = "GET"
  integration_uri    = "https://second.example.com"
}
'''
STAGE = API + '''
resource "aws_apigatewayv2_stage" "it" {
  api_id      = aws_apigatewayv2_api.it.id
  name        = "prod"
  description = "one"
  auto_deploy = true
  default_route_settings {
    throttling_burst_limit = 100
    throttling_rate_limit  = 50
  }
  stage_variables = { level = "info" }
  tags            = { A = "b" }
}
'''
GONE = [['apigatewayv2', 'get_apis', {}, ['Items']]]

CASES = [
    {
        'type': 'aws_apigatewayv2_api', 'subject': 'aws_apigatewayv2_api.it', 'unsigned': True, 'config': API,
        'updates': [{'name': 'description', 'replace': ('"one"', '"two"')}, {'name': 'cors', 'replace': ('300', '600')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ C = "d" }')},
                    {'name': 'no cors', 'config': API.split('  cors_configuration')[0] + '  tags = { A = "b" }\n}\n'}],
        'mutations': [{'call': ['apigatewayv2', 'update_api', {'ApiId': '${aws_apigatewayv2_api.it.id}', 'Description': 'changed'}]}],
        'remove': ['apigatewayv2', 'delete_api', {'ApiId': '${aws_apigatewayv2_api.it.id}'}],
        'gone': GONE,
    },
    {
        'type': 'aws_apigatewayv2_authorizer', 'subject': 'aws_apigatewayv2_authorizer.it', 'unsigned': True, 'config': PARTS,
        'updates': [{'name': 'audience', 'replace': ('["one"]', '["one", "two"]')}, {'name': 'name', 'replace': ('"jwt"', '"jwt2"')}],
        'mutations': [{'call': ['apigatewayv2', 'update_authorizer', {'ApiId': '${aws_apigatewayv2_api.it.id}', 'AuthorizerId':
                                                                      '${aws_apigatewayv2_authorizer.it.id}', 'Name': 'other'}]}],
        'gone': GONE,
    },
    {
        'type': 'aws_apigatewayv2_integration', 'subject': 'aws_apigatewayv2_integration.it', 'unsigned': True, 'config': PARTS,
        'updates': [{'name': 'timeout', 'replace': ('12000', '20000')}, {'name': 'uri', 'replace': ('backend.example.com', 'other.example.com')}],
        'mutations': [{'call': ['apigatewayv2', 'update_integration', {'ApiId': '${aws_apigatewayv2_api.it.id}', 'IntegrationId':
                                                                       '${aws_apigatewayv2_integration.it.id}', 'TimeoutInMillis': 5000}]}],
        'gone': GONE,
    },
    {
        'type': 'aws_apigatewayv2_route', 'subject': 'aws_apigatewayv2_route.it', 'unsigned': True, 'config': PARTS,
        'updates': [{'name': 'key', 'replace': ('GET /issues', 'POST /issues')}],
        'mutations': [{'call': ['apigatewayv2', 'update_route', {'ApiId': '${aws_apigatewayv2_api.it.id}', 'RouteId':
                                                                 '${aws_apigatewayv2_route.it.id}', 'RouteKey': 'PUT /issues'}]}],
        'remove': ['apigatewayv2', 'delete_route', {'ApiId': '${aws_apigatewayv2_api.it.id}', 'RouteId': '${aws_apigatewayv2_route.it.id}'}],
        'gone': GONE,
    },
    {
        'type': 'aws_apigatewayv2_stage', 'subject': 'aws_apigatewayv2_stage.it', 'unsigned': True, 'config': STAGE,
        'updates': [{'name': 'description', 'replace': ('description = "one"\n  auto', 'description = "two"\n  auto')},
                    {'name': 'throttling', 'replace': ('= 100', '= 200')},
                    {'name': 'variables', 'replace': ('{ level = "info" }', '{ depth = "2" }')}],
        'remove': ['apigatewayv2', 'delete_stage', {'ApiId': '${aws_apigatewayv2_api.it.id}', 'StageName': 'prod'}],
        'replacements': [{'replace': ('name        = "prod"', 'name        = "test"')}],
        'gone': GONE,
    },
]
