#include "providers/aws/resource/plan.h"

#include <algorithm>

#include "providers/aws/resource/settle.h"
#include "providers/aws/resource/tags.h"
#include "providers/aws/resource/value_node.h"
#include "schema/resource/validate.h"
#include "schema/value/compare.h"

namespace tenon::aws {

namespace {

class Planner {
 public:
  Planner(const Declaration& declaration, const AwsSession& session, const PlanRequest& request)
      : declaration_(declaration), session_(session), request_(request), arena_(*request.arena) {}

  PlanResponse plan() {
    PlanResponse response;
    response.private_bytes = std::string(request_.private_bytes);
    if (request_.proposed.is_null()) {
      response.planned = request_.proposed;
      return response;
    }
    const BlockSchema& schema = declaration_.schema.block;
    const bool exists = request_.prior.is_known();
    Value planned =
        completed(schema, declaration_.mapping, request_.proposed, request_.config, request_.prior);
    planned = with_tags_all(planned);
    if (exists) {
      planned = settle(arena_, schema, declaration_.mapping, planned, request_.prior,
                       ZeroForm::Reference);
      planned = with_consequences(planned);
      find_replacements(planned, response.replace);
    }
    // A write-only value goes to the cloud from the configuration, and nowhere else.
    response.planned = without_write_only(arena_, schema, planned);
    return response;
  }

 private:
  // Defaults, and what AWS fills in: as the prior has it, unknown where there is none.
  Value completed(const BlockSchema& schema, const BlockMapping& mapping, const Value& proposed,
                  const Value& config, const Value& prior) {
    if (!proposed.is_known()) return proposed;
    const auto slots = arena_.copy_span(proposed.elements());
    for (std::size_t i = 0; i < slots.size(); ++i) {
      const SchemaSlot& slot = schema.slots[i];
      const SlotMapping& how = mapping.slots[i];
      const bool set = config.is_known() && !config.elements()[i].is_null();
      if (slot.is_block()) {
        slots[i] =
            completed_blocks(slot, how, slots[i], prior.is_known() ? prior.elements()[i] : Value());
      } else if (!set && !how.default_value.is_null()) {
        slots[i] = value_of(arena_, how.default_value, slot.attribute.type);
      } else if (!set && how.default_from) {
        const Node found = how.default_from->evaluate(node_of(config));
        slots[i] = found.is_unknown() ? Value::unknown(slot.type)
                                      : value_of(arena_, found, slot.attribute.type);
      } else if (!set && slots[i].is_null() && slot.attribute.computed) {
        slots[i] = prior.is_known() ? prior.elements()[i] : Value::unknown(slot.type);
      }
      if (!slot.is_block()) slots[i] = in_one_spelling(how, slots[i]);
    }
    return Value::object(arena_, schema.type, slots);
  }

  // Documents are kept in one spelling, as Terraform keeps them: compact, members by name. What is
  // no JSON stays, for AWS to refuse.
  Value in_one_spelling(const SlotMapping& how, const Value& value) {
    if ((how.normal != Normal::Json && how.normal != Normal::Policy) || !value.is_known() ||
        value.type() != Type::string() || value.as_string().empty())
      return value;
    const auto document = parse_json(value.as_string());
    if (!document) return value;
    return Value::string(arena_, to_json(*document, true));
  }

  // `prior` is the same blocks' value before, null where there is none.
  Value completed_blocks(const SchemaSlot& slot, const SlotMapping& how, const Value& blocks,
                         const Value& prior) {
    if (!blocks.is_known()) return blocks;
    // Inside of blocks what is null in the proposal is null in the configuration, too.
    if (slot.nesting == Nesting::Single || slot.nesting == Nesting::Group)
      return completed(*slot.block, *how.block, blocks, blocks, prior);
    if (slot.nesting == Nesting::Map) return blocks;
    if (blocks.length() == 0 && how.block_computed)
      return prior.is_known() ? prior : Value::unknown(slot.type);
    std::vector<Value> elements;
    for (std::size_t i = 0; i < blocks.length(); ++i) {
      const Value& element = blocks.elements()[i];
      elements.push_back(completed(*slot.block, *how.block, element, element,
                                   prior_element(slot, how, element, i, prior)));
    }
    return slot.nesting == Nesting::List ? Value::list(arena_, slot.block->type, elements)
                                         : Value::set(arena_, slot.block->type, elements);
  }

  // Lists' elements are known by their place, those of sets by what they say.
  Value prior_element(const SchemaSlot& slot, const SlotMapping& how, const Value& element,
                      std::size_t place, const Value& prior) {
    if (!prior.is_known()) return Value();
    if (slot.nesting == Nesting::List)
      return place < prior.length() ? prior.elements()[place] : Value();
    const Value made = completed(*slot.block, *how.block, element, element, Value());
    for (const Value& candidate : prior.elements()) {
      if (may_be(*slot.block, *how.block, made, candidate)) return candidate;
    }
    return Value();
  }

  Value slot_value(const Value& object, std::string_view name) const {
    return object.attribute(Symbol(name)).value_or(Value());
  }

  Value with_slot(const Value& object, std::string_view name, const Value& value) {
    const auto slots = arena_.copy_span(object.elements());
    const std::uint32_t slot = object.type().shape().slot_of(Symbol(name));
    if (slot == ObjectShape::kAbsent) return object;
    slots[slot] = value;
    return Value::object(arena_, object.type(), slots);
  }

  Value with_tags_all(const Value& planned) {
    if (!declaration_.tags.present) return planned;
    const Value own = slot_value(planned, "tags");
    const Type type = Type::map_of(Type::string());
    if (!own.is_wholly_known()) return with_slot(planned, "tags_all", Value::unknown(type));
    const Tags all = with_defaults(session_.settings(), tags_of(own));
    if (all.empty() && !request_.prior.is_known())
      return with_slot(planned, "tags_all", Value::unknown(type));
    return with_slot(planned, "tags_all", tags_value(arena_, all));
  }

  // What changes because something else does.
  Value with_consequences(Value planned) {
    const BlockSchema& schema = declaration_.schema.block;
    std::vector<std::string> changed;
    for (std::size_t i = 0; i < schema.slots.size(); ++i) {
      if (!same_content(request_.prior.elements()[i], planned.elements()[i]))
        changed.emplace_back(schema.slots[i].name.view());
    }
    if (changed.empty()) return planned;
    for (std::size_t i = 0; i < schema.slots.size(); ++i) {
      const SlotMapping& how = declaration_.mapping.slots[i];
      const Value& given = request_.config.elements()[i];
      if (schema.slots[i].is_block() ? !is_zero(given) : !given.is_null()) continue;
      const bool caused =
          how.changes_with_any ||
          std::any_of(how.changes_with.begin(), how.changes_with.end(), [&](const auto& cause) {
            return std::find(changed.begin(), changed.end(), cause) != changed.end();
          });
      if (caused && how.changes_when && !is_truthy(how.changes_when->evaluate(node_of(planned))))
        continue;
      if (caused) planned = with_slot(planned, how.name, Value::unknown(schema.slots[i].type));
    }
    return planned;
  }

  // An attribute of a type that SDK-made providers keep: "" and null are no difference.
  static bool differs(const Value& before, const Value& after) {
    if (is_zero(before) && is_zero(after)) return false;
    return !same_content(before, after);
  }

  void find_replacements(const Value& planned, std::vector<Path>& to) const {
    const BlockSchema& schema = declaration_.schema.block;
    for (std::size_t i = 0; i < schema.slots.size(); ++i) {
      const SlotMapping& how = declaration_.mapping.slots[i];
      const Value& before = request_.prior.elements()[i];
      const Value& after = planned.elements()[i];
      if (how.block == nullptr) {
        const bool replaces =
            how.replaces ||
            (how.replaces_when && is_truthy(how.replaces_when->evaluate(node_of(planned))));
        if (replaces && differs(before, after))
          to.push_back({PathStep::attribute(schema.slots[i].name)});
        continue;
      }
      if (!differs(before, after)) continue;
      if (how.replaces || replaced_inside(schema.slots[i], how, before, after))
        to.push_back({PathStep::attribute(schema.slots[i].name)});
    }
  }

  static bool replaces_inside(const BlockMapping& mapping) {
    return std::any_of(mapping.slots.begin(), mapping.slots.end(), [](const SlotMapping& slot) {
      return slot.replaces || (slot.block != nullptr && replaces_inside(*slot.block));
    });
  }

  // Whether what differs in a block is something that replaces. Elements of lists are compared in
  // their places, where one is missing with nothing; those of sets have no places.
  static bool replaced_inside(const SchemaSlot& slot, const SlotMapping& how, const Value& before,
                              const Value& after) {
    if (!replaces_inside(*how.block)) return false;
    if (slot.nesting == Nesting::Set || slot.nesting == Nesting::Map || before.is_unknown() ||
        after.is_unknown())
      return true;
    if (slot.nesting != Nesting::List) return replaced_object(slot, how, before, after);
    const std::size_t had = before.is_known() ? before.length() : 0;
    const std::size_t has = after.is_known() ? after.length() : 0;
    const Value none = Value::null(slot.objects()->type);
    for (std::size_t i = 0; i < std::max(had, has); ++i) {
      if (replaced_object(slot, how, i < had ? before.elements()[i] : none,
                          i < has ? after.elements()[i] : none))
        return true;
    }
    return false;
  }

  static bool replaced_object(const SchemaSlot& block, const SlotMapping& how, const Value& before,
                              const Value& after) {
    for (std::size_t i = 0; i < block.objects()->slots.size(); ++i) {
      const SchemaSlot& slot = block.objects()->slots[i];
      const SlotMapping& inner = how.block->slots[i];
      const Value none = Value::null(slot.type);
      const Value was = before.is_known() ? before.elements()[i] : none;
      const Value is = after.is_known() ? after.elements()[i] : none;
      if (!differs(was, is)) continue;
      if (inner.replaces || (inner.block != nullptr && replaced_inside(slot, inner, was, is)))
        return true;
    }
    return false;
  }

  const Declaration& declaration_;
  const AwsSession& session_;
  const PlanRequest& request_;
  Arena& arena_;
};

}  // namespace

PlanResponse plan_resource(const Declaration& declaration, const AwsSession& session,
                           const PlanRequest& request) {
  return Planner(declaration, session, request).plan();
}

}  // namespace tenon::aws
