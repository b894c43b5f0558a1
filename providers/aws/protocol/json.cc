#include "providers/aws/protocol/json.h"

#include "providers/aws/protocol/timestamps.h"

namespace tenon::aws {

namespace {

std::string wire_name(const Member& member) {
  return member.location_name.empty() ? member.name : member.location_name;
}

Error misfit(const Member& use, const char* wanted) {
  return make_error(ErrorCategory::InvalidArgument, use.name + " must be " + wanted);
}

Result<Node> structure_to_wire(const Shape& shape, const Node& value) {
  Node result = Node::map();
  for (const Member& member : shape.members) {
    const Node* given = value.find(member.name);
    if (given == nullptr || given->is_null()) continue;
    ASSIGN_OR_RETURN(Node wire, to_wire_json(member, *given));
    if (!wire.is_null()) result.set(wire_name(member), std::move(wire));
  }
  return result;
}

class Json final : public Protocol {
 public:
  Result<SignableRequest> serialize(const ServiceModel& model, const Operation& operation,
                                    const Node& input) const override {
    SignableRequest request;
    request.method = operation.method.empty() ? "POST" : operation.method;
    request.path = operation.uri.empty() ? "/" : operation.uri;
    request.headers.emplace_back(
        "Content-Type",
        "application/x-amz-json-" + (model.json_version.empty() ? "1.0" : model.json_version));
    request.headers.emplace_back("X-Amz-Target", model.target_prefix + "." + operation.name);
    if (model.query_compatible) request.headers.emplace_back("x-amzn-query-mode", "true");
    Node body = Node::map();
    if (operation.input != nullptr) {
      ASSIGN_OR_RETURN(body, structure_to_wire(*operation.input, input));
    }
    request.body = to_json(body);
    return request;
  }

  Result<Node> parse(const ServiceModel&, const Operation& operation,
                     const HttpResponse& response) const override {
    if (operation.output == nullptr) return Node::map();
    if (response.body.empty()) return Node::map();
    ASSIGN_OR_RETURN(const Node body, parse_json(response.body));
    Member whole;
    whole.shape = operation.output;
    Node result = from_wire_json(whole, body);
    return result.is_null() ? Node::map() : result;
  }

  ApiError parse_error(const ServiceModel& model, const HttpResponse& response) const override {
    ApiError error = json_error(response);
    if (model.query_compatible) {
      // "AWS.SimpleQueueService.NonExistentQueue;Sender": the code that older clients know.
      const std::string_view legacy = response.header("x-amzn-query-error");
      if (const auto end = legacy.find(';'); end != std::string_view::npos)
        error.code = std::string(legacy.substr(0, end));
    }
    return error;
  }
};

}  // namespace

Result<Node> to_wire_json(const Member& use, const Node& value) {
  const Shape& shape = *use.shape;
  if (shape.document) return value;
  switch (shape.kind) {
    case ShapeKind::Structure:
      if (!value.is_map()) return misfit(use, "a structure");
      return structure_to_wire(shape, value);
    case ShapeKind::List: {
      if (!value.is_list()) return misfit(use, "a list");
      Node result = Node::list();
      for (const Node& item : value.items()) {
        if (item.is_null()) {
          result.add(Node());
          continue;
        }
        ASSIGN_OR_RETURN(Node wire, to_wire_json(shape.element, item));
        result.add(std::move(wire));
      }
      return result;
    }
    case ShapeKind::Map: {
      if (!value.is_map()) return misfit(use, "a map");
      Node result = Node::map();
      for (const auto& [key, item] : value.members()) {
        if (item.is_null()) {
          result.set(key, Node());
          continue;
        }
        ASSIGN_OR_RETURN(Node wire, to_wire_json(shape.value, item));
        result.set(key, std::move(wire));
      }
      return result;
    }
    case ShapeKind::Boolean:
      if (value.kind() == Node::Kind::Bool) return value;
      if (value.text() == "true" || value.text() == "false")
        return Node::boolean(value.text() == "true");
      return misfit(use, "true or false");
    case ShapeKind::Integer:
    case ShapeKind::Float: {
      const std::string text = value.scalar_text();
      if (text == "NaN" || text == "Infinity" || text == "-Infinity") return Node::string(text);
      // "0x10", "+5" and ".5" are numbers to others, but not in JSON.
      auto number = parse_json(text);
      if (!number || number->kind() != Node::Kind::Number) return misfit(use, "a number");
      return Node::number_text(text);
    }
    case ShapeKind::Timestamp: {
      const std::string& format =
          use.timestamp_format.empty() ? shape.timestamp_format : use.timestamp_format;
      const auto wire =
          wire_timestamp(value.scalar_text(), format.empty() ? "unixTimestamp" : format);
      if (!wire) return misfit(use, "a time");
      return format.empty() || format == "unixTimestamp" ? Node::number_text(*wire)
                                                         : Node::string(*wire);
    }
    case ShapeKind::String:
      if (use.json_value && !value.is_string()) return Node::string(to_json(value));
      if (value.is_map() || value.is_list()) return misfit(use, "a string");
      return Node::string(value.scalar_text());
    case ShapeKind::Blob:
      if (value.is_map() || value.is_list()) return misfit(use, "a string");
      return Node::string(value.scalar_text());
  }
  return Node();
}

Node from_wire_json(const Member& use, const Node& value) {
  if (value.is_null()) return {};
  const Shape& shape = *use.shape;
  if (shape.document) return value;
  switch (shape.kind) {
    case ShapeKind::Structure: {
      if (!value.is_map()) return {};
      Node result = Node::map();
      for (const Member& member : shape.members) {
        const Node* found = value.find(wire_name(member));
        if (found == nullptr || found->is_null()) continue;
        result.members().emplace_back(member.name, from_wire_json(member, *found));
      }
      return result;
    }
    case ShapeKind::List: {
      if (!value.is_list()) return {};
      Node result = Node::list();
      for (const Node& item : value.items()) result.add(from_wire_json(shape.element, item));
      return result;
    }
    case ShapeKind::Map: {
      if (!value.is_map()) return {};
      Node result = Node::map();
      for (const auto& [key, item] : value.members()) {
        if (!item.is_null()) result.members().emplace_back(key, from_wire_json(shape.value, item));
      }
      return result;
    }
    case ShapeKind::Timestamp: {
      const auto time = normal_timestamp(value.scalar_text());
      return time ? Node::string(*time) : Node::string(value.scalar_text());
    }
    case ShapeKind::String:
      if (use.json_value && value.is_string()) {
        auto parsed = parse_json(value.text());
        if (parsed) return *std::move(parsed);
      }
      // What is no string at all is handed on as it is, for its reader to refuse.
      if (value.is_string() || value.is_map() || value.is_list()) return value;
      return Node::string(value.scalar_text());
    case ShapeKind::Blob:
    case ShapeKind::Boolean:
    case ShapeKind::Integer:
    case ShapeKind::Float:
      return value;
  }
  return value;
}

ApiError json_error(const HttpResponse& response) {
  ApiError error;
  error.status = response.status;
  error.request_id = std::string(response.header("x-amzn-requestid"));
  const auto body = parse_json(response.body);
  std::string code(response.header("x-amzn-errortype"));
  if (body && body->is_map()) {
    for (const char* name : {"__type", "code", "Code"}) {
      const Node* found = body->find(name);
      if (code.empty() && found != nullptr) code = found->scalar_text();
    }
    for (const char* name : {"message", "Message", "errorMessage"}) {
      const Node* found = body->find(name);
      if (error.message.empty() && found != nullptr) error.message = found->scalar_text();
    }
    error.details = *body;
  }
  // "com.amazonaws.ssm#ParameterNotFound:http://…": the name alone.
  if (const auto end = code.find(':'); end != std::string::npos) code.resize(end);
  if (const auto hash = code.rfind('#'); hash != std::string::npos) code.erase(0, hash + 1);
  error.code = std::move(code);
  return error;
}

const Protocol& json_protocol() {
  static const Json protocol;
  return protocol;
}

}  // namespace tenon::aws
