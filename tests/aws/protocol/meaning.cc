#include "tests/aws/protocol/meaning.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <pugixml.hpp>

#include "providers/aws/protocol/timestamps.h"
#include "schema/base/digest.h"
#include "schema/base/text.h"

namespace tenon::aws {

namespace {

// Attributes by name; text as it is, except for space between elements.
std::string canonical(const pugi::xml_node& node) {
  std::map<std::string, std::string> attributes;
  for (const pugi::xml_attribute& each : node.attributes()) attributes[each.name()] = each.value();
  std::string text = std::string("<") + node.name();
  for (const auto& [name, value] : attributes) text += " " + name + "='" + value + "'";
  text += ">";
  const bool has_elements = static_cast<bool>(node.find_child(
      [](const pugi::xml_node& child) { return child.type() == pugi::node_element; }));
  for (const pugi::xml_node& child : node.children()) {
    if (child.type() == pugi::node_element) {
      text += canonical(child);
    } else if (!has_elements) {
      text += child.value();
    }
  }
  return text + "</>";
}

std::string told(const std::string& at, const Node& wanted, const Node& got) {
  return "  at " + (at.empty() ? "the top" : at) + ": wanted " + to_json(wanted) + ", got " +
         to_json(got) + "\n";
}

bool same_number(const Node& a, const Node& b) {
  return a.kind() == Node::Kind::Number && b.kind() == Node::Kind::Number &&
         std::strtod(a.text().c_str(), nullptr) == std::strtod(b.text().c_str(), nullptr);
}

std::string plain_difference(const Node& wanted, const Node& got, const std::string& at) {
  if (wanted.is_map() && got.is_map()) {
    std::string differences;
    for (const auto& [name, value] : wanted.members()) {
      const Node* found = got.find(name);
      differences += plain_difference(value, found == nullptr ? Node() : *found, at + "." + name);
    }
    for (const auto& [name, value] : got.members()) {
      if (wanted.find(name) == nullptr) differences += told(at + "." + name, Node(), value);
    }
    return differences;
  }
  if (wanted.is_list() && got.is_list() && wanted.items().size() == got.items().size()) {
    std::string differences;
    for (std::size_t i = 0; i < wanted.items().size(); ++i)
      differences +=
          plain_difference(wanted.items()[i], got.items()[i], at + "[" + std::to_string(i) + "]");
    return differences;
  }
  return wanted == got || same_number(wanted, got) ? "" : told(at, wanted, got);
}

}  // namespace

Node as_input(const Shape& shape, const Node& params) {
  switch (shape.kind) {
    case ShapeKind::Structure: {
      if (!params.is_map()) return params;
      Node result = Node::map();
      for (const auto& [name, value] : params.members()) {
        const Member* member = shape.find(name);
        result.set(name, member == nullptr ? value : as_input(*member->shape, value));
      }
      return result;
    }
    case ShapeKind::List: {
      Node result = Node::list();
      for (const Node& item : params.items()) result.add(as_input(*shape.element.shape, item));
      return params.is_list() ? result : params;
    }
    case ShapeKind::Map: {
      if (!params.is_map()) return params;
      Node result = Node::map();
      for (const auto& [name, value] : params.members())
        result.set(name, as_input(*shape.value.shape, value));
      return result;
    }
    case ShapeKind::Blob:
      return params.is_string() ? Node::string(base64_encode(params.text())) : params;
    default:
      return params;
  }
}

std::string difference_of(const Member& use, const Node& wanted, const Node& got,
                          const std::string& at) {
  const Shape& shape = *use.shape;
  if (wanted.is_null() && got.is_null()) return {};
  if (shape.document) return plain_difference(wanted, got, at);
  switch (shape.kind) {
    case ShapeKind::Structure: {
      if (!wanted.is_map() || !got.is_map()) return told(at, wanted, got);
      std::string differences;
      for (const Member& member : shape.members) {
        const Node* want = wanted.find(member.name);
        const Node* have = got.find(member.name);
        differences += difference_of(member, want == nullptr ? Node() : *want,
                                     have == nullptr ? Node() : *have, at + "." + member.name);
      }
      for (const auto& [name, value] : wanted.members()) {
        if (shape.find(name) == nullptr) differences += told(at + "." + name, value, Node());
      }
      return differences;
    }
    case ShapeKind::List: {
      if (!wanted.is_list() || !got.is_list() || wanted.items().size() != got.items().size())
        return told(at, wanted, got);
      std::string differences;
      for (std::size_t i = 0; i < wanted.items().size(); ++i)
        differences += difference_of(shape.element, wanted.items()[i], got.items()[i],
                                     at + "[" + std::to_string(i) + "]");
      return differences;
    }
    case ShapeKind::Map: {
      if (!wanted.is_map() || !got.is_map() || wanted.members().size() != got.members().size())
        return told(at, wanted, got);
      std::string differences;
      for (const auto& [name, value] : wanted.members()) {
        const Node* found = got.find(name);
        differences +=
            difference_of(shape.value, value, found == nullptr ? Node() : *found, at + "." + name);
      }
      return differences;
    }
    case ShapeKind::Timestamp: {
      const auto time = normal_timestamp(wanted.scalar_text());
      return time && got.is_string() && *time == got.text() ? "" : told(at, wanted, got);
    }
    case ShapeKind::Blob: {
      std::string bytes;
      return got.is_string() && base64_decode(got.text(), bytes) && bytes == wanted.text()
                 ? ""
                 : told(at, wanted, got);
    }
    default:
      return plain_difference(wanted, got, at);
  }
}

std::string json_difference(const std::string& wanted, const std::string& got) {
  const auto want = parse_json(wanted);
  const auto have = parse_json(got);
  if (!want || !have)
    return want.has_value() == have.has_value() && wanted == got
               ? ""
               : "  body, wanted: " + wanted + "\n  got: " + got + "\n";
  return plain_difference(*want, *have, "body");
}

std::string xml_difference(const std::string& wanted, const std::string& got) {
  const auto read = [](const std::string& text) {
    pugi::xml_document document;
    const auto parsed = document.load_buffer(text.data(), text.size(),
                                             pugi::parse_default | pugi::parse_ws_pcdata_single);
    return parsed || trim(text).empty() ? canonical(document.document_element())
                                        : "not XML: " + std::string(parsed.description());
  };
  const std::string want = read(wanted);
  const std::string have = read(got);
  return want == have ? "" : "  body, wanted: " + want + "\n  got: " + have + "\n";
}

std::string form_difference(const std::string& wanted, const std::string& got) {
  std::vector<std::string> want = split(std::string(trim(wanted)), '&');
  std::vector<std::string> have = split(got, '&');
  for (std::string& pair : want) pair = trim(pair);
  std::sort(want.begin(), want.end());
  std::sort(have.begin(), have.end());
  if (want == have) return {};
  return "  form, wanted:\n    " + join(want, "\n    ") + "\n  got:\n    " + join(have, "\n    ") +
         "\n";
}

}  // namespace tenon::aws
