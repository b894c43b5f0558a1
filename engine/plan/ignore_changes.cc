// ignore_changes and marks: what is carried over from one value to the same places of another.
#include <algorithm>

#include "engine/plan/propose.h"

namespace tenon {

namespace {

// `config` with prior's content at steps[at…]. Where prior has nothing there, neither has the
// answer.
Value ignored_at(Arena& arena, const Value& config, const Value& prior,
                 const std::vector<PathStep>& steps, std::size_t at) {
  if (at == steps.size()) return prior;
  if (!config.is_known() || !prior.is_known()) return config;
  const PathStep& step = steps[at];
  const TypeKind kind = config.type().kind();
  if (kind == TypeKind::Map && step.kind != PathStep::Kind::Index) {
    const auto ours = config.key(step.name.view());
    const auto theirs =
        prior.type().kind() == TypeKind::Map ? prior.key(step.name.view()) : std::nullopt;
    std::vector<MapEntry> entries;
    for (const MapEntry& entry : config.entries()) {
      if (entry.key != step.name.view()) entries.push_back(entry);
    }
    if (theirs)
      entries.push_back({step.name.view(), ours && at + 1 < steps.size()
                                               ? ignored_at(arena, *ours, *theirs, steps, at + 1)
                                               : *theirs});
    return Value::map(arena, config.type().element(), entries).with_marks(config.marks());
  }
  if (kind == TypeKind::Object && step.kind != PathStep::Kind::Index) {
    const auto ours = config.attribute(step.name);
    if (!ours || prior.type().kind() != TypeKind::Object) return config;
    const auto theirs = prior.attribute(step.name);
    if (!theirs) return config;
    std::vector<Value> slots(config.elements().begin(), config.elements().end());
    slots[config.type().shape().slot_of(step.name)] =
        ignored_at(arena, *ours, *theirs, steps, at + 1);
    // A dynamic attribute takes prior's type with its value, so the object's type may change.
    return Value::object(arena, config.type().shape(), slots).with_marks(config.marks());
  }
  if ((kind == TypeKind::List || kind == TypeKind::Tuple) && step.kind == PathStep::Kind::Index) {
    if (step.index >= config.length() || step.index >= prior.length()) return config;
    std::vector<Value> elements(config.elements().begin(), config.elements().end());
    elements[step.index] =
        ignored_at(arena, elements[step.index], prior.elements()[step.index], steps, at + 1);
    return (kind == TypeKind::Tuple ? Value::tuple(arena, elements)
                                    : Value::list(arena, config.type().element(), elements))
        .with_marks(config.marks());
  }
  return config;
}

PathStep step_of(const lang::ReferenceStep& step) {
  switch (step.kind) {
    case lang::ReferenceStep::Kind::Name:
      return PathStep::attribute(step.name);
    case lang::ReferenceStep::Kind::Key:
      return PathStep::key(step.name);
    case lang::ReferenceStep::Kind::Index:
      return PathStep::at(static_cast<std::uint64_t>(step.index));
  }
  return {};
}

}  // namespace

Value apply_ignore_changes(Arena& arena, const config::Lifecycle& lifecycle,
                           const BlockSchema& schema, const Value& config, const Value& prior) {
  if (prior.is_null() || !config.is_known()) return config;
  std::vector<Value> slots(config.elements().begin(), config.elements().end());
  if (lifecycle.ignore_all) {
    for (std::size_t i = 0; i < slots.size(); ++i) {
      const SchemaSlot& slot = schema.slots[i];
      if (slot.is_block() || slot.attribute.settable()) slots[i] = prior.elements()[i];
    }
    return Value::object(arena, schema.type, slots);
  }
  if (lifecycle.ignore_changes.empty()) return config;
  for (const lang::Reference& reference : lifecycle.ignore_changes) {
    const std::uint32_t slot = schema.shape().slot_of(reference.root);
    if (slot == ObjectShape::kAbsent) continue;  // refused when the configuration was compiled
    std::vector<PathStep> steps;
    for (const lang::ReferenceStep& step : reference.steps) steps.push_back(step_of(step));
    slots[slot] = ignored_at(arena, slots[slot], prior.elements()[slot], steps, 0);
  }
  return Value::object(arena, schema.type, slots);
}

Value merge_marks(Arena& arena, const Value& marked, const Value& onto) {
  if (!any(marked.all_marks())) return onto;
  const Value here = onto.with_marks(marked.marks());
  if (!marked.is_known() || !onto.is_known()) {
    // What is marked below cannot be placed any more: all of it is marked.
    return marked.is_known() ? onto.with_marks(marked.all_marks()) : here;
  }
  const TypeKind kind = onto.type().kind();
  if (kind != marked.type().kind()) return onto.with_marks(marked.all_marks());
  switch (kind) {
    case TypeKind::Object:
      if (&onto.type().shape() == &marked.type().shape()) {
        std::vector<Value> slots(onto.elements().begin(), onto.elements().end());
        for (std::size_t i = 0; i < slots.size(); ++i)
          slots[i] = merge_marks(arena, marked.elements()[i], slots[i]);
        return Value::object(arena, onto.type(), slots).with_marks(here.marks());
      }
      return onto.with_marks(marked.all_marks());
    case TypeKind::List:
    case TypeKind::Tuple:
      if (onto.length() == marked.length()) {
        std::vector<Value> elements(onto.elements().begin(), onto.elements().end());
        for (std::size_t i = 0; i < elements.size(); ++i)
          elements[i] = merge_marks(arena, marked.elements()[i], elements[i]);
        return (kind == TypeKind::Tuple ? Value::tuple(arena, elements)
                                        : Value::list(arena, onto.type().element(), elements))
            .with_marks(here.marks());
      }
      return onto.with_marks(marked.all_marks());
    case TypeKind::Map: {
      std::vector<MapEntry> entries;
      for (const MapEntry& entry : onto.entries()) {
        const auto other = marked.key(entry.key);
        entries.push_back(
            {entry.key, other ? merge_marks(arena, *other, entry.value) : entry.value});
      }
      return Value::map(arena, onto.type().element(), entries).with_marks(here.marks());
    }
    case TypeKind::Set:
      return onto.with_marks(marked.all_marks());
    default:
      return here;
  }
}

}  // namespace tenon
