"""What resource_types.py plays, and what coverage.py excuses."""

ACL = '''
resource "aws_wafv2_web_acl" "it" {
  name        = "it"
  description = "first"
  scope       = "REGIONAL"
  default_action {
    allow {}
  }
  custom_response_body {
    key          = "denied"
    content      = "no"
    content_type = "TEXT_PLAIN"
  }
  rule {
    name     = "managed"
    priority = 1
    override_action {
      none {}
    }
    statement {
      managed_rule_group_statement {
        name        = "AWSManagedRulesCommonRuleSet"
        vendor_name = "AWS"
        rule_action_override {
          name = "SizeRestrictions_BODY"
          action_to_use {
            count {}
          }
        }
      }
    }
    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "managed"
      sampled_requests_enabled   = true
    }
  }
  rule {
    name     = "rate"
    priority = 2
    action {
      block {
        custom_response {
          response_code            = 429
          custom_response_body_key = "denied"
        }
      }
    }
    statement {
      rate_based_statement {
        limit = 2000
        scope_down_statement {
          not_statement {
            statement {
              byte_match_statement {
                positional_constraint = "STARTS_WITH"
                search_string         = "/health"
                field_to_match {
                  uri_path {}
                }
                text_transformation {
                  priority = 0
                  type     = "NONE"
                }
              }
            }
          }
        }
      }
    }
    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "rate"
      sampled_requests_enabled   = true
    }
  }
  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "it"
    sampled_requests_enabled   = true
  }
  tags = { A = "b" }
}
'''

CASES = [
    {
        'type': 'aws_wafv2_ip_set',
        'subject': 'aws_wafv2_ip_set.it',
        'config': '''
resource "aws_wafv2_ip_set" "it" {
  name               = "it"
  description        = "first"
  scope              = "REGIONAL"
  ip_address_version = "IPV4"
  addresses          = ["10.0.0.0/8", "192.0.2.0/24"]
  tags               = { A = "b" }
}
resource "aws_wafv2_ip_set" "empty" {
  name_prefix        = "empty-"
  scope              = "REGIONAL"
  ip_address_version = "IPV6"
}
''',
        'updates': [{'name': 'addresses', 'replace': (', "192.0.2.0/24"', '')},
                    {'name': 'description', 'replace': ('"first"', '"second"')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'replacements': [{'replace': ('= "it"', '= "it2"')}],
        'gone': [['wafv2', 'list_ip_sets', {'Scope': 'REGIONAL'}, ['IPSets']]],
    },
    {
        'type': 'aws_wafv2_regex_pattern_set',
        'subject': 'aws_wafv2_regex_pattern_set.it',
        'config': '''
resource "aws_wafv2_regex_pattern_set" "it" {
  name        = "it"
  description = "first"
  scope       = "REGIONAL"
  regular_expression { regex_string = "one" }
  regular_expression { regex_string = "two" }
  tags = { A = "b" }
}
''',
        'updates': [{'name': 'expression', 'replace': ('"two"', '"three"')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'replacements': [{'replace': ('= "it"', '= "it2"')}],
    },
    {
        'type': 'aws_wafv2_rule_group',
        'subject': 'aws_wafv2_rule_group.it',
        'config': '''
resource "aws_wafv2_rule_group" "it" {
  name        = "it"
  description = "first"
  scope       = "REGIONAL"
  capacity    = 50
  rule {
    name     = "country"
    priority = 1
    action {
      block {}
    }
    statement {
      and_statement {
        statement {
          geo_match_statement { country_codes = ["US", "NL"] }
        }
        statement {
          label_match_statement {
            scope = "LABEL"
            key   = "a"
          }
        }
      }
    }
    rule_label { name = "seen" }
    visibility_config {
      cloudwatch_metrics_enabled = false
      metric_name                = "country"
      sampled_requests_enabled   = false
    }
  }
  visibility_config {
    cloudwatch_metrics_enabled = false
    metric_name                = "it"
    sampled_requests_enabled   = false
  }
  tags = { A = "b" }
}
''',
        'updates': [{'name': 'description', 'replace': ('"first"', '"second"')},
                    {'name': 'countries', 'replace': ('["US", "NL"]', '["US"]')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'replacements': [{'replace': ('= 50', '= 60')}],
    },
    {
        'type': 'aws_wafv2_web_acl',
        'subject': 'aws_wafv2_web_acl.it',
        'config': ACL,
        'updates': [{'name': 'description', 'replace': ('"first"', '"second"')},
                    {'name': 'limit', 'replace': ('= 2000', '= 1000')},
                    {'name': 'path', 'replace': ('/health', '/ready')},
                    {'name': 'override', 'replace': ('SizeRestrictions_BODY', 'NoUserAgent_HEADER')},
                    {'name': 'body', 'replace': ('"no"', '"not now"')},
                    {'name': 'default', 'replace': ('allow {}', 'block {}')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'replacements': [{'replace': ('name        = "it"', 'name        = "it2"')}],
        'gone': [['wafv2', 'list_web_acls', {'Scope': 'REGIONAL'}, ['WebACLs']]],
    },
    {
        'type': 'aws_wafv2_web_acl_association',
        'subject': 'aws_wafv2_web_acl_association.it',
        'config': ACL + '''
resource "aws_wafv2_web_acl_association" "it" {
  resource_arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/first/0123456789abcdef"
  web_acl_arn  = aws_wafv2_web_acl.it.arn
}
''',
        'remove': ['wafv2', 'disassociate_web_acl',
                   {'ResourceArn': 'arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/first/0123456789abcdef'}],
        'replacements': [{'replace': ('app/first', 'app/second')}],
    },
    {
        'type': 'aws_wafv2_web_acl_logging_configuration',
        'subject': 'aws_wafv2_web_acl_logging_configuration.it',
        'config': ACL + '''
resource "aws_wafv2_web_acl_logging_configuration" "it" {
  resource_arn            = aws_wafv2_web_acl.it.arn
  log_destination_configs = ["arn:aws:firehose:us-east-1:123456789012:deliverystream/aws-waf-logs-it"]
  redacted_fields {
    single_header { name = "authorization" }
  }
  logging_filter {
    default_behavior = "KEEP"
    filter {
      behavior    = "DROP"
      requirement = "MEETS_ANY"
      condition {
        action_condition { action = "COUNT" }
      }
    }
  }
}
''',
        'updates': [{'name': 'filter', 'replace': ('"COUNT"', '"ALLOW"')}],
        'remove': ['wafv2', 'delete_logging_configuration', {'ResourceArn': '${aws_wafv2_web_acl.it.arn}'}],
        'replacements': [{'replace': ('logs-it', 'logs-it2')}],
    },
]
