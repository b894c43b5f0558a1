#include "engine/plan/evaluation.h"

#include <algorithm>

#include "schema/resource/validate.h"
#include "schema/value/convert.h"
#include "schema/value/print.h"
#include "schema/value/wire.h"

namespace tenon {

Evaluation::Evaluation(EvaluationInputs inputs) : inputs_(std::move(inputs)) {
  const std::size_t declarations = graph().declarations.size();
  modules.resize(config().nodes.size());
  modules[0].push_back({});
  expansions.resize(declarations);
  values.resize(declarations);
  evaluated.resize(declarations);
  prefixes_.resize(declarations);
}

// What names mean while one expression is evaluated: where it stands, and the iterators of the
// dynamic blocks around it.
class EvaluationScope final : public lang::Scope {
 public:
  EvaluationScope(const Evaluation& evaluation, std::uint32_t node, std::uint32_t module,
                  InstanceId instance, const Value* self, Arena& arena)
      : evaluation_(evaluation),
        node_(node),
        module_(module),
        instance_(instance),
        self_(self),
        arena_(arena) {}

  std::vector<Value> iterators;
  const Value* each_key = nullptr;  // while for_each itself is expanded there is none

  std::optional<Value> subject(std::uint32_t number, const lang::Reference& reference,
                               Diagnostics& diagnostics) const override {
    if (number == lang::kUnbound) return std::nullopt;
    const Subject& subject = evaluation_.graph().subjects[number];
    switch (subject.kind) {
      case SubjectKind::Declaration:
        return declaration(subject.declaration);
      case SubjectKind::ModuleOutput:
        return module_output(subject, reference, diagnostics);
      case SubjectKind::ModuleObject:
        return module_object(subject.call);
      case SubjectKind::EachKey:
        return key_value();
      case SubjectKind::EachValue:
        return each_value();
      case SubjectKind::CountIndex:
        return key_value();
      case SubjectKind::PathModule:
        return Value::string(arena_, evaluation_.config().nodes[node_].module->directory);
      case SubjectKind::PathRoot:
        return Value::string(arena_, evaluation_.config().root().directory);
      case SubjectKind::PathCwd:
        return Value::string(arena_, evaluation_.inputs().working_directory);
      case SubjectKind::Workspace:
        return Value::string(arena_, evaluation_.inputs().workspace);
      case SubjectKind::Self:
        return self_ != nullptr ? *self_ : Value::unknown(Type::dynamic());
      case SubjectKind::Iterator:
        return subject.index < iterators.size() ? iterators[subject.index]
                                                : Value::unknown(Type::dynamic());
    }
    return std::nullopt;
  }

 private:
  std::optional<Value> declaration(DeclarationId id) const {
    if (evaluation_.graph().declarations[id].kind == DeclarationKind::Resource)
      return evaluation_.resource_subject(id, module_);
    return evaluation_.declared_value(id, module_);
  }

  // The module instance whose key or each value is meant: an input of a call is evaluated in the
  // parent, for one instance of the child.
  const ModuleInstance* called_instance() const { return call_instance; }

  Value key_value() const {
    const InstanceKey key = instance_ != kNoInstance       ? evaluation_.instances[instance_].key
                            : called_instance() != nullptr ? called_instance()->key
                                                           : InstanceKey();
    switch (key.kind()) {
      case InstanceKey::Kind::Number:
        return Value::number(key.number());
      case InstanceKey::Kind::String:
        return Value::string_view(arena_, key.symbol().view());
      case InstanceKey::Kind::None:
        break;
    }
    return Value::unknown(Type::dynamic());
  }

  Value each_value() const {
    if (instance_ != kNoInstance) {
      const Instance& instance = evaluation_.instances[instance_];
      return evaluation_.each_value_now(instance.declaration, instance.module, instance.key,
                                        instance.each_value);
    }
    if (const ModuleInstance* called = called_instance()) {
      // Looked for only where it is needed: it goes through all declarations.
      const bool is_open = !called->each_value.is_wholly_known();
      return evaluation_.each_value_now(is_open ? evaluation_.call_of(called_node) : kNoDeclaration,
                                        called->parent, called->key, called->each_value);
    }
    return Value::unknown(Type::dynamic());
  }

  std::optional<Value> module_output(const Subject& subject, const lang::Reference& reference,
                                     Diagnostics& diagnostics) const {
    const auto& all = evaluation_.expansions[subject.call];
    if (module_ >= all.size() || !all[module_].expanded)
      return std::nullopt;  // its expansion failed and was reported
    const Expansion& expansion = all[module_];
    const std::uint32_t child = evaluation_.graph().declarations[subject.call].child_node;
    for (std::uint32_t i = 0; i < expansion.count; ++i) {
      const std::uint32_t ordinal = expansion.first + i;
      if (!subject.has_key || evaluation_.modules[child][ordinal].key == subject.key)
        return evaluation_.declared_value(subject.declaration, ordinal);
    }
    diagnostics.error("E0307", "Invalid index",
                      "The module has no instance " + subject.key.text() +
                          ": its count or for_each gives " + std::to_string(expansion.count) +
                          (expansion.count == 1 ? " other." : " others."),
                      reference.span);
    return std::nullopt;
  }

  std::optional<Value> module_object(DeclarationId call) const {
    const auto& all = evaluation_.expansions[call];
    if (module_ >= all.size() || !all[module_].expanded) return std::nullopt;
    const Expansion& expansion = all[module_];
    const std::uint32_t child = evaluation_.graph().declarations[call].child_node;
    std::vector<Value> objects;
    std::vector<Symbol> keys;
    for (std::uint32_t i = 0; i < expansion.count; ++i) {
      objects.push_back(outputs_object(child, expansion.first + i));
      const InstanceKey& key = evaluation_.modules[child][expansion.first + i].key;
      if (key.kind() == InstanceKey::Kind::String) keys.push_back(key.symbol());
    }
    switch (expansion.repetition) {
      case Repetition::Single:
        return objects.empty() ? std::optional<Value>() : objects[0];
      case Repetition::Count:
        return Value::tuple(arena_, objects);
      case Repetition::ForEach:
        return object_by_keys(arena_, keys, objects);
    }
    return std::nullopt;
  }

  Value outputs_object(std::uint32_t node, std::uint32_t ordinal) const {
    std::vector<Symbol> names;
    std::vector<Value> slots;
    for (const auto& [name, unused] : evaluation_.config().nodes[node].module->outputs) {
      names.push_back(name);
      slots.push_back(
          evaluation_.declared_value(evaluation_.graph().find_output(node, name), ordinal));
    }
    return object_by_keys(arena_, names, slots);
  }

 public:
  static Value object_by_keys(Arena& arena, const std::vector<Symbol>& names,
                              const std::vector<Value>& values) {
    const ObjectShape& shape = ObjectShape::of(names);
    std::vector<Value> slots(names.size());
    for (std::size_t i = 0; i < names.size(); ++i) slots[shape.slot_of(names[i])] = values[i];
    return Value::object(arena, shape, slots);
  }

  const ModuleInstance* call_instance = nullptr;
  std::uint32_t called_node = 0;  // of call_instance

 private:
  const Evaluation& evaluation_;
  std::uint32_t node_;
  std::uint32_t module_;
  InstanceId instance_;
  const Value* self_;
  Arena& arena_;
};

lang::EvalContext Evaluation::context(const lang::Scope& scope, Arena& arena,
                                      Diagnostics& diagnostics) const {
  lang::EvalContext context;
  context.arena = &arena;
  context.scope = &scope;
  context.diagnostics = &diagnostics;
  context.function_context.env = inputs_.env;
  context.function_context.phase = phase_;
  context.function_context.base_directory = inputs_.working_directory;
  if (inputs_.time != 0) context.function_context.plan_time = inputs_.time;
  return context;
}

Value Evaluation::evaluate(const BoundExpression& expression, std::uint32_t node,
                           std::uint32_t module, InstanceId instance, const Value* self,
                           Arena& arena, Diagnostics& diagnostics, bool* ok) const {
  EvaluationScope scope(*this, node, module, instance, self, arena);
  lang::EvalContext eval = context(scope, arena, diagnostics);
  return expression.expression.evaluate(eval, expression.bindings, ok);
}

Value Evaluation::declared_value(DeclarationId id, std::uint32_t module) const {
  const Declaration& declaration = graph().declarations[id];
  auto& known = values[id];
  const bool have = module < known.size() && evaluated[id][module];
  if (lazy_arena_ != nullptr && (!have || !known[module].is_wholly_known())) {
    // Apply owns the evaluation alone, so working it out again here is safe; it ends because the
    // graph has no cycles.
    Diagnostics ignored;
    const_cast<Evaluation*>(this)->evaluate_declaration(id, module, *lazy_arena_, ignored);
  }
  if (module < values[id].size() && evaluated[id][module]) return values[id][module];
  const Type type = declaration.variable != nullptr
                        ? declaration.variable->type.type.without_optional()
                        : Type::dynamic();
  return Value::unknown(type);
}

void Evaluation::evaluate_declaration(DeclarationId id, std::uint32_t module, Arena& arena,
                                      Diagnostics& diagnostics) {
  const Declaration& declaration = graph().declarations[id];
  if (values[id].size() <= module) {
    values[id].resize(module + 1);
    evaluated[id].resize(module + 1, false);
  }
  bool ok = true;
  Value value = Value::unknown(Type::dynamic());
  if (declaration.kind == DeclarationKind::Variable) {
    if (declaration.node == 0) {
      const auto found = inputs_.variables.find(declaration.variable->name);
      if (found != inputs_.variables.end()) value = found->second.value;
    } else {
      const ModuleInstance& own = modules[declaration.node][module];
      std::optional<Value> given;
      SourceSpan span = declaration.span;
      if (declaration.has_value) {
        const std::uint32_t parent_node = config().nodes[declaration.node].parent;
        EvaluationScope scope(*this, parent_node, own.parent, kNoInstance, nullptr, arena);
        scope.call_instance = &own;
        scope.called_node = declaration.node;
        lang::EvalContext eval = context(scope, arena, diagnostics);
        given = declaration.value.expression.evaluate(eval, declaration.value.bindings, &ok);
        span = declaration.value.expression.span();
      }
      if (ok && (!given || (given->is_null() && !declaration.variable->nullable)) &&
          declaration.variable->default_value) {
        const Value* fallback = declaration.variable->default_value->constant();
        if (fallback != nullptr) given = *fallback;
      }
      if (ok && given) {
        const auto converted =
            config::convert_to_variable(arena, *declaration.variable, *given, span, diagnostics);
        if (converted) value = *converted;
      }
    }
  } else {
    EvaluationScope scope(*this, declaration.node, module, kNoInstance, nullptr, arena);
    lang::EvalContext eval = context(scope, arena, diagnostics);
    value = declaration.value.expression.evaluate(eval, declaration.value.bindings, &ok);
    if (declaration.kind == DeclarationKind::Output && declaration.node != 0) {
      if (declaration.output->sensitive) value = value.with_marks(Marks::Sensitive);
      if (declaration.output->ephemeral) value = value.with_marks(Marks::Ephemeral);
    }
  }
  values[id][module] = ok ? value : Value::unknown(Type::dynamic());
  evaluated[id][module] = true;
}

DeclarationId Evaluation::call_of(std::uint32_t node) const {
  const auto& all = graph().declarations;
  const auto found = std::find_if(all.begin(), all.end(), [&](const Declaration& declaration) {
    return declaration.kind == DeclarationKind::ModuleCall && declaration.child_node == node;
  });
  return found == all.end() ? kNoDeclaration : static_cast<DeclarationId>(found - all.begin());
}

Value Evaluation::each_value_now(DeclarationId id, std::uint32_t module, const InstanceKey& key,
                                 const Value& planned) const {
  if (lazy_arena_ == nullptr || planned.is_wholly_known() || id == kNoDeclaration ||
      key.kind() != InstanceKey::Kind::String)
    return planned;
  const Declaration& declaration = graph().declarations[id];
  Diagnostics ignored;  // what is wrong with it was said when the keys were found
  bool ok = true;
  const Value all = evaluate(declaration.for_each, declaration.node, module, kNoInstance, nullptr,
                             *lazy_arena_, ignored, &ok);
  if (!ok || !all.is_known()) return planned;
  const TypeKind kind = all.type().kind();
  if (kind == TypeKind::Object) return all.attribute(key.symbol()).value_or(planned);
  if (kind != TypeKind::Map) return planned;
  const auto entries = all.entries();
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const MapEntry& entry) {
    return entry.key == key.symbol().view();
  });
  return found == entries.end() ? planned : found->value;
}

// --- expansion
// ----------------------------------------------------------------------------------------------------------

std::optional<std::pair<Repetition, std::vector<std::pair<InstanceKey, Value>>>>
Evaluation::repetition_keys(const Declaration& declaration, std::uint32_t module, Arena& arena,
                            Diagnostics& diagnostics) const {
  using Keys = std::vector<std::pair<InstanceKey, Value>>;
  bool ok = true;
  if (declaration.has_count) {
    const SourceSpan span = declaration.count.expression.span();
    const auto refuse = [&](const std::string& why) {
      diagnostics.error("E0320", "Invalid count argument",
                        "The \"count\" of " + declaration.address + " " + why, span);
      return std::nullopt;
    };
    Value count = evaluate(declaration.count, declaration.node, module, kNoInstance, nullptr, arena,
                           diagnostics, &ok);
    if (!ok) return std::nullopt;
    if (any(count.marks() & Marks::Ephemeral))
      return refuse("is ephemeral. Instances must be the same in plan and apply.");
    const Marks marks = count.marks();  // for what is shown: Terraform, too, counts by a secret
    count = count.without_own_marks();
    if (count.is_unknown() && unknown_repetition_allowed_) return std::nullopt;
    if (count.is_unknown()) {
      return refuse(
          "depends on values that are known only after apply, so it cannot be said how many "
          "instances there are. Use -target to apply what it depends "
          "on first, or make it depend on configuration alone.");
    }
    const auto number = convert(arena, count, Type::number(), nullptr);
    if (!number || number->is_null() || !number->is_known())
      return refuse("must be a whole number, and is " + print_brief(count.with_marks(marks)) + ".");
    if (!number->is_int64() || number->as_int64() < 0)
      return refuse("must be a whole number that is not negative, and is " +
                    print_brief(number->with_marks(marks)) + ".");
    if (number->as_int64() > 10'000'000) return refuse("is above the limit of 10,000,000.");
    Keys keys;
    keys.reserve(static_cast<std::size_t>(number->as_int64()));
    for (std::int64_t i = 0; i < number->as_int64(); ++i)
      keys.emplace_back(InstanceKey::number(i), Value());
    return std::make_pair(Repetition::Count, std::move(keys));
  }
  if (!declaration.has_for_each)
    return std::make_pair(Repetition::Single, Keys{{InstanceKey(), Value()}});

  const SourceSpan span = declaration.for_each.expression.span();
  const auto refuse = [&](const std::string& why) {
    diagnostics.error("E0321", "Invalid for_each argument",
                      "The \"for_each\" of " + declaration.address + " " + why, span);
    return std::nullopt;
  };
  Value each = evaluate(declaration.for_each, declaration.node, module, kNoInstance, nullptr, arena,
                        diagnostics, &ok);
  if (!ok) return std::nullopt;
  if (each.is_sensitive()) {
    return refuse(
        "is derived from a sensitive value. Its keys become addresses, which are shown everywhere. "
        "If they are no secret, say nonsensitive(...) of the "
        "keys.");
  }
  if (each.is_ephemeral())
    return refuse("is ephemeral. Instances must be the same in plan and apply.");
  if (each.is_null())
    return refuse(
        "is null. Give a map, or a set of strings; an empty one where there should be no "
        "instance.");
  const TypeKind kind = each.type().kind();
  if (unknown_repetition_allowed_ && (each.is_unknown() || kind == TypeKind::Dynamic))
    return std::nullopt;
  const std::string unknown_keys =
      "depends on values that are known only after apply, so it cannot be said which instances "
      "there are. Use a map whose keys are written in the "
      "configuration and put such values into the map's values only, or use -target to apply what "
      "it depends on first.";
  if (kind == TypeKind::Dynamic) return refuse(unknown_keys);
  if (kind != TypeKind::Map && kind != TypeKind::Object && kind != TypeKind::Set) {
    return refuse("must be a map, or a set of strings, and is " + friendly_name(each.type()) +
                  ". Wrap a list in toset(), or use count.");
  }
  if (each.is_unknown()) return refuse(unknown_keys);
  Keys keys;
  if (kind == TypeKind::Map) {
    for (const MapEntry& entry : each.entries())
      keys.emplace_back(InstanceKey::string(Symbol(entry.key)), entry.value);
  } else if (kind == TypeKind::Object) {
    const ObjectShape& shape = each.type().shape();
    for (std::uint32_t i = 0; i < shape.size(); ++i)
      keys.emplace_back(InstanceKey::string(shape.names[i]), each.elements()[i]);
  } else {
    if (each.length() > 0 && each.type().element() != Type::string()) {
      return refuse("is a set of " + friendly_name(each.type().element()) +
                    ". A set must hold strings only, because its elements become keys.");
    }
    for (const Value& element : each.elements()) {
      if (element.is_unknown()) return refuse(unknown_keys);
      if (element.is_null()) return refuse("holds null, which cannot be a key.");
      if (any(element.marks()))
        return refuse("holds a sensitive or ephemeral element, which cannot be a key.");
      keys.emplace_back(InstanceKey::string(Symbol(element.as_string())), element);
    }
  }
  return std::make_pair(Repetition::ForEach, std::move(keys));
}

bool Evaluation::expand(DeclarationId id, std::uint32_t module, Arena& arena,
                        Diagnostics& diagnostics) {
  const Declaration& declaration = graph().declarations[id];
  if (expansions[id].size() <= module) expansions[id].resize(module + 1);
  auto keys = repetition_keys(declaration, module, arena, diagnostics);
  if (!keys) return false;
  Expansion& expansion = expansions[id][module];
  expansion.repetition = keys->first;
  expansion.expanded = true;
  expansion.count = static_cast<std::uint32_t>(keys->second.size());
  if (declaration.kind == DeclarationKind::ModuleCall) {
    auto& made = modules[declaration.child_node];
    expansion.first = static_cast<std::uint32_t>(made.size());
    for (const auto& [key, value] : keys->second) made.push_back({module, key, value});
    return true;
  }
  expansion.first = static_cast<InstanceId>(instances.size());
  for (const auto& [key, value] : keys->second) {
    Instance instance;
    instance.declaration = id;
    instance.module = module;
    instance.key = key;
    instance.each_value = value;
    instances.push_back(instance);
  }
  return true;
}

// --- values of resources
// ------------------------------------------------------------------------------------------------

Value Evaluation::instance_value(InstanceId id, Arena& arena) const {
  const Instance& instance = instances[id];
  const Declaration& declaration = graph().declarations[instance.declaration];
  if (instance.has_value) return instance.value;
  if (instance.row == kNoRow || snapshot == nullptr)
    return Value::unknown(declaration.schema->block.type);
  const RowView& row = snapshot->row(instance.row);
  std::string_view bytes = row.value;
  auto value = decode(arena, bytes, row.type);
  if (!value) return Value::unknown(declaration.schema->block.type);
  if (row.type != declaration.schema->block.type)
    return conform(arena, *value, declaration.schema->block.type);
  return *value;
}

Value Evaluation::resource_subject(DeclarationId id, std::uint32_t module) const {
  if (module < expansions[id].size()) {
    const Expansion& expansion = expansions[id][module];
    if (expansion.subject_ready) return expansion.subject;
    if (lazy_arena_ != nullptr && expansion.expanded) {
      const_cast<Evaluation*>(this)->prepare_subject(id, module, *lazy_arena_);
      const Value subject = expansions[id][module].subject;
      if (!subject.is_wholly_known()) const_cast<Evaluation*>(this)->forget_subject(id, module);
      return subject;
    }
  }
  return Value::unknown(Type::dynamic());
}

void Evaluation::prepare_subject(DeclarationId id, std::uint32_t module, Arena& arena) {
  if (module >= expansions[id].size() || !expansions[id][module].expanded) return;
  Expansion& expansion = expansions[id][module];
  if (expansion.repetition == Repetition::Single) {
    expansion.subject = expansion.count == 0 ? Value::unknown(Type::dynamic())
                                             : instance_value(expansion.first, arena);
  } else {
    std::vector<Value> objects;
    std::vector<Symbol> keys;
    objects.reserve(expansion.count);
    for (std::uint32_t i = 0; i < expansion.count; ++i) {
      objects.push_back(instance_value(expansion.first + i, arena));
      if (expansion.repetition == Repetition::ForEach)
        keys.push_back(instances[expansion.first + i].key.symbol());
    }
    expansion.subject = expansion.repetition == Repetition::Count
                            ? Value::tuple(arena, objects)
                            : EvaluationScope::object_by_keys(arena, keys, objects);
  }
  expansion.subject_ready = true;
}

void Evaluation::forget_subject(DeclarationId id, std::uint32_t module) {
  if (module < expansions[id].size()) expansions[id][module].subject_ready = false;
}

std::vector<InstanceId> Evaluation::instances_of(DeclarationId id) const {
  std::vector<InstanceId> all;
  for (const Expansion& expansion : expansions[id]) {
    if (!expansion.expanded) continue;
    for (std::uint32_t i = 0; i < expansion.count; ++i) all.push_back(expansion.first + i);
  }
  return all;
}

// --- addresses
// ----------------------------------------------------------------------------------------------------------

ModulePath Evaluation::module_path(std::uint32_t node, std::uint32_t module) const {
  ModulePath path;
  while (node != 0) {
    const ModuleInstance& instance = modules[node][module];
    path.push_back({config().nodes[node].call->name, instance.key});
    module = instance.parent;
    node = config().nodes[node].parent;
  }
  std::reverse(path.begin(), path.end());
  return path;
}

InstanceAddress Evaluation::address_of(InstanceId id) const {
  const Instance& instance = instances[id];
  const Declaration& declaration = graph().declarations[instance.declaration];
  InstanceAddress address;
  address.module = module_path(declaration.node, instance.module);
  address.mode = declaration.resource->mode;
  address.type = declaration.resource->type;
  address.name = declaration.resource->name;
  address.key = instance.key;
  return address;
}

const std::string& Evaluation::prefix_text(DeclarationId id, std::uint32_t module) const {
  auto& prefixes = prefixes_[id];
  if (prefixes.size() <= module) prefixes.resize(module + 1);
  if (prefixes[module].empty()) {
    const Declaration& declaration = graph().declarations[id];
    InstanceAddress address;
    address.module = module_path(declaration.node, module);
    address.mode = declaration.resource->mode;
    address.type = declaration.resource->type;
    address.name = declaration.resource->name;
    prefixes[module] = address.text();
  }
  return prefixes[module];
}

std::string Evaluation::address_text(InstanceId id) const {
  return prefix_text(instances[id].declaration, instances[id].module) + instances[id].key.text();
}

// --- blocks
// -------------------------------------------------------------------------------------------------------------

Value Evaluation::evaluate_block(const BlockTemplate& block, std::uint32_t node,
                                 std::uint32_t module, InstanceId instance, Arena& arena,
                                 Diagnostics& diagnostics, bool* ok) const {
  EvaluationScope scope(*this, node, module, instance, nullptr, arena);
  return block_value(block, scope, arena, diagnostics, ok);
}

Value Evaluation::block_value(const BlockTemplate& block, EvaluationScope& scope, Arena& arena,
                              Diagnostics& diagnostics, bool* ok) const {
  const BlockSchema& schema = *block.schema;
  const auto slots = arena.allocate_span<Value>(schema.slots.size());
  for (std::size_t i = 0; i < slots.size(); ++i) slots[i] = Value::null(schema.slots[i].type);
  for (const auto& attribute : block.attributes) {
    lang::EvalContext eval = context(scope, arena, diagnostics);
    bool fine = true;
    const Value value = attribute.value.expression.evaluate(eval, attribute.value.bindings, &fine);
    const SchemaSlot& slot = schema.slots[attribute.slot];
    if (!fine) {
      *ok = false;
      slots[attribute.slot] = Value::unknown(slot.type);
      continue;
    }
    ConversionError error;
    const auto converted = convert(arena, value, slot.type, &error);
    if (!converted) {
      *ok = false;
      const std::string where = path_text(error.path);
      diagnostics.error("E0322", "Incorrect attribute value type",
                        "Inappropriate value for attribute \"" + std::string(slot.name.view()) +
                            "\"" + (where.empty() ? "" : " at " + where) + ": " + error.message +
                            ". It needs " + friendly_name(slot.type) + ", and got " +
                            print_brief(value) + ".",
                        attribute.value.expression.span());
      continue;
    }
    if (slot.attribute.required && converted->is_null()) {
      *ok = false;
      diagnostics.error("E0323", "Missing required argument",
                        "The argument \"" + std::string(slot.name.view()) +
                            "\" is required, and its value here is null. Give a value.",
                        attribute.value.expression.span());
    }
    slots[attribute.slot] = *converted;
  }
  if (!block.nested.empty() ||
      std::any_of(schema.slots.begin(), schema.slots.end(),
                  [](const SchemaSlot& slot) { return slot.is_block(); })) {
    std::vector<std::vector<Value>> lists(schema.slots.size());
    std::vector<Value> unknown(schema.slots.size());
    for (const auto& nested : block.nested)
      evaluate_slot(block, nested, scope, arena, diagnostics, ok, lists, unknown);
    for (std::uint32_t i = 0; i < schema.slots.size(); ++i) {
      const SchemaSlot& slot = schema.slots[i];
      // An attribute that is written as blocks: without any, it is not set.
      if (!slot.is_block() && lists[i].empty() && !unknown[i].is_unknown()) continue;
      if (unknown[i].is_unknown()) {
        slots[i] = unknown[i];
        continue;
      }
      switch (slot.nesting) {
        case Nesting::Single:
          slots[i] = lists[i].empty() ? Value::null(slot.type) : lists[i][0];
          break;
        case Nesting::Group:
          slots[i] = lists[i].empty() ? empty_block(arena, *slot.block) : lists[i][0];
          break;
        case Nesting::List:
          slots[i] = Value::list(arena, slot.objects()->type, lists[i]);
          break;
        case Nesting::Set:
          slots[i] = Value::set(arena, slot.objects()->type, lists[i]);
          break;
        case Nesting::Map: {
          std::vector<MapEntry> entries;
          std::size_t next = 0;
          for (const auto& nested : block.nested) {
            if (nested.slot == i && !nested.dynamic)
              entries.push_back({nested.label, lists[i][next++]});
          }
          slots[i] = Value::map(arena, slot.block->type, entries);
          break;
        }
      }
      if (slot.max_items > 0 && lists[i].size() > slot.max_items) {
        *ok = false;
        diagnostics.error("E0316", "Too many blocks",
                          "There may be no more than " + std::to_string(slot.max_items) + " \"" +
                              std::string(slot.name.view()) +
                              "\" blocks, and the dynamic block makes " +
                              std::to_string(lists[i].size()) + ".",
                          block.span);
      } else if (lists[i].size() < slot.min_items) {
        *ok = false;
        diagnostics.error("E0315", "Missing block",
                          "There must be at least " + std::to_string(slot.min_items) + " \"" +
                              std::string(slot.name.view()) + "\" block(s), and there are " +
                              std::to_string(lists[i].size()) + ".",
                          block.span);
      }
    }
  }
  return Value::object(arena, schema.type, slots);
}

void Evaluation::evaluate_slot(const BlockTemplate& block,
                               const BlockTemplate::NestedTemplate& nested, EvaluationScope& scope,
                               Arena& arena, Diagnostics& diagnostics, bool* ok,
                               std::vector<std::vector<Value>>& lists,
                               std::vector<Value>& unknown) const {
  const SchemaSlot& slot = block.schema->slots[nested.slot];
  if (!nested.dynamic) {
    lists[nested.slot].push_back(block_value(*nested.content, scope, arena, diagnostics, ok));
    return;
  }
  lang::EvalContext eval = context(scope, arena, diagnostics);
  bool fine = true;
  const Value each = nested.for_each.expression.evaluate(eval, nested.for_each.bindings, &fine);
  if (!fine) {
    *ok = false;
    return;
  }
  if (each.is_unknown()) {
    unknown[nested.slot] = Value::unknown(slot.type);
    return;
  }
  const auto refuse = [&](const std::string& why) {
    *ok = false;
    diagnostics.error("E0324", "Invalid dynamic for_each value",
                      "Cannot make blocks from this value: " + why,
                      nested.for_each.expression.span());
  };
  if (each.is_null())
    return refuse("it is null. Use an empty list or map where there should be no block.");
  const Marks marks = each.marks();
  std::vector<std::pair<Value, Value>> pairs;
  switch (each.type().kind()) {
    case TypeKind::Map:
      for (const MapEntry& entry : each.entries())
        pairs.emplace_back(Value::string_view(arena, entry.key), entry.value);
      break;
    case TypeKind::Object:
      for (std::uint32_t i = 0; i < each.type().shape().size(); ++i) {
        pairs.emplace_back(Value::string_view(arena, each.type().shape().names[i].view()),
                           each.elements()[i]);
      }
      break;
    case TypeKind::Set:
      for (const Value& element : each.elements()) pairs.emplace_back(element, element);
      break;
    case TypeKind::List:
    case TypeKind::Tuple: {
      std::int64_t index = 0;
      for (const Value& element : each.elements())
        pairs.emplace_back(Value::number(index++), element);
      break;
    }
    default:
      return refuse("a map, a set or a list is required, and it is " + friendly_name(each.type()) +
                    ".");
  }
  static const Symbol kKey("key"), kValue("value");
  if (scope.iterators.size() <= nested.iterator) scope.iterators.resize(nested.iterator + 1);
  for (const auto& [key, value] : pairs) {
    scope.iterators[nested.iterator] = EvaluationScope::object_by_keys(
        arena, {kKey, kValue}, {key.with_marks(marks), value.with_marks(marks)});
    lists[nested.slot].push_back(block_value(*nested.content, scope, arena, diagnostics, ok));
  }
  scope.iterators.resize(nested.iterator);
}

// --- conditions
// ---------------------------------------------------------------------------------------------------------

bool Evaluation::check(const std::vector<BoundCondition>& conditions, std::string_view what,
                       const std::string& address, std::uint32_t node, std::uint32_t module,
                       InstanceId instance, const Value* self, Arena& arena,
                       Diagnostics& diagnostics, bool* unknown) const {
  bool passed = true;
  for (const BoundCondition& condition : conditions) {
    bool ok = true;
    const Value result =
        evaluate(condition.condition, node, module, instance, self, arena, diagnostics, &ok);
    if (!ok) {
      passed = false;
      continue;
    }
    if (result.is_unknown()) {
      if (unknown != nullptr) *unknown = true;
      continue;
    }
    const auto judged = convert(arena, result, Type::boolean(), nullptr);
    const SourceSpan span = condition.condition.expression.span();
    if (!judged || !judged->is_known()) {
      passed = false;
      diagnostics.error(
          "E0325", "Invalid condition result",
          "A condition must be true or false, and this one is " + print_brief(result) + ".", span);
      continue;
    }
    if (judged->as_bool()) continue;
    passed = false;
    bool message_ok = true;
    const Value message = evaluate(condition.error_message, node, module, instance, self, arena,
                                   diagnostics, &message_ok);
    const auto text = convert(arena, message, Type::string(), nullptr);
    std::string detail = "The condition is not met, and its error message cannot be shown.";
    if (message_ok && text && text->is_known()) {
      detail = any(text->all_marks()) ? "The condition is not met. Its error message holds a "
                                        "sensitive value and is not shown."
                                      : std::string(text->as_string());
    }
    Diagnostic diagnostic;
    diagnostic.code = "E0326";
    diagnostic.summary =
        what == "variable" ? "Invalid value for variable" : std::string(what) + " failed";
    diagnostic.detail = detail;
    diagnostic.span = span;
    diagnostic.address = address;
    diagnostics.add(std::move(diagnostic));
  }
  return passed;
}

}  // namespace tenon
