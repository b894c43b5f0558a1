#include "schema/doc/document.h"

namespace tenon::doc {

const Node* Node::find(std::string_view name) const {
  for (const Member& member : members) {
    if (member.name == name) return &member.value;
  }
  return nullptr;
}

}  // namespace tenon::doc
