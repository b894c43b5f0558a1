#include "providers/aws/protocol/rest.h"

#include <algorithm>
#include <set>

#include "providers/aws/protocol/timestamps.h"
#include "schema/base/digest.h"
#include "schema/base/text.h"

namespace tenon::aws {

namespace {

std::string wire_name(const Member& member) {
  return member.location_name.empty() ? member.name : member.location_name;
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

Error misfit(const Member& use, const std::string& wanted) {
  return make_error(ErrorCategory::InvalidArgument, use.name + " must be " + wanted);
}

// A single value as text; times in the format of their place.
Result<std::string> scalar(const Member& use, const Node& value, const char* time_format) {
  if (use.json_value) {
    // JSON in a header travels as base64.
    return base64_encode(value.is_string() ? value.text() : to_json(value));
  }
  if (value.is_list() || value.is_map()) return misfit(use, "a single value");
  if (use.shape->kind != ShapeKind::Timestamp) return value.scalar_text();
  const std::string& format =
      use.timestamp_format.empty() ? use.shape->timestamp_format : use.timestamp_format;
  const auto wire = wire_timestamp(value.scalar_text(), format.empty() ? time_format : format);
  if (!wire) return misfit(use, "a time");
  return *wire;
}

// Path and query of the operation, with the labels in it filled in.
class Target {
 public:
  explicit Target(const Operation& operation) : operation_(operation) {}

  Status write(const Node& input) {
    const std::string uri = operation_.uri.empty() ? "/" : operation_.uri;
    const auto question = uri.find('?');
    RETURN_IF_ERROR(labels(std::string_view(uri).substr(0, question), input));
    if (question != std::string::npos) query_ = uri.substr(question + 1);
    return operation_.input == nullptr ? ok_status() : query(input);
  }
  const std::string& path() const { return path_; }
  const std::string& query_text() const { return query_; }

 private:
  Status labels(std::string_view rest, const Node& input) {
    while (!rest.empty()) {
      const auto open = rest.find('{');
      const auto close = open == std::string_view::npos ? open : rest.find('}', open);
      if (close == std::string_view::npos) {
        path_ += rest;
        break;
      }
      path_ += rest.substr(0, open);
      std::string name(rest.substr(open + 1, close - open - 1));
      const bool greedy = !name.empty() && name.back() == '+';
      if (greedy) name.pop_back();
      RETURN_IF_ERROR(label(name, greedy, input));
      rest.remove_prefix(close + 1);
    }
    return ok_status();
  }

  Status label(const std::string& name, bool greedy, const Node& input) {
    const Member* found = nullptr;
    if (operation_.input != nullptr) {
      for (const Member& member : operation_.input->members) {
        if (member.location == "uri" && wire_name(member) == name) found = &member;
      }
    }
    if (found == nullptr)
      return make_error(ErrorCategory::Corrupt, "no member is the label " + name);
    const Node* given = input.find(found->name);
    std::string text;
    if (given != nullptr && !given->is_null()) {
      ASSIGN_OR_RETURN(text, scalar(*found, *given, "iso8601"));
    }
    // Without it the address would be that of something else.
    if (text.empty()) return misfit(*found, "there: it is part of the address");
    path_ += uri_encode(text, greedy ? "/" : "");
    return ok_status();
  }

  void pair(const std::string& name, const std::string& value) {
    if (!query_.empty()) query_ += '&';
    query_ += uri_encode(name) + "=" + uri_encode(value);
  }

  Status values(const std::string& name, const Member& use, const Node& value) {
    if (!value.is_list()) {
      ASSIGN_OR_RETURN(const std::string text, scalar(use, value, "iso8601"));
      pair(name, text);
      return ok_status();
    }
    if (use.shape->kind != ShapeKind::List) return misfit(use, "a single value");
    for (const Node& item : value.items()) {
      if (item.is_null()) continue;
      ASSIGN_OR_RETURN(const std::string text, scalar(use.shape->element, item, "iso8601"));
      pair(name, text);
    }
    return ok_status();
  }

  Status query(const Node& input) {
    std::set<std::string> said;
    for (const bool maps : {false, true}) {
      for (const Member& member : operation_.input->members) {
        const bool is_map = member.shape->kind == ShapeKind::Map;
        if (member.location != "querystring" || is_map != maps) continue;
        const Node* given = input.find(member.name);
        if (given == nullptr || given->is_null()) continue;
        if (!is_map) {
          said.insert(wire_name(member));
          RETURN_IF_ERROR(values(wire_name(member), member, *given));
          continue;
        }
        if (!given->is_map()) return misfit(member, "a map");
        // What a member of its own says comes before an entry of that name.
        for (const auto& [key, value] : given->members()) {
          if (!value.is_null() && said.count(key) == 0)
            RETURN_IF_ERROR(values(key, member.shape->value, value));
        }
      }
    }
    return ok_status();
  }

  const Operation& operation_;
  std::string path_;
  std::string query_;
};

// An item of a list in a header: quoted where its text would end it (RFC 9110, 5.6.4).
std::string header_item(const std::string& text) {
  if (text.find_first_of(",\"") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

Status add_header(const Member& member, const std::string& name, const std::string& text,
                  SignableRequest& request) {
  if ((name + text).find_first_of("\r\n") != std::string::npos)
    return misfit(member, "without line breaks: it is sent as a header");
  request.headers.emplace_back(name, text);
  return ok_status();
}

Status add_headers(const Member& member, const Node& given, SignableRequest& request) {
  if (member.location == "headers") {
    if (!given.is_map()) return misfit(member, "a map");
    for (const auto& [key, value] : given.members()) {
      if (value.is_null()) continue;
      RETURN_IF_ERROR(add_header(member, wire_name(member) + key, value.scalar_text(), request));
    }
    return ok_status();
  }
  std::string text;
  if (given.is_list() && !member.json_value) {
    if (member.shape->kind != ShapeKind::List) return misfit(member, "a single value");
    const Member& element = member.shape->element;
    std::vector<std::string> items;
    for (const Node& item : given.items()) {
      ASSIGN_OR_RETURN(const std::string one, scalar(element, item, "rfc822"));
      items.push_back(element.shape->kind == ShapeKind::String ? header_item(one) : one);
    }
    if (items.empty()) return ok_status();
    text = join(items, ", ");
  } else {
    ASSIGN_OR_RETURN(text, scalar(member, given, "rfc822"));
  }
  return add_header(member, wire_name(member), text, request);
}

bool has_header(const SignableRequest& request, std::string_view wanted) {
  return std::any_of(request.headers.begin(), request.headers.end(),
                     [&](const auto& header) { return lower(header.first) == wanted; });
}

// Of a list in a header: at commas outside of quotes; of a list of dates at every second one.
std::vector<std::string> header_items(std::string_view text, bool dates) {
  std::vector<std::string> items;
  std::string item;
  bool quoted = false;
  bool was_quoted = false;
  int commas = 0;
  const auto finish = [&] {
    items.push_back(was_quoted ? item : std::string(trim(item)));
    item.clear();
    was_quoted = false;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '\\' && i + 1 < text.size()) {
      item += text[++i];
    } else if (quoted && c == '"') {
      quoted = false;
    } else if (!quoted && c == '"' && trim(item).empty()) {
      quoted = was_quoted = true;
      item.clear();
    } else if (!quoted && c == ',' && !(dates && ++commas % 2 == 1)) {
      finish();
    } else if (!(was_quoted && !quoted && c == ' ')) {
      item += c;
    }
  }
  finish();
  return items;
}

// What a header says; null where it is not what the shape wants.
Node from_header(const Member& use, const std::string& text) {
  const Shape& shape = *use.shape;
  if (use.json_value) {
    std::string decoded;
    if (!base64_decode(text, decoded)) return {};
    auto parsed = parse_json(decoded);
    return parsed ? *std::move(parsed) : Node();
  }
  switch (shape.kind) {
    case ShapeKind::List: {
      const Shape& element = *shape.element.shape;
      const bool dates = element.kind == ShapeKind::Timestamp &&
                         (element.timestamp_format.empty() || element.timestamp_format == "rfc822");
      Node result = Node::list();
      for (const std::string& item : header_items(text, dates))
        result.add(from_header(shape.element, item));
      return result;
    }
    case ShapeKind::Boolean:
      return Node::boolean(text == "true");
    case ShapeKind::Integer:
    case ShapeKind::Float: {
      if (text == "NaN" || text == "Infinity" || text == "-Infinity") return Node::string(text);
      auto number = parse_json(text);
      return number && number->kind() == Node::Kind::Number ? *std::move(number) : Node();
    }
    case ShapeKind::Timestamp: {
      const auto time = normal_timestamp(text);
      return time ? Node::string(*time) : Node::string(text);
    }
    default:
      return Node::string(text);
  }
}

Node headers_with_prefix(const std::string& prefix, const HttpResponse& response) {
  Node result = Node::map();
  for (const auto& [name, value] : response.headers) {
    if (name.size() > prefix.size() && lower(name.substr(0, prefix.size())) == prefix)
      result.set(name.substr(prefix.size()), Node::string(value));
  }
  return result;
}

}  // namespace

bool Rest::is_in_answers_body(const Member& member) {
  return member.location.empty() || member.location == "uri" || member.location == "querystring";
}

Result<SignableRequest> Rest::serialize(const ServiceModel& model, const Operation& operation,
                                        const Node& input) const {
  SignableRequest request;
  request.method = operation.method.empty() ? "POST" : operation.method;
  Target target(operation);
  RETURN_IF_ERROR(target.write(input));
  request.path = target.path();
  request.query = target.query_text();
  if (operation.input == nullptr) return request;
  const Shape& shape = *operation.input;
  bool has_body = false;
  for (const Member& member : shape.members) {
    has_body = has_body || member.location.empty();
    if (member.location != "header" && member.location != "headers") continue;
    const Node* given = input.find(member.name);
    if (given != nullptr && !given->is_null())
      RETURN_IF_ERROR(add_headers(member, *given, request));
  }
  std::string type = content_type();
  if (!shape.payload.empty()) {
    const Member* payload = shape.find(shape.payload);
    if (payload == nullptr)
      return make_error(ErrorCategory::Corrupt, "no payload " + shape.payload);
    const Node* given = input.find(payload->name);
    const bool is_text = payload->shape->kind == ShapeKind::String;
    if (payload->shape->document || (!is_text && payload->shape->kind != ShapeKind::Blob)) {
      ASSIGN_OR_RETURN(request.body,
                       write_body(model, operation, payload, given == nullptr ? Node() : *given));
      has_body = !request.body.empty();
    } else {
      has_body = true;
      type = is_text ? "text/plain" : "application/octet-stream";
      if (given != nullptr && !given->is_null()) {
        request.body = given->scalar_text();
        if (!is_text && !base64_decode(given->text(), request.body))
          return misfit(*payload, "base64");
      }
    }
  } else if (has_body) {
    ASSIGN_OR_RETURN(request.body, write_body(model, operation, nullptr, input));
    has_body = !request.body.empty();
  }
  if (has_body && !has_header(request, "content-type"))
    request.headers.emplace_back("Content-Type", type);
  return request;
}

Result<Node> Rest::parse(const ServiceModel&, const Operation& operation,
                         const HttpResponse& response) const {
  if (operation.output == nullptr) return Node::map();
  const Shape& shape = *operation.output;
  Node result = Node::map();
  if (shape.payload.empty()) {
    const bool has_body =
        std::any_of(shape.members.begin(), shape.members.end(), is_in_answers_body);
    if (has_body && !response.body.empty()) {
      ASSIGN_OR_RETURN(result, read_body(shape, response.body));
      if (!result.is_map()) result = Node::map();
    }
  } else if (const Member* payload = shape.find(shape.payload)) {
    const ShapeKind kind = payload->shape->kind;
    if (kind == ShapeKind::Blob) {
      if (payload->streaming || !response.body.empty())
        result.set(payload->name, Node::string(base64_encode(response.body)));
    } else if (kind == ShapeKind::String && !payload->shape->document) {
      if (!response.body.empty()) result.set(payload->name, Node::string(response.body));
    } else if (!response.body.empty()) {
      ASSIGN_OR_RETURN(Node value, read_payload(*payload, response.body));
      if (!value.is_null()) result.set(payload->name, std::move(value));
    }
  }
  for (const Member& member : shape.members) {
    if (member.location == "statusCode") {
      result.set(member.name, Node::number(response.status));
    } else if (member.location == "headers") {
      Node found = headers_with_prefix(lower(member.location_name), response);
      if (!found.members().empty()) result.set(member.name, std::move(found));
    } else if (member.location == "header") {
      const std::string wanted = lower(wire_name(member));
      for (const auto& [name, value] : response.headers) {
        if (lower(name) != wanted) continue;
        Node found = from_header(member, value);
        if (!found.is_null()) result.set(member.name, std::move(found));
      }
    }
  }
  return result;
}

}  // namespace tenon::aws
