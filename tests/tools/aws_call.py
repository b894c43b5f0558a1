#!/usr/bin/env python3
"""One call of AWS by botocore, to change or look at things behind tenon's back.

  aws_call.py SERVICE OPERATION [PARAMETERS as JSON]        operation as in botocore, "put_parameter"; prints the answer as JSON
"""
import json
import os
import sys

import botocore.session


def call(service, operation, parameters=None, endpoint=None):
    client = botocore.session.get_session().create_client(
        service, endpoint_url=endpoint or os.environ['AWS_ENDPOINT_URL'], region_name='us-east-1', 
        aws_access_key_id=os.environ.get('AWS_ACCESS_KEY_ID', 'test'), aws_secret_access_key=os.environ.get('AWS_SECRET_ACCESS_KEY', 'test'))
    answer = getattr(client, operation)(**(parameters or {}))
    answer.pop('ResponseMetadata', None)
    return answer


if __name__ == '__main__':
    if not os.environ.get('AWS_ENDPOINT_URL', '').startswith('http://127.0.0.1:'):
        sys.exit('aws_call.py only ever talks to a test server on loopback')
    result = call(sys.argv[1], sys.argv[2], json.loads(sys.argv[3]) if len(sys.argv) > 3 else None)
    print(json.dumps(result, default=str))
