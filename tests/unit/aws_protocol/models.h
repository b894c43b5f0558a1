// Small service models for tests of the protocols.
#pragma once

#include <gtest/gtest.h>

#include "providers/aws/protocol/protocol.h"

namespace tenon::aws {

constexpr const char* kJsonModel = R"({
"metadata": {"apiVersion": "2020-01-01", "endpointPrefix": "things", "jsonVersion": "1.1", "protocol": "json",
             "serviceId": "Things", "targetPrefix": "ThingService"},
"operations": {
  "PutThing": {"http": {"method": "POST", "requestUri": "/"}, "input": {"shape": "In"}, "output": {"shape": "Out"},
               "errors": ["SlowThing"]},
  "Ping": {"http": {"method": "POST", "requestUri": "/"}, "errors": []},
  "GetData": {"http": {"method": "POST", "requestUri": "/"}, "input": {"shape": "In"}, "errors": [],
              "endpoint": {"hostPrefix": "{Name}.data."}}},
"shapes": {
  "In": {"type": "structure", "members": {
     "Name": {"shape": "Text"}, "Count": {"shape": "Int"}, "Ratio": {"shape": "Float"}, "On": {"shape": "Bool"},
     "At": {"shape": "Time"}, "AtText": {"shape": "Time", "timestampFormat": "iso8601"}, "Data": {"shape": "Blob"},
     "Names": {"shape": "Texts"}, "Tags": {"shape": "Tags"}, "Inner": {"shape": "In"},
     "Token": {"shape": "Text", "idempotencyToken": true}, "Renamed": {"shape": "Text", "locationName": "wire"}}},
  "Out": {"type": "structure", "members": {
     "Name": {"shape": "Text"}, "Count": {"shape": "Int"}, "At": {"shape": "Time"}, "Names": {"shape": "Texts"},
     "Tags": {"shape": "Tags"}, "Inner": {"shape": "Out"}, "Renamed": {"shape": "Text", "locationName": "wire"}}},
  "Texts": {"type": "list", "member": {"shape": "Text"}},
  "Tags": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Text"}},
  "Text": {"type": "string"}, "Int": {"type": "integer"}, "Float": {"type": "double"}, "Bool": {"type": "boolean"},
  "Time": {"type": "timestamp"}, "Blob": {"type": "blob"},
  "SlowThing": {"type": "structure", "members": {}, "exception": true, "retryable": {"throttling": true}}}
})";

constexpr const char* kQueryModel = R"({
"metadata": {"apiVersion": "2010-03-31", "endpointPrefix": "topics", "protocol": "query", "serviceId": "Topics"},
"operations": {
  "PutTopic": {"http": {"method": "POST", "requestUri": "/"}, "input": {"shape": "In"},
               "output": {"shape": "Out", "resultWrapper": "PutTopicResult"}, "errors": []},
  "Ping": {"http": {"method": "POST", "requestUri": "/"}, "errors": []}},
"shapes": {
  "In": {"type": "structure", "members": {
     "Name": {"shape": "Text"}, "On": {"shape": "Bool"}, "Names": {"shape": "Texts"}, "Flat": {"shape": "FlatTexts"},
     "Attributes": {"shape": "Attributes"}, "At": {"shape": "Time"}, "Inner": {"shape": "In"}}},
  "Out": {"type": "structure", "members": {
     "Name": {"shape": "Text"}, "On": {"shape": "Bool"}, "Count": {"shape": "Int"}, "Names": {"shape": "Texts"},
     "Flat": {"shape": "FlatTexts"}, "Attributes": {"shape": "Attributes"}, "At": {"shape": "Time"}, "Inner": {"shape": "Out"}}},
  "Texts": {"type": "list", "member": {"shape": "Text"}},
  "FlatTexts": {"type": "list", "member": {"shape": "Text", "locationName": "Flat"}, "flattened": true},
  "Attributes": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Text"}},
  "Text": {"type": "string"}, "Int": {"type": "integer"}, "Bool": {"type": "boolean"}, "Time": {"type": "timestamp"}}
})";

inline std::shared_ptr<const ServiceModel> model_of(const char* text) {
  auto loaded = load_service_model(text);
  EXPECT_TRUE(loaded);
  return *loaded;
}

inline HttpResponse response_of(int status, std::string body, HttpHeaders headers = {}) {
  return {status, std::move(headers), std::move(body)};
}

}  // namespace tenon::aws
