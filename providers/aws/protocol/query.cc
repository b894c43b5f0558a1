#include "providers/aws/protocol/query.h"

#include <pugixml.hpp>

#include "providers/aws/protocol/timestamps.h"
#include "schema/base/text.h"

namespace tenon::aws {

namespace {

constexpr int kDeepest = 200;

std::string_view local_name(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child(const pugi::xml_node& node, std::string_view name) {
  for (const pugi::xml_node& each : node.children()) {
    if (each.type() == pugi::node_element && local_name(each) == name) return each;
  }
  return {};
}

std::vector<pugi::xml_node> children(const pugi::xml_node& node, std::string_view name) {
  std::vector<pugi::xml_node> found;
  for (const pugi::xml_node& each : node.children()) {
    if (each.type() == pugi::node_element && (name.empty() || local_name(each) == name))
      found.push_back(each);
  }
  return found;
}

std::string name_or(const std::string& name, const char* otherwise) {
  return name.empty() ? otherwise : name;
}

// EC2's dialect: names begin with a capital, every list is flat, an empty one is not said. Source:
// Smithy's AWS EC2 query protocol specification.
enum class Dialect : std::uint8_t { Query, Ec2 };

// queryName as it is; else the wire name of answers with a capital; else the member's name with
// one.
std::string ec2_name(const Member& member) {
  if (!member.query_name.empty()) return member.query_name;
  std::string name = member.location_name.empty() ? member.name : member.location_name;
  if (!name.empty() && name[0] >= 'a' && name[0] <= 'z')
    name[0] = static_cast<char>(name[0] - 'a' + 'A');
  return name;
}

// A flattened list is called as its elements are, unless it is this place that flattens or names
// it.
bool called_as_its_elements(const Member& use) {
  return !use.flattened && use.location_name.empty() && !use.shape->element.location_name.empty();
}

Error misfit(const std::string& prefix, const char* wanted) {
  return make_error(ErrorCategory::InvalidArgument, prefix + " must be " + wanted);
}

// As forms are written: a space is a plus (WHATWG URL standard, application/x-www-form-urlencoded).
std::string form_encode(std::string_view text) {
  std::string encoded;
  for (const char c : uri_encode(text, " ")) encoded += c == ' ' ? '+' : c;
  return encoded;
}

// The form of a request.
class Form {
 public:
  explicit Form(Dialect dialect) : dialect_(dialect) {}

  void pair(const std::string& name, const std::string& value) {
    if (!text_.empty()) text_ += '&';
    text_ += form_encode(name) + "=" + form_encode(value);
  }

  Status put(const std::string& prefix, const Member& use, const Node& value) {
    const Shape& shape = *use.shape;
    switch (shape.kind) {
      case ShapeKind::Structure: {
        if (!value.is_map()) return misfit(prefix, "a structure");
        for (const Member& member : shape.members) {
          const Node* given = value.find(member.name);
          if (given == nullptr || given->is_null()) continue;
          const std::string name = dialect_ == Dialect::Ec2       ? ec2_name(member)
                                   : member.location_name.empty() ? member.name
                                                                  : member.location_name;
          RETURN_IF_ERROR(put(prefix.empty() ? name : prefix + "." + name, member, *given));
        }
        return ok_status();
      }
      case ShapeKind::List: {
        if (!value.is_list()) return misfit(prefix, "a list");
        if (value.items().empty()) {
          if (dialect_ == Dialect::Query) pair(prefix, "");
          return ok_status();
        }
        std::string each = prefix;
        if (dialect_ == Dialect::Ec2) {
          // Flat, and called as the member is.
        } else if (!use.flattened && !shape.flattened) {
          each += "." + name_or(shape.element.location_name, "member");
        } else if (called_as_its_elements(use)) {
          const auto dot = prefix.rfind('.');
          each = (dot == std::string::npos ? "" : prefix.substr(0, dot + 1)) +
                 shape.element.location_name;
        }
        std::size_t number = 0;
        for (const Node& item : value.items())
          RETURN_IF_ERROR(put(each + "." + std::to_string(++number), shape.element, item));
        return ok_status();
      }
      case ShapeKind::Map: {
        if (!value.is_map()) return misfit(prefix, "a map");
        if (value.members().empty()) return ok_status();
        const std::string each = use.flattened || shape.flattened ? prefix : prefix + ".entry";
        std::size_t number = 0;
        for (const auto& [key, item] : value.members()) {
          const std::string entry = each + "." + std::to_string(++number) + ".";
          pair(entry + name_or(shape.key.location_name, "key"), key);
          RETURN_IF_ERROR(
              put(entry + name_or(shape.value.location_name, "value"), shape.value, item));
        }
        return ok_status();
      }
      case ShapeKind::Timestamp: {
        const std::string& format =
            use.timestamp_format.empty() ? shape.timestamp_format : use.timestamp_format;
        const auto wire = wire_timestamp(value.scalar_text(), format.empty() ? "iso8601" : format);
        if (!wire) return misfit(prefix, "a time");
        pair(prefix, *wire);
        return ok_status();
      }
      default:
        if (value.is_list() || value.is_map()) return misfit(prefix, "a single value");
        pair(prefix, value.scalar_text());
        return ok_status();
    }
  }

  std::string text() && { return std::move(text_); }

 private:
  Dialect dialect_;
  std::string text_;
};

Node from_xml(const Member& use, const pugi::xml_node& node);

Node list_from(const Shape& shape, const std::vector<pugi::xml_node>& items) {
  Node result = Node::list();
  for (const pugi::xml_node& item : items) result.add(from_xml(shape.element, item));
  return result;
}

Node map_from(const Shape& shape, const std::vector<pugi::xml_node>& entries) {
  Node result = Node::map();
  for (const pugi::xml_node& entry : entries) {
    const pugi::xml_node key = child(entry, name_or(shape.key.location_name, "key"));
    const pugi::xml_node value = child(entry, name_or(shape.value.location_name, "value"));
    result.set(key.text().as_string(), from_xml(shape.value, value));
  }
  return result;
}

Node structure_from(const Shape& shape, const pugi::xml_node& node) {
  Node result = Node::map();
  for (const Member& member : shape.members) {
    const Shape& inner = *member.shape;
    const bool flattened = member.flattened || inner.flattened;
    std::string name = member.location_name.empty() ? member.name : member.location_name;
    if (member.xml_attribute) {
      // "xsi:type": by its local name.
      for (const pugi::xml_attribute& attribute : node.attributes()) {
        if (name == attribute.name())
          result.members().emplace_back(member.name, Node::string(attribute.value()));
      }
      continue;
    }
    if (flattened && inner.kind == ShapeKind::List) {
      if (called_as_its_elements(member)) name = inner.element.location_name;
      const auto items = children(node, name);
      if (!items.empty()) result.members().emplace_back(member.name, list_from(inner, items));
      continue;
    }
    if (flattened && inner.kind == ShapeKind::Map) {
      const auto entries = children(node, name);
      if (!entries.empty()) result.members().emplace_back(member.name, map_from(inner, entries));
      continue;
    }
    const pugi::xml_node found = child(node, name);
    if (found) result.members().emplace_back(member.name, from_xml(member, found));
  }
  return result;
}

Node from_xml(const Member& use, const pugi::xml_node& node) {
  const Shape& shape = *use.shape;
  const std::string text = node.text().as_string();
  switch (shape.kind) {
    case ShapeKind::Structure:
      return structure_from(shape, node);
    case ShapeKind::List:
      return list_from(shape, children(node, name_or(shape.element.location_name, "member")));
    case ShapeKind::Map:
      return map_from(shape, children(node, "entry"));
    case ShapeKind::Boolean:
      return Node::boolean(text == "true" || text == "1");
    case ShapeKind::Integer:
    case ShapeKind::Float:
      if (text == "NaN" || text == "Infinity" || text == "-Infinity") return Node::string(text);
      return text.empty() ? Node() : Node::number_text(text);
    case ShapeKind::Timestamp: {
      const auto time = normal_timestamp(text);
      return Node::string(time ? *time : text);
    }
    case ShapeKind::String:
    case ShapeKind::Blob:
      return Node::string(text);
  }
  return {};
}

// Without a shape: text, or a map of what is inside.
Node generic(const pugi::xml_node& node) {
  Node result = Node::map();
  for (const pugi::xml_node& each : node.children()) {
    if (each.type() != pugi::node_element) continue;
    const bool has_parts = each.find_child(
        [](const pugi::xml_node& part) { return part.type() == pugi::node_element; });
    result.set(local_name(each), has_parts ? generic(each) : Node::string(each.text().as_string()));
  }
  return result;
}

// The document's parts are visited by recursion, so that depth is bounded first.
bool is_too_deep(const pugi::xml_document& document) {
  int depth = 0;
  pugi::xml_node at = document.document_element();
  while (at) {
    if (const pugi::xml_node inner = at.first_child()) {
      if (++depth > kDeepest) return true;
      at = inner;
      continue;
    }
    while (at && !at.next_sibling()) {
      at = at.parent();
      --depth;
    }
    at = at.next_sibling();
  }
  return false;
}

class Query final : public Protocol {
 public:
  explicit Query(Dialect dialect) : dialect_(dialect) {}

  Result<SignableRequest> serialize(const ServiceModel& model, const Operation& operation,
                                    const Node& input) const override {
    SignableRequest request;
    request.method = operation.method.empty() ? "POST" : operation.method;
    request.path = operation.uri.empty() ? "/" : operation.uri;
    request.headers.emplace_back("Content-Type",
                                 "application/x-www-form-urlencoded; charset=utf-8");
    Form form(dialect_);
    form.pair("Action", operation.name);
    form.pair("Version", model.api_version);
    if (operation.input != nullptr) {
      Member whole;
      whole.shape = operation.input;
      RETURN_IF_ERROR(form.put("", whole, input.is_null() ? Node::map() : input));
    }
    request.body = std::move(form).text();
    return request;
  }

  Result<Node> parse(const ServiceModel&, const Operation& operation,
                     const HttpResponse& response) const override {
    if (operation.output == nullptr || operation.output->members.empty()) return Node::map();
    pugi::xml_document document;
    const auto parsed = document.load_buffer(response.body.data(), response.body.size(),
                                             pugi::parse_default | pugi::parse_ws_pcdata_single);
    if (!parsed)
      return make_error(ErrorCategory::Corrupt, "not XML at byte " + std::to_string(parsed.offset) +
                                                    ": " + parsed.description());
    if (is_too_deep(document))
      return make_error(ErrorCategory::Corrupt, "XML that is nested more than " +
                                                    std::to_string(kDeepest) + " levels deep");
    pugi::xml_node root = document.document_element();
    if (!operation.result_wrapper.empty()) root = child(root, operation.result_wrapper);
    return structure_from(*operation.output, root);
  }

  ApiError parse_error(const ServiceModel&, const HttpResponse& response) const override {
    ApiError error;
    error.status = response.status;
    pugi::xml_document document;
    if (!document.load_buffer(response.body.data(), response.body.size()) || is_too_deep(document))
      return error;
    const pugi::xml_node root = document.document_element();
    pugi::xml_node found = child(root, "Error");
    if (!found) found = child(child(root, "Errors"), "Error");
    if (!found && local_name(root) == "Error") found = root;
    error.code = child(found, "Code").text().as_string();
    error.message = std::string(trim(child(found, "Message").text().as_string()));
    error.details = generic(found);
    for (const char* name : {"RequestId", "RequestID"}) {
      if (error.request_id.empty()) error.request_id = child(root, name).text().as_string();
    }
    return error;
  }

 private:
  Dialect dialect_;
};

}  // namespace

const Protocol& query_protocol() {
  static const Query protocol(Dialect::Query);
  return protocol;
}

const Protocol& ec2_protocol() {
  static const Query protocol(Dialect::Ec2);
  return protocol;
}

}  // namespace tenon::aws
