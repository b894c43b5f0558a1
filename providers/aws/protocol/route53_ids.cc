#include "providers/aws/protocol/route53_ids.h"

#include <array>

namespace tenon::aws {

void shorten_route53_ids(const Shape& shape, Node& value) {
  static constexpr std::array<std::string_view, 4> kPrefixes = {"/hostedzone/", "/change/",
                                                                "/delegationset/", "/healthcheck/"};
  if (shape.kind == ShapeKind::String && value.is_string()) {
    if (shape.name != "ResourceId" && shape.name != "ChangeId") return;
    for (const std::string_view prefix : kPrefixes) {
      if (value.text().compare(0, prefix.size(), prefix) != 0) continue;
      value = Node::string(value.text().substr(prefix.size()));
      return;
    }
  }
  if (shape.kind == ShapeKind::List && value.is_list()) {
    for (Node& item : value.items()) shorten_route53_ids(*shape.element.shape, item);
  }
  if (shape.kind == ShapeKind::Structure && value.is_map()) {
    for (auto& [name, inner] : value.members()) {
      if (const Member* member = shape.find(name)) shorten_route53_ids(*member->shape, inner);
    }
  }
}

}  // namespace tenon::aws
