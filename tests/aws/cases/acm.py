"""What resource_types.py plays, and what coverage.py excuses."""

CASES = [
    {
        'type': 'aws_acm_certificate',
        'subject': 'aws_acm_certificate.it',
        'config': """
resource "aws_acm_certificate" "it" {
  domain_name               = "it.example.com"
  subject_alternative_names = ["www.it.example.com"]
  validation_method         = "DNS"
  tags                      = { A = "b" }
}
resource "aws_acm_certificate" "plain" {
  domain_name       = "plain.example.com"
  validation_method = "DNS"
}
""",
        'updates': [{'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'remove': ['acm', 'delete_certificate', {'CertificateArn': '${aws_acm_certificate.it.arn}'}],
        'replacements': [{'replace': ('"it.example.com"', '"it2.example.com"')}],
    },
]
