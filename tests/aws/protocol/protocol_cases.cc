// Runs botocore's protocol cases:
//   protocol_cases FOLDER/tests/unit/protocols LIST
// Input cases go all the way through aws::call() to a captured HTTP request; output cases through
// the protocol's parse, or error_of. Files of protocols that tenon does not speak are counted and
// left; they join as soon as find_protocol() knows the name.

#include <algorithm>
#include <iostream>

#include "providers/aws/protocol/caller.h"
#include "tests/aws/protocol/expectations.h"
#include "tests/aws/protocol/meaning.h"
#include "tests/unit/aws_client/fakes.h"

namespace tenon::aws {

namespace {

constexpr const char* kToken = "00000000-0000-4000-8000-000000000000";  // that of the cases

std::string text_at(const Node& node, std::string_view name) {
  const Node* found = node.find(name);
  return found == nullptr ? "" : found->scalar_text();
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  });
  return text;
}

struct Case {
  std::shared_ptr<const ServiceModel> model;
  const Operation* operation = nullptr;
  const Node* content = nullptr;
  std::string endpoint;
};

std::string header_of(const HttpRequest& request, const std::string& name) {
  for (const auto& [key, value] : request.headers) {
    if (lower(key) == lower(name)) return value;
  }
  return {};
}

std::string wrong(const std::string& what, const std::string& wanted, const std::string& got) {
  return wanted == got ? "" : "  " + what + ": wanted " + wanted + ", got " + got + "\n";
}

std::string header_differences(const HttpRequest& request, const Node& wanted) {
  std::string differences;
  if (const Node* headers = wanted.find("headers")) {
    for (const auto& [name, value] : headers->members()) {
      std::string want = value.scalar_text();
      std::string got = header_of(request, name);
      if (lower(name) == "content-type") {  // a charset may be named, or not
        want = want.substr(0, want.find(';'));
        got = got.substr(0, got.find(';'));
      }
      differences += wrong("header " + name, want, got);
    }
  }
  if (const Node* required = wanted.find("requireHeaders")) {
    for (const Node& name : required->items()) {
      // The HTTP client writes the length itself.
      if (lower(name.text()) == "content-length") continue;
      if (header_of(request, name.text()).empty())
        differences += "  header " + name.text() + " is missing\n";
    }
  }
  if (const Node* forbidden = wanted.find("forbidHeaders")) {
    for (const Node& name : forbidden->items()) {
      if (!header_of(request, name.text()).empty())
        differences += "  header " + name.text() + " must not be there\n";
    }
  }
  return differences;
}

// Whether the body is bytes of the caller, not of the protocol.
bool is_raw_payload(const Operation& operation) {
  if (operation.input == nullptr || operation.input->payload.empty()) return false;
  const Member* payload = operation.input->find(operation.input->payload);
  return payload != nullptr &&
         (payload->shape->kind == ShapeKind::Blob || payload->shape->kind == ShapeKind::String);
}

std::string run_input(const Case& it) {
  FakeEnv env;
  FakeHttp http;
  http.answer(200, "");
  Throttle throttle(4);
  Guarded<CallStats> stats;
  Sender sender(env, http, throttle, stats, {"AKIDEXAMPLE", "secret", ""}, 1);
  const Node* params = it.content->find("params");
  const Node input = it.operation->input == nullptr || params == nullptr
                         ? Node::map()
                         : as_input(*it.operation->input, *params);
  CallRequest request;
  request.model = it.model.get();
  request.service = "cases";
  request.operation = it.operation;
  request.input = &input;
  request.endpoint = {it.endpoint, "us-east-1", false};
  request.token = kToken;
  const CallOutcome outcome = call(sender, request);
  if (http.requests.size() != 1)
    return "  no request was sent: " + (outcome.error ? outcome.error->message : "") + "\n";
  const HttpRequest& sent = http.requests[0];
  const Node& wanted = *it.content->find("serialized");

  const auto host_begin = sent.url.find("://") + 3;
  const auto path_begin = std::min(sent.url.find('/', host_begin), sent.url.size());
  std::string differences;
  const std::string wanted_uri = text_at(wanted, "uri");
  differences += wrong("uri", wanted_uri.empty() ? "/" : wanted_uri, sent.url.substr(path_begin));
  if (wanted.find("method") != nullptr)
    differences += wrong("method", text_at(wanted, "method"), sent.method);
  // Of "example.com/custom" the path is in the uri as well.
  std::string host = text_at(wanted, "host");
  host = host.substr(0, host.find('/'));
  if (!host.empty())
    differences += wrong("host", host, sent.url.substr(host_begin, path_begin - host_begin));
  differences += header_differences(sent, wanted);
  if (const Node* body = wanted.find("body")) {
    const std::string& protocol = it.model->protocol;
    if (protocol == "json" || protocol == "rest-json") {
      differences += json_difference(body->text(), sent.body);
    } else if (protocol == "query" || protocol == "ec2") {
      differences += form_difference(body->text(), sent.body);
    } else if (protocol == "rest-xml" && !is_raw_payload(*it.operation)) {
      differences += xml_difference(body->text(), sent.body);
    } else {
      differences += wrong("body", body->text(), sent.body);
    }
  }
  return differences;
}

// Members beyond code and message, which ApiError keeps as the wire has them.
std::string detail_differences(const Case& it, const std::string& code, const Node& wanted,
                               const ApiError& error) {
  const Shape* shape = nullptr;
  for (const Shape* each : it.operation->errors) {
    if (each->name == code || each->error_code == code) shape = each;
  }
  std::string differences;
  for (const auto& [name, value] : wanted.members()) {
    if (lower(name) == "code" || lower(name) == "message") continue;
    const Member* member = shape == nullptr ? nullptr : shape->find(name);
    const Node* found = error.details.find(
        member == nullptr || member->location_name.empty() ? name : member->location_name);
    if (found == nullptr || !(*found == value))
      differences += "  error member " + name + ": wanted " + to_json(value) + ", got " +
                     (found == nullptr ? "nothing" : to_json(*found)) + "\n";
  }
  return differences;
}

std::string run_output(const Case& it) {
  const Node& given = *it.content->find("response");
  HttpResponse response;
  response.status = std::atoi(text_at(given, "status_code").c_str());
  if (const Node* headers = given.find("headers")) {
    for (const auto& [name, value] : headers->members())
      response.headers.emplace_back(lower(name), value.scalar_text());
  }
  response.body = text_at(given, "body");
  const Protocol& protocol = *find_protocol(it.model->protocol);
  if (const Node* wanted = it.content->find("error")) {
    const ApiError error = error_of(protocol, *it.model, *it.operation, response, false);
    std::string code = text_at(*it.content, "errorCode");
    std::string differences =
        wrong("code", code, error.code) +
        wrong("status", std::to_string(response.status), std::to_string(error.status));
    if (it.content->find("errorMessage") != nullptr)
      differences += wrong("message", text_at(*it.content, "errorMessage"), error.message);
    return differences + detail_differences(it, code, *wanted, error);
  }
  const auto parsed = protocol.parse(*it.model, *it.operation, response);
  if (!parsed) return "  it cannot be read: " + parsed.error().message + "\n";
  const Node* wanted = it.content->find("result");
  if (it.operation->output == nullptr)
    return wrong("result", to_json(wanted == nullptr ? Node::map() : *wanted), to_json(*parsed));
  Member whole;
  whole.shape = it.operation->output;
  return difference_of(whole, wanted == nullptr ? Node::map() : *wanted, *parsed);
}

// The suite's model, with this case's operation alone.
Result<Case> prepare(const Node& suite, const Node& content, bool is_output) {
  Node json = Node::map();
  json.set("metadata", *suite.find("metadata"));
  json.set("shapes", suite.find("shapes") == nullptr ? Node::map() : *suite.find("shapes"));
  const Node* found = content.find("given");
  Node operation = found == nullptr ? Node::map() : *found;
  std::string name = text_at(operation, "name");
  if (name.empty()) name = "OperationName";
  const bool query = text_at(json.at_path({"metadata"}), "protocol") == "query";
  if (Node* output = operation.find("output"); is_output && query && output != nullptr) {
    // Left out of the cases, but part of every real model.
    if (output->find("resultWrapper") == nullptr)
      output->set("resultWrapper", Node::string(name + "Result"));
  }
  json.at_path({"operations"}).set(name, std::move(operation));
  Case result;
  ASSIGN_OR_RETURN(result.model, load_service_model(json));
  result.operation = result.model->find(name);
  result.content = &content;
  result.endpoint = text_at(suite, "clientEndpoint");
  if (result.endpoint.empty()) result.endpoint = "https://example.com";
  return result;
}

void run_file(const std::string& path, const std::string& name, Expectations& expectations) {
  const auto text = system_env().read_file(path);
  const auto suites = text ? parse_json(*text) : Result<Node>(text.error());
  if (!suites) {
    expectations.record(name, "  " + suites.error().message + "\n");
    return;
  }
  const bool is_output = name.find("output/") != std::string::npos;
  std::size_t left = 0;
  std::size_t suite_number = 0;
  for (const Node& suite : suites->items()) {
    ++suite_number;
    const Node* cases = suite.find("cases");
    const Node* metadata = suite.find("metadata");
    if (cases == nullptr || metadata == nullptr) continue;
    if (find_protocol(text_at(*metadata, "protocol")) == nullptr) {
      left += cases->items().size();
      continue;
    }
    std::size_t number = 0;
    for (const Node& content : cases->items()) {
      ++number;
      std::string label = text_at(content, "id");
      if (label.empty()) label = std::to_string(suite_number) + "." + std::to_string(number);
      label.insert(0, name + "/");
      const auto prepared = prepare(suite, content, is_output);
      if (!prepared) {
        expectations.record(label, "  " + prepared.error().message + "\n");
      } else {
        expectations.record(label, is_output ? run_output(*prepared) : run_input(*prepared));
      }
    }
  }
  if (left > 0) std::cout << name << ": not spoken yet, " << left << " cases left\n";
}

}  // namespace

}  // namespace tenon::aws

int main(int count, char** arguments) {
  if (count != 3) {
    std::cerr << "usage: protocol_cases FOLDER LIST\n";
    return 2;
  }
  tenon::aws::Expectations expectations;
  if (!expectations.load(arguments[2])) return 2;
  for (const char* folder : {"input", "output", "legacy/input", "legacy/output"}) {
    const std::string path = std::string(arguments[1]) + "/" + folder;
    const auto files = tenon::system_env().list_directory(path);
    if (!files) {
      std::cerr << files.error().message << "\n";
      return 2;
    }
    for (const std::string& file : *files) {
      if (file.size() > 5 && file.compare(file.size() - 5, 5, ".json") == 0)
        tenon::aws::run_file(path + "/" + file,
                             std::string(folder) + "/" + file.substr(0, file.size() - 5),
                             expectations);
    }
  }
  return expectations.finish("protocol");
}
