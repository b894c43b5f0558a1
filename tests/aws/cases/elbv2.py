"""What resource_types.py plays, and what coverage.py excuses."""

NETWORK = {
    'VPC': ['ec2', 'describe_vpcs', {}, ['Vpcs', 0, 'VpcId']],
    'SUBNET_A': ['ec2', 'describe_subnets', {}, ['Subnets', 0, 'SubnetId']],
    'SUBNET_B': ['ec2', 'describe_subnets', {}, ['Subnets', 1, 'SubnetId']],
    'GROUP': ['ec2', 'describe_security_groups', {}, ['SecurityGroups', 0, 'GroupId']],
}
BALANCER = '''
resource "aws_lb" "it" {
  name            = "it"
  subnets         = ["@SUBNET_A@", "@SUBNET_B@"]
  security_groups = ["@GROUP@"]
}
'''
TARGETS = '''
resource "aws_lb_target_group" "a" {
  name     = "a"
  port     = 80
  protocol = "HTTP"
  vpc_id   = "@VPC@"
}
'''

CASES = [
    {
        'type': 'aws_lb',
        'subject': 'aws_lb.it',
        'given': NETWORK,
        'config': '''
resource "aws_lb" "it" {
  name                       = "it"
  subnets                    = ["@SUBNET_A@", "@SUBNET_B@"]
  security_groups            = ["@GROUP@"]
  idle_timeout               = 120
  drop_invalid_header_fields = true
  tags                       = { A = "b" }
}
resource "aws_lb" "net" {
  load_balancer_type               = "network"
  internal                         = true
  enable_cross_zone_load_balancing = true
  subnet_mapping {
    subnet_id = "@SUBNET_A@"
  }
}
''',
        'updates': [{'name': 'idle timeout', 'replace': ('= 120', '= 240')},
                    {'name': 'headers', 'replace': ('= true\n  tags', '= false\n  tags')},
                    {'name': 'address type', 'replace': ('  tags', '  ip_address_type = "dualstack"\n  tags')},
                    {'name': 'logs', 'replace': ('  tags', '  access_logs {\n    bucket = "logs"\n    enabled = true\n  }\n  tags')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'mutations': [{'call': ['elbv2', 'modify_load_balancer_attributes',
                                {'LoadBalancerArn': '${aws_lb.it.arn}',
                                 'Attributes': [{'Key': 'idle_timeout.timeout_seconds', 'Value': '77'}]}]},
                      {'call': ['elbv2', 'add_tags', {'ResourceArns': ['${aws_lb.it.arn}'], 'Tags': [{'Key': 'A', 'Value': 'x'}]}]}],
        'remove': ['elbv2', 'delete_load_balancer', {'LoadBalancerArn': '${aws_lb.it.arn}'}],
        'replacements': [{'replace': ('name                       = "it"', 'name                       = "it2"')}],
        'gone': [['elbv2', 'describe_load_balancers', {}, ['LoadBalancers']]],
    },
    {
        'type': 'aws_lb_target_group',
        'subject': 'aws_lb_target_group.it',
        'given': NETWORK,
        'config': '''
resource "aws_lb_target_group" "it" {
  name                 = "it"
  port                 = 80
  protocol             = "HTTP"
  target_type          = "ip"
  vpc_id               = "@VPC@"
  deregistration_delay = 30
  health_check {
    path    = "/health"
    matcher = "200-299"
    timeout = 5
  }
  stickiness {
    type            = "lb_cookie"
    cookie_duration = 600
  }
  tags = { A = "b" }
}
resource "aws_lb_target_group" "tcp" {
  name_prefix = "tcp-"
  port        = 81
  protocol    = "TCP"
  vpc_id      = "@VPC@"
}
resource "aws_lb_target_group" "function" {
  target_type = "lambda"
}
''',
        'updates': [{'name': 'delay', 'replace': ('= 30', '= 60')},
                    {'name': 'health check', 'replace': ('"/health"', '"/"')},
                    {'name': 'stickiness', 'replace': ('= 600', '= 700')},
                    {'name': 'slow start', 'replace': ('  tags', '  slow_start = 45\n  tags')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'mutations': [{'call': ['elbv2', 'modify_target_group', {'TargetGroupArn': '${aws_lb_target_group.it.arn}', 'HealthCheckPath': '/x'}]},
                      {'call': ['elbv2', 'modify_target_group_attributes',
                                {'TargetGroupArn': '${aws_lb_target_group.it.arn}',
                                 'Attributes': [{'Key': 'deregistration_delay.timeout_seconds', 'Value': '7'}]}]}],
        'remove': ['elbv2', 'delete_target_group', {'TargetGroupArn': '${aws_lb_target_group.it.arn}'}],
        'replacements': [{'replace': ('port                 = 80', 'port                 = 8080')}],
        'gone': [['elbv2', 'describe_target_groups', {}, ['TargetGroups']]],
    },
    {
        'type': 'aws_lb_listener',
        'subject': 'aws_lb_listener.it',
        'given': NETWORK,
        'config': BALANCER + TARGETS + TARGETS.replace('"a"', '"b"') + '''
resource "aws_lb_listener" "it" {
  load_balancer_arn = aws_lb.it.arn
  port              = 80
  default_action {
    type = "fixed-response"
    fixed_response {
      content_type = "text/plain"
      message_body = "nothing here"
      status_code  = "404"
    }
  }
  tags = { A = "b" }
}
resource "aws_lb_listener" "weighted" {
  load_balancer_arn = aws_lb.it.arn
  port              = 81
  protocol          = "HTTP"
  default_action {
    type = "forward"
    forward {
      target_group {
        arn    = aws_lb_target_group.a.arn
        weight = 80
      }
      target_group {
        arn    = aws_lb_target_group.b.arn
        weight = 20
      }
    }
  }
}
resource "aws_lb_listener" "redirect" {
  load_balancer_arn = aws_lb.it.arn
  port              = 82
  default_action {
    type = "redirect"
    redirect {
      protocol    = "HTTPS"
      status_code = "HTTP_301"
    }
  }
}
''',
        'updates': [{'name': 'port', 'replace': ('port              = 80', 'port              = 90')},
                    {'name': 'answer', 'replace': ('nothing here', 'go away')},
                    {'name': 'another action', 'replace': ('''    type = "fixed-response"
    fixed_response {
      content_type = "text/plain"
      message_body = "nothing here"
      status_code  = "404"
    }
''', '''    type             = "forward"
    target_group_arn = aws_lb_target_group.a.arn
''')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'mutations': [{'call': ['elbv2', 'modify_listener', {'ListenerArn': '${aws_lb_listener.it.arn}', 'Port': 8080}]}],
        'remove': ['elbv2', 'delete_listener', {'ListenerArn': '${aws_lb_listener.it.arn}'}],
        'gone': [['elbv2', 'describe_load_balancers', {}, ['LoadBalancers']]],
    },
    {
        'type': 'aws_lb_listener_rule',
        'subject': 'aws_lb_listener_rule.it',
        'given': NETWORK,
        'config': BALANCER + TARGETS + '''
resource "aws_lb_listener" "l" {
  load_balancer_arn = aws_lb.it.arn
  port              = 80
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.a.arn
  }
}
resource "aws_lb_listener_rule" "it" {
  listener_arn = aws_lb_listener.l.arn
  priority     = 100
  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.a.arn
  }
  condition {
    host_header {
      values = ["a.example", "b.example"]
    }
  }
  condition {
    query_string {
      key   = "k"
      value = "v"
    }
  }
  tags = { A = "b" }
}
resource "aws_lb_listener_rule" "next" {
  listener_arn = aws_lb_listener.l.arn
  action {
    type = "fixed-response"
    fixed_response {
      content_type = "text/plain"
      status_code  = "200"
    }
  }
  condition {
    path_pattern {
      values = ["/static/*"]
    }
  }
  depends_on = [aws_lb_listener_rule.it]
}
''',
        'updates': [{'name': 'priority', 'replace': ('= 100', '= 110'),
                     'holds': [['elbv2', 'describe_rules', {'RuleArns': ['${aws_lb_listener_rule.it.arn}']}, ['Rules', 0, 'Priority'], '110']]},
                    {'name': 'condition', 'replace': ('"b.example"', '"c.example"')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'mutations': [{'call': ['elbv2', 'modify_rule',
                                {'RuleArn': '${aws_lb_listener_rule.it.arn}',
                                 'Conditions': [{'Field': 'path-pattern', 'PathPatternConfig': {'Values': ['/x']}}]}]}],
        'remove': ['elbv2', 'delete_rule', {'RuleArn': '${aws_lb_listener_rule.it.arn}'}],
        'gone': [['elbv2', 'describe_load_balancers', {}, ['LoadBalancers']]],
    },
    {
        'type': 'aws_lb_target_group_attachment',
        'subject': 'aws_lb_target_group_attachment.it',
        'given': NETWORK,
        'config': TARGETS.replace('  vpc_id', '  target_type = "ip"\n  vpc_id') + '''
resource "aws_lb_target_group_attachment" "it" {
  target_group_arn = aws_lb_target_group.a.arn
  target_id        = "10.0.0.5"
  port             = 8080
}
resource "aws_lb_target_group_attachment" "other" {
  target_group_arn = aws_lb_target_group.a.arn
  target_id        = "10.0.0.6"
}
''',
        'remove': ['elbv2', 'deregister_targets', {'TargetGroupArn': '${aws_lb_target_group.a.arn}',
                                                   'Targets': [{'Id': '10.0.0.5'}]}],
        'replacements': [{'replace': ('"10.0.0.5"', '"10.0.0.7"')}],
        'gone': [['elbv2', 'describe_target_groups', {}, ['TargetGroups']]],
    },
    {
        'type': 'aws_lb_listener_certificate',
        'subject': 'aws_lb_listener_certificate.it',
        'given': {**NETWORK, 'CERTIFICATE': ['acm', 'request_certificate', {'DomainName': 'a.example'}, ['CertificateArn']],
                  'SECOND': ['acm', 'request_certificate', {'DomainName': 'b.example'}, ['CertificateArn']]},
        'config': BALANCER + '''
resource "aws_lb_listener" "l" {
  load_balancer_arn = aws_lb.it.arn
  port              = 443
  protocol          = "HTTPS"
  certificate_arn   = "@CERTIFICATE@"
  default_action {
    type = "redirect"
    redirect {
      status_code = "HTTP_302"
      host        = "c.example"
    }
  }
}
resource "aws_lb_listener_certificate" "it" {
  listener_arn    = aws_lb_listener.l.arn
  certificate_arn = "@SECOND@"
}
''',
        'remove': ['elbv2', 'remove_listener_certificates', {'ListenerArn': '${aws_lb_listener.l.arn}',
                                                            'Certificates': [{'CertificateArn': '@SECOND@'}]}],
        'gone': [['elbv2', 'describe_load_balancers', {}, ['LoadBalancers']]],
    },
]

# Where a declaration knows better than the probes behind behaviour.json; each with its reason.
REPLACES_BESIDES = {}
OF_A_TYPE = 'expressions: only load balancers of one type have it'
DEFAULTS_BESIDES = {
    'aws_lb': {name: OF_A_TYPE for name in (
        'client_keep_alive', 'desync_mitigation_mode', 'dns_record_client_routing_policy', 'drop_invalid_header_fields', 'enable_http2',
        'enable_tls_version_and_cipher_suite_headers', 'enable_waf_fail_open', 'enable_xff_client_port', 'idle_timeout',
        'preserve_host_header', 'xff_header_processing_mode')},
    'aws_lb_target_group': {'target_type': 'the probe set one'},
}
