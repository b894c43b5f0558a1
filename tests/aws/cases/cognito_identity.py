"""What resource_types.py plays, and what coverage.py excuses."""

CASES = [
    {
        'type': 'aws_cognito_identity_pool',
        'subject': 'aws_cognito_identity_pool.it',
        'config': '''
resource "aws_cognito_identity_pool" "it" {
  identity_pool_name = "it"
  cognito_identity_providers {
    client_id               = "first"
    provider_name           = "cognito-idp.us-east-1.amazonaws.com/us-east-1_Example01"
    server_side_token_check = true
  }
  tags = { A = "b" }
}
''',
        'updates': [{'name': 'client', 'replace': ('"first"', '"second"')},
                    {'name': 'unauthenticated', 'replace': ('  tags =', '  allow_unauthenticated_identities = true\n  tags =')},
                    {'name': 'classic', 'replace': ('  tags =', '  allow_classic_flow = true\n  tags =')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'remove': ['cognito-identity', 'delete_identity_pool', {'IdentityPoolId': '${aws_cognito_identity_pool.it.id}'}],
        'replacements': [{'replace': ('= "it"', '= "it2"')}],
    },
]
