"""What resource_types.py plays, and what coverage.py excuses."""

POOL = 'resource "aws_cognito_user_pool" "p" { name = "p" }\n'
USER = '''
resource "aws_cognito_user" "u" {
  user_pool_id = aws_cognito_user_pool.p.id
  username     = "u"
}
'''

CASES = [
    {
        'type': 'aws_cognito_user_pool',
        'subject': 'aws_cognito_user_pool.it',
        'config': '''
resource "aws_cognito_user_pool" "it" {
  name                     = "it"
  auto_verified_attributes = ["email"]
  mfa_configuration        = "OPTIONAL"
  software_token_mfa_configuration { enabled = true }
  password_policy {
    minimum_length    = 12
    require_lowercase = true
  }
  schema {
    name                = "tenant"
    attribute_data_type = "String"
    mutable             = true
    string_attribute_constraints {
      min_length = "1"
      max_length = "64"
    }
  }
  tags = { A = "b" }
}
resource "aws_cognito_user_pool" "plain" { name = "plain" }
''',
        'updates': [{'name': 'password policy', 'replace': ('= 12', '= 16')},
                    {'name': 'no MFA', 'replace': ('"OPTIONAL"', '"OFF"')},
                    {'name': 'protection', 'replace': ('  tags =', '  deletion_protection = "ACTIVE"\n  tags =')},
                    {'name': 'message', 'replace': ('  tags =', '  email_verification_message = "Your code: {####}"\n  tags =')},
                    {'name': 'invitations', 'replace': ('  tags =', '  admin_create_user_config {\n    allow_admin_create_user_only = true\n  }\n  tags =')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'remove': ['cognito-idp', 'delete_user_pool', {'UserPoolId': '${aws_cognito_user_pool.it.id}'}],
        'replacements': [{'replace': ('= "it"', '= "it2"')}],
        'gone': [['cognito-idp', 'list_user_pools', {'MaxResults': 10}, ['UserPools']]],
    },
    {
        'type': 'aws_cognito_user_pool_client',
        'subject': 'aws_cognito_user_pool_client.it',
        'config': POOL + '''
resource "aws_cognito_user_pool_client" "it" {
  name                   = "it"
  user_pool_id           = aws_cognito_user_pool.p.id
  explicit_auth_flows    = ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
  callback_urls          = ["https://a.example.com", "https://b.example.com"]
  access_token_validity  = 60
  refresh_token_validity = 30
  token_validity_units {
    access_token  = "minutes"
    refresh_token = "days"
  }
}
resource "aws_cognito_user_pool_client" "secret" {
  name            = "secret"
  user_pool_id    = aws_cognito_user_pool.p.id
  generate_secret = true
}
''',
        'updates': [{'name': 'urls', 'replace': (', "https://b.example.com"', '')},
                    {'name': 'flows', 'replace': ('"ALLOW_USER_SRP_AUTH", ', '')},
                    {'name': 'validity', 'replace': ('= 60', '= 15')},
                    {'name': 'name', 'replace': ('= "it"', '= "it2"')}],
        'remove': ['cognito-idp', 'delete_user_pool_client',
                   {'UserPoolId': '${aws_cognito_user_pool.p.id}', 'ClientId': '${aws_cognito_user_pool_client.it.id}'}],
        'replacements': [{'replace': ('= "it"', '= "it"\n  generate_secret = true')}],
    },
    {
        'type': 'aws_cognito_user_pool_domain',
        'subject': 'aws_cognito_user_pool_domain.it',
        'config': POOL + '''
resource "aws_cognito_user_pool_domain" "it" {
  domain       = "it-auth"
  user_pool_id = aws_cognito_user_pool.p.id
}
''',
        'remove': ['cognito-idp', 'delete_user_pool_domain', {'Domain': 'it-auth', 'UserPoolId': '${aws_cognito_user_pool.p.id}'}],
        'replacements': [{'replace': ('it-auth', 'it-login')}],
    },
    {
        'type': 'aws_cognito_resource_server',
        'subject': 'aws_cognito_resource_server.it',
        'config': POOL + '''
resource "aws_cognito_resource_server" "it" {
  identifier   = "https://api.example.com"
  name         = "it"
  user_pool_id = aws_cognito_user_pool.p.id
  scope {
    scope_name        = "read"
    scope_description = "first"
  }
  scope {
    scope_name        = "write"
    scope_description = "writes"
  }
}
''',
        'updates': [{'name': 'scope', 'replace': ('"first"', '"second"')}],
        'remove': ['cognito-idp', 'delete_resource_server', {'UserPoolId': '${aws_cognito_user_pool.p.id}', 'Identifier': 'https://api.example.com'}],
        'replacements': [{'replace': ('api.example', 'other.example')}],
    },
    {
        'type': 'aws_cognito_user_group',
        'subject': 'aws_cognito_user_group.it',
        'config': POOL + '''
resource "aws_cognito_user_group" "it" {
  name         = "it"
  user_pool_id = aws_cognito_user_pool.p.id
  description  = "first"
  precedence   = 3
}
''',
        'updates': [{'name': 'description', 'replace': ('"first"', '"second"')}, {'name': 'precedence', 'replace': ('= 3', '= 4')}],
        'remove': ['cognito-idp', 'delete_group', {'UserPoolId': '${aws_cognito_user_pool.p.id}', 'GroupName': 'it'}],
        'replacements': [{'replace': ('= "it"', '= "it2"')}],
    },
    {
        'type': 'aws_cognito_user',
        'subject': 'aws_cognito_user.it',
        'config': '''
resource "aws_cognito_user_pool" "p" {
  name = "p"
  schema {
    name                = "tenant"
    attribute_data_type = "String"
    mutable             = true
    string_attribute_constraints {
      min_length = "1"
      max_length = "64"
    }
  }
}
resource "aws_cognito_user" "it" {
  user_pool_id   = aws_cognito_user_pool.p.id
  username       = "it"
  message_action = "SUPPRESS"
  attributes     = { email = "it@example.com", tenant = "a" }
}
resource "aws_cognito_user" "off" {
  user_pool_id = aws_cognito_user_pool.p.id
  username     = "off"
  enabled      = false
  password     = "Example-only-1!"
}
''',
        'updates': [{'name': 'attribute', 'replace': ('it@example', 'other@example')},
                    {'name': 'an attribute of the schema', 'replace': ('tenant = "a"', 'tenant = "b"')},
                    {'name': 'an attribute less', 'replace': (', tenant = "a"', '')},
                    {'name': 'disabled', 'replace': ('"SUPPRESS"', '"SUPPRESS"\n  enabled = false')}],
        'mutations': [{'call': ['cognito-idp', 'admin_disable_user', {'UserPoolId': '${aws_cognito_user_pool.p.id}', 'Username': 'it'}]}],
        'remove': ['cognito-idp', 'admin_delete_user', {'UserPoolId': '${aws_cognito_user_pool.p.id}', 'Username': 'it'}],
        'replacements': [{'replace': ('username       = "it"', 'username       = "it2"')}],
    },
    {
        'type': 'aws_cognito_user_in_group',
        'subject': 'aws_cognito_user_in_group.it',
        'config': POOL + USER + '''
resource "aws_cognito_user_group" "g" {
  name         = "g"
  user_pool_id = aws_cognito_user_pool.p.id
}
resource "aws_cognito_user_group" "h" {
  name         = "h"
  user_pool_id = aws_cognito_user_pool.p.id
}
resource "aws_cognito_user_in_group" "it" {
  user_pool_id = aws_cognito_user_pool.p.id
  group_name   = aws_cognito_user_group.g.name
  username     = aws_cognito_user.u.username
}
''',
        'remove': ['cognito-idp', 'admin_remove_user_from_group', {'UserPoolId': '${aws_cognito_user_pool.p.id}', 'GroupName': 'g', 'Username': 'u'}],
        'replacements': [{'replace': ('aws_cognito_user_group.g.name', 'aws_cognito_user_group.h.name')}],
    },
    {
        'type': 'aws_cognito_identity_provider',
        'subject': 'aws_cognito_identity_provider.it',
        'config': POOL + '''
resource "aws_cognito_identity_provider" "it" {
  user_pool_id      = aws_cognito_user_pool.p.id
  provider_name     = "Google"
  provider_type     = "Google"
  provider_details  = { client_id = "first", client_secret = "example-only", authorize_scopes = "email" }
  attribute_mapping = { email = "email" }
}
''',
        'updates': [{'name': 'client', 'replace': ('"first"', '"second"')},
                    {'name': 'mapping', 'replace': ('{ email = "email" }', '{ email = "email", username = "sub" }')}],
        'remove': ['cognito-idp', 'delete_identity_provider', {'UserPoolId': '${aws_cognito_user_pool.p.id}', 'ProviderName': 'Google'}],
    },
]
