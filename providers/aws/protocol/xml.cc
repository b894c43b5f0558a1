#include "providers/aws/protocol/xml.h"

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
    // In a header, or the status; a place in the address means nothing here.
    if (!member.location.empty() && member.location != "uri" && member.location != "querystring")
      continue;
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

Status load(pugi::xml_document& document, std::string_view body) {
  const auto parsed = document.load_buffer(body.data(), body.size(),
                                           pugi::parse_default | pugi::parse_ws_pcdata_single);
  if (!parsed)
    return make_error(ErrorCategory::Corrupt, "not XML at byte " + std::to_string(parsed.offset) +
                                                  ": " + parsed.description());
  if (is_too_deep(document))
    return make_error(ErrorCategory::Corrupt,
                      "XML that is nested more than " + std::to_string(kDeepest) + " levels deep");
  return ok_status();
}

}  // namespace

std::string name_or(const std::string& name, const char* otherwise) {
  return name.empty() ? otherwise : name;
}

bool called_as_its_elements(const Member& use) {
  return !use.flattened && use.location_name.empty() && !use.shape->element.location_name.empty();
}

Result<Node> read_xml(const Shape& shape, std::string_view body, std::string_view wrapper) {
  pugi::xml_document document;
  RETURN_IF_ERROR(load(document, body));
  pugi::xml_node root = document.document_element();
  if (!wrapper.empty()) root = child(root, wrapper);
  Node result = structure_from(shape, root);
  // S3's GetBucketLocation: the root is the member itself (Smithy's s3UnwrappedXmlOutput).
  for (const Member& member : shape.members) {
    if (result.members().empty() && member.location.empty() &&
        name_or(member.location_name, member.name.c_str()) == local_name(root))
      result.set(member.name, from_xml(member, root));
  }
  return result;
}

Result<Node> read_xml_root(const Member& use, std::string_view body) {
  pugi::xml_document document;
  RETURN_IF_ERROR(load(document, body));
  return from_xml(use, document.document_element());
}

ApiError xml_error(const HttpResponse& response) {
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

}  // namespace tenon::aws
