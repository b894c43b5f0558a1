#include "providers/aws/resource/mapping.h"

#include <algorithm>

#include "providers/aws/resource/containers.h"
#include "providers/aws/resource/value_node.h"
#include "schema/resource/validate.h"

namespace tenon::aws {

namespace {

bool holds(const std::vector<std::string>& list, const std::string& name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

// {"a": "b"} as [{"Name": "a", "Value": "b"}].
Node pairs_of(const SlotMapping& slot, const Node& map) {
  Node list = Node::list();
  for (const auto& [key, value] : map.members()) {
    Node pair = Node::map();
    pair.set(slot.pair_key, Node::string(key));
    pair.set(slot.pair_value, value);
    list.add(std::move(pair));
  }
  return list;
}

Node map_of_pairs(const SlotMapping& slot, const Node& list) {
  if (!list.is_list()) return list;
  Node map = Node::map();
  for (const Node& pair : list.items()) {
    const Node* key = pair.find(slot.pair_key);
    const Node* value = pair.find(slot.pair_value);
    if (key != nullptr && value != nullptr) map.set(key->scalar_text(), *value);
  }
  return map;
}

// One object of a block as a structure.
Node structure_of(const BlockMapping& mapping, const Node& object, const Node& root,
                  std::size_t place) {
  Node result = Node::map();
  for (const SlotMapping& slot : mapping.slots) {
    const Node* given = object.find(slot.name);
    if (given == nullptr || given->is_null() || slot.member.empty()) continue;
    Node value = member_value(slot, *given, root);
    if (!value.is_null()) result.at_path(slot.member) = std::move(value);
  }
  if (!mapping.with.empty()) {
    Node context = object;
    context.set("_root", root);
    context.set("_place", Node::number(static_cast<std::int64_t>(place + 1)));
    const Node extra = mapping.with.fill(context);
    for (const auto& [name, value] : extra.members()) {
      if (!value.is_null()) result.set(name, value);
    }
  }
  return result;
}

// At the attribute's member, or under its own name.
const Node* member_of(const Node& root, const SlotMapping& slot) {
  if (!slot.member.empty()) {
    if (const Node* found = root.find_path(slot.member)) return found;
  }
  const std::string folded = folded_name(slot.name);
  for (const auto& [name, value] : root.members()) {
    if (folded_name(name) == folded) return &value;
  }
  return nullptr;
}

const std::string& called(const MembersWanted& wanted, const std::string& name) {
  for (const auto& [from, to] : wanted.rename) {
    if (from == name) return to;
  }
  return name;
}

void rename_members(const MembersWanted& wanted, Node& node) {
  if (wanted.rename.empty()) return;
  for (Node& item : node.items()) rename_members(wanted, item);
  for (auto& [name, value] : node.members()) {
    name = called(wanted, name);
    rename_members(wanted, value);
  }
}

class Reader {
 public:
  Reader(Arena& arena, const Node& context) : arena_(arena), context_(context) {}

  Value object(const BlockSchema& schema, const BlockMapping& mapping,
               const std::vector<const Node*>& roots, const Value& reference) {
    std::vector<Value> slots;
    for (std::size_t i = 0; i < schema.slots.size(); ++i) {
      const SchemaSlot& slot = schema.slots[i];
      const SlotMapping& how = mapping.slots[i];
      const Value before = reference.is_known() ? reference.elements()[i] : Value::null(slot.type);
      slots.push_back(how.unread() || !how.unsupported.empty() ? kept(slot, before)
                                                               : read(slot, how, roots, before));
    }
    return Value::object(arena_, schema.type, slots);
  }

 private:
  Value kept(const SchemaSlot& slot, const Value& before) {
    if (!before.is_unknown()) return before;
    if (slot.objects() != nullptr) return value_of(arena_, Node::list(), slot.type);
    return Value::null(slot.type);
  }

  Value read(const SchemaSlot& slot, const SlotMapping& how, const std::vector<const Node*>& roots,
             const Value& before) {
    Node found;
    if (how.from && how.from_self) {
      found = how.from->evaluate(context_);
    } else {
      for (const Node* root : roots) {
        if (how.from) {
          found = how.from->evaluate(*root);
        } else if (const Node* member = member_of(*root, how)) {
          found = *member;
        }
        if (!found.is_null()) break;
      }
    }
    if (how.block != nullptr) return blocks(slot, how, found, before);
    if (!how.pair_key.empty()) found = map_of_pairs(how, found);
    if (how.normal == Normal::Policy && found.is_string()) {
      // One spelling for what AWS spells as it likes.
      const auto document = parse_json(found.text());
      if (document) found = Node::string(to_json(*document, true));
    }
    if (how.normal == Normal::Containers && found.is_list())
      found = Node::string(text_of_containers(found));
    Value value = value_of(arena_, found, slot.attribute.type);
    if (value.is_null() && !how.from_self && !how.nullable)
      value = zero_of(arena_, slot.attribute.type);
    return value;
  }

  Value blocks(const SchemaSlot& slot, const SlotMapping& how, const Node& found,
               const Value& before) {
    std::vector<Value> elements;
    const auto add = [&](const Node& item, const Value& reference) {
      if (!item.is_map()) return;
      if (!how.block->sees_reference || !reference.is_known()) {
        elements.push_back(object(*slot.objects(), *how.block, {&item}, reference));
        return;
      }
      Node seeing = item;
      seeing.set("_reference", node_of(reference));
      elements.push_back(object(*slot.objects(), *how.block, {&seeing}, reference));
    };
    const auto reference_at = [&](std::size_t i) {
      return slot.nesting == Nesting::List && before.is_known() && i < before.length()
                 ? before.elements()[i]
                 : Value::null(slot.objects()->type);
    };
    if (found.is_map()) {
      add(found, reference_at(0));
    } else {
      for (std::size_t i = 0; i < found.items().size(); ++i) add(found.items()[i], reference_at(i));
    }
    switch (slot.nesting) {
      case Nesting::Single:
      case Nesting::Group:
        return elements.empty() ? Value::null(slot.type) : elements[0];
      case Nesting::List:
        return Value::list(arena_, slot.objects()->type, elements);
      case Nesting::Set:
        return Value::set(arena_, slot.objects()->type, elements);
      case Nesting::Map:
        break;
    }
    return before;
  }

  Arena& arena_;
  const Node& context_;
};

}  // namespace

Node member_value(const SlotMapping& slot, const Node& attribute, const Node& root) {
  if (slot.block != nullptr) {
    if (slot.as_structure) {
      const Node* object = attribute.is_map()          ? &attribute
                           : attribute.items().empty() ? nullptr
                                                       : &attribute.items()[0];
      return object == nullptr ? Node() : structure_of(*slot.block, *object, root, 0);
    }
    Node list = Node::list();
    for (std::size_t i = 0; i < attribute.items().size(); ++i)
      list.add(structure_of(*slot.block, attribute.items()[i], root, i));
    // An empty list of blocks is no wish.
    return list.items().empty() ? Node() : list;
  }
  if (!slot.pair_key.empty()) return pairs_of(slot, attribute);
  return attribute;
}

Node members_by_name(const Declaration& declaration, const Operation& operation,
                     const Node& context, const MembersWanted& wanted) {
  Node input = Node::map();
  if (operation.input == nullptr) return input;
  for (const SlotMapping& slot : declaration.mapping.slots) {
    if (slot.member.empty() || slot.name == "tags" || slot.name == "tags_all") continue;
    if (!wanted.all && !holds(wanted.only, slot.name)) continue;
    std::vector<std::string> member = slot.member;
    for (std::string& part : member) part = called(wanted, part);
    if (operation.input->find(member[0]) == nullptr) continue;
    const Node* attribute = context.find(slot.name);
    Node value;
    if (attribute != nullptr && !attribute->is_null() && !attribute->is_unknown())
      value = member_value(slot, *attribute, context);
    const Shape* below = operation.input->find(member[0])->shape;
    if (value.is_null() && holds(wanted.cleared, slot.name) && member.size() > 1 &&
        below->kind == ShapeKind::Map)
      value = Node::string("");  // an entry of a map of strings is cleared by an empty one
    if (value.is_null()) continue;
    rename_members(wanted, value);
    input.at_path(member) = std::move(value);
  }
  return input;
}

Value value_of_answers(Arena& arena, const Declaration& declaration,
                       const std::vector<Node>& answers, const Node& context,
                       const Value& reference) {
  std::vector<const Node*> roots;
  for (const Node& answer : answers) {
    if (!answer.is_null()) roots.push_back(&answer);
  }
  Node seen = context;
  Node read = Node::list();
  for (const Node& answer : answers) read.add(answer);
  seen.set("_read", std::move(read));
  return Reader(arena, seen)
      .object(declaration.schema.block, declaration.mapping, roots, reference);
}

}  // namespace tenon::aws
