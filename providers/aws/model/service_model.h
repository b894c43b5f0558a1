// ServiceModel: the shapes of a service's requests and answers, as botocore publishes them, reduced
// to what tenon needs (providers/aws/models/generate.py). Owner: the model owns its shapes;
// pointers to them live as long as it does. Threads: immutable after load.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "providers/aws/model/node.h"
#include "providers/aws/model/path_expression.h"
#include "schema/base/result.h"

namespace tenon::aws {

enum class ShapeKind : std::uint8_t {
  Structure,
  List,
  Map,
  String,
  Integer,  // and long
  Float,    // and double
  Boolean,
  Blob,
  Timestamp,
};

struct Shape;

// How a shape is used at one place.
struct Member {
  std::string name;  // the API's own
  const Shape* shape = nullptr;
  std::string location;  // "", "uri", "querystring", "header", "headers", "statusCode"
  std::string location_name;
  std::string query_name;
  std::string timestamp_format;
  std::string xml_prefix;
  std::string xml_namespace;
  bool flattened = false;
  bool xml_attribute = false;
  bool idempotency_token = false;
  bool json_value = false;
  bool streaming = false;
  bool required = false;
};

struct Shape {
  std::string name;
  ShapeKind kind = ShapeKind::String;
  std::vector<Member> members;  // structure
  Member element;               // list
  Member key;                   // map
  Member value;                 // map
  bool flattened = false;
  bool is_error = false;
  bool fault = false;
  bool throttling = false;  // the error says: slow down
  bool retryable = false;
  bool document = false;
  bool is_union = false;
  std::string payload;  // structure: the member that is the body
  std::string location_name;
  std::string xml_prefix;
  std::string xml_namespace;
  std::string timestamp_format;
  std::string error_code;
  int error_status = 0;
  std::vector<std::string> values;  // enum
  std::string pattern;
  std::string min;  // as written; "" where there is none
  std::string max;

  const Member* find(std::string_view member) const;
};

struct Operation {
  std::string name;
  std::string method;
  std::string uri;
  const Shape* input = nullptr;   // nullptr: no input
  const Shape* output = nullptr;  // nullptr: no output
  std::string input_location_name;
  std::string input_xml_namespace;
  std::string result_wrapper;
  std::vector<const Shape*> errors;
  bool unsigned_request = false;
  bool checksum_required = false;  // of the body, in a header
  std::string checksum_member;     // the input member that chooses its algorithm; "" for MD5
  std::string host_prefix;
};

struct Paginator {
  std::vector<std::string> input_tokens;
  std::vector<PathExpression> output_tokens;
  std::string limit_key;
  std::vector<std::string> result_keys;
  std::string more_results;  // path, "" where there is none
};

struct Acceptor {
  std::string state;    // success, failure, retry
  std::string matcher;  // path, pathAll, pathAny, status, error
  PathExpression argument;
  Node expected;
};

struct Waiter {
  std::string operation;
  int delay_seconds = 0;
  int max_attempts = 0;
  std::vector<Acceptor> acceptors;
};

struct ServiceModel {
  std::string protocol;
  std::string api_version;
  std::string endpoint_prefix;
  std::string signing_name;
  std::string service_id;
  std::string target_prefix;
  std::string json_version;
  std::string xml_namespace;
  bool query_compatible = false;
  std::map<std::string, Operation, std::less<>> operations;
  std::map<std::string, std::unique_ptr<Shape>, std::less<>> shapes;
  std::map<std::string, Paginator, std::less<>> paginators;
  std::map<std::string, Waiter, std::less<>> waiters;

  const Operation* find(std::string_view operation) const;
};

// From the JSON of a reduced model (or of botocore itself).
Result<std::shared_ptr<const ServiceModel>> load_service_model(std::string_view json);
Result<std::shared_ptr<const ServiceModel>> load_service_model(const Node& json);

}  // namespace tenon::aws
