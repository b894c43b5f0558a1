#include "engine/lang/code.h"

#include <algorithm>
#include <unordered_map>

#include "schema/base/check.h"

namespace tenon::lang::detail {

namespace {

std::uint32_t size32(std::size_t size) { return static_cast<std::uint32_t>(size); }

bool has_children(Op op) {
  return op != Op::Constant && op != Op::KeyName && op != Op::KeyAmbiguous && op != Op::Reference &&
         op != Op::Local;
}

template <typename T>
std::span<const T> keep(Arena& arena, const std::vector<T>& from) {
  return arena.copy_span(std::span<const T>(from));
}

}  // namespace

void CodeBuilder::clear() {
  nodes_.clear();
  lists_.clear();
  constants_.clear();
  references_.clear();
  key_references_.clear();
  calls_.clear();
  loops_.clear();
  objects_.clear();
  next_slot_ = 0;
  slots_ = 0;
  too_high_ = false;
}

void CodeBuilder::start(SourceSpan whole, std::uint32_t text_begin, bool verbatim) {
  clear();
  whole_ = whole;
  text_begin_ = text_begin;
  verbatim_ = verbatim;
}

const Value* CodeBuilder::constant_of(std::uint32_t number) const {
  const Node& node = nodes_[number];
  switch (node.op) {
    case Op::Constant:
    case Op::KeyName:
      return &constants_[node.a];
    case Op::Tuple:
      return node.c == kNone ? nullptr : &constants_[node.c];
    default:
      return nullptr;
  }
}

std::uint32_t CodeBuilder::add(Op op, std::uint32_t begin, std::uint32_t end, std::uint32_t a,
                               std::uint32_t b, std::uint32_t c, std::uint8_t detail) {
  Node node{op, detail, 1, a, b, c, begin, end};
  const auto over = [&](std::uint32_t child) {
    const auto height = static_cast<std::uint16_t>(nodes_[child].height + 1);
    node.height = std::max(node.height, height);
  };
  switch (op) {
    case Op::Attribute:
    case Op::Not:
    case Op::Negate:
    case Op::Join:
      over(a);
      break;
    case Op::Index:
    case Op::Splat:
    case Op::Binary:
      over(a);
      over(b);
      break;
    case Op::Conditional:
      over(a);
      over(b);
      over(c);
      break;
    case Op::Tuple:
    case Op::Template:
      for (std::uint32_t i = 0; i < b; ++i) over(lists_[a + i]);
      break;
    case Op::Object:
      for (std::uint32_t i = 0; i < 2 * b; ++i) over(lists_[a + i]);
      break;
    case Op::Call:
      for (std::uint32_t i = 0; i < calls_[a].count; ++i) over(lists_[calls_[a].first + i]);
      break;
    case Op::For:
      over(loops_[a].collection);
      over(loops_[a].value);
      if (loops_[a].key != kNone) over(loops_[a].key);
      if (loops_[a].condition != kNone) over(loops_[a].condition);
      break;
    default:
      break;
  }
  if (node.height > kMaximumHeight) {
    node.height = kMaximumHeight;
    too_high_ = true;
  }
  nodes_.push_back(node);
  return size32(nodes_.size() - 1);
}

std::uint32_t CodeBuilder::constant(const Value& value, std::uint32_t begin, std::uint32_t end) {
  constants_.push_back(value);
  return add(Op::Constant, begin, end, size32(constants_.size() - 1));
}

std::uint32_t CodeBuilder::string(std::string_view text, std::uint32_t begin, std::uint32_t end) {
  return constant(Value::string(arena(), text), begin, end);
}

std::uint32_t CodeBuilder::reference(Reference reference, std::uint32_t begin, std::uint32_t end) {
  references_.push_back(std::move(reference));
  return add(Op::Reference, begin, end, size32(references_.size() - 1));
}

std::uint32_t CodeBuilder::key_of_last_reference(std::uint32_t number) {
  Node& node = nodes_[number];
  CHECK(node.op == Op::Reference && node.a + 1 == references_.size());
  key_references_.push_back(std::move(references_.back()));
  references_.pop_back();
  const Reference& reference = key_references_.back();
  node.op = reference.steps.empty() ? Op::KeyName : Op::KeyAmbiguous;
  node.b = size32(key_references_.size() - 1);
  if (node.op == Op::KeyName) {
    constants_.push_back(Value::string(arena(), reference.root.view()));
    node.a = size32(constants_.size() - 1);
  }
  return number;
}

std::uint32_t CodeBuilder::list(std::span<const std::uint32_t> items) {
  const auto first = size32(lists_.size());
  lists_.insert(lists_.end(), items.begin(), items.end());
  return first;
}

std::uint32_t CodeBuilder::tuple(std::span<const std::uint32_t> elements, std::uint32_t begin,
                                 std::uint32_t end) {
  const bool constant = std::all_of(elements.begin(), elements.end(),
                                    [&](std::uint32_t element) { return constant_of(element); });
  std::uint32_t prepared = kNone;
  if (constant) {
    std::vector<Value> values;
    for (const auto element : elements) values.push_back(*constant_of(element));
    constants_.push_back(Value::tuple(arena(), values));
    prepared = size32(constants_.size() - 1);
  }
  const auto first = list(elements);
  return add(Op::Tuple, begin, end, first, size32(elements.size()), prepared);
}

std::uint32_t CodeBuilder::object(std::span<const std::uint32_t> keys_and_values,
                                  std::uint32_t begin, std::uint32_t end) {
  const auto count = keys_and_values.size() / 2;
  std::vector<Symbol> keys;
  for (std::size_t i = 0; i < count; ++i) {
    const Value* key = constant_of(keys_and_values[2 * i]);
    if (key == nullptr || !key->is_known() || key->type() != Type::string()) break;
    keys.emplace_back(key->as_string());
  }
  std::uint32_t prepared = kNone;
  if (keys.size() == count) {
    std::vector<Symbol> different = keys;
    std::sort(different.begin(), different.end());
    different.erase(std::unique(different.begin(), different.end()), different.end());
    const ObjectShape& shape = ObjectShape::of(different);
    auto slots = arena().allocate_span<std::uint32_t>(count);
    std::vector<bool> taken(shape.size());
    for (std::size_t i = count; i-- > 0;) {  // of equal keys the last one counts
      const auto slot = shape.slot_of(keys[i]);
      slots[i] = taken[slot] ? kNone : slot;
      taken[slot] = true;
    }
    objects_.push_back({&shape, slots});
    prepared = size32(objects_.size() - 1);
  }
  const auto first = list(keys_and_values);
  return add(Op::Object, begin, end, first, size32(count), prepared);
}

std::uint32_t CodeBuilder::text_template(std::span<const std::uint32_t> parts, std::uint32_t begin,
                                         std::uint32_t end) {
  if (parts.empty()) return string("", begin, end);
  if (parts.size() == 1 && nodes_[parts[0]].op == Op::Constant) {
    const Value& value = constants_[nodes_[parts[0]].a];
    if (value.is_known() && value.type() == Type::string()) return constant(value, begin, end);
  }
  const auto first = list(parts);
  return add(Op::Template, begin, end, first, size32(parts.size()));
}

std::uint32_t CodeBuilder::call(CallCode call, std::span<const std::uint32_t> arguments,
                                std::uint32_t begin, std::uint32_t end) {
  call.first = list(arguments);
  call.count = size32(arguments.size());
  calls_.push_back(call);
  return add(Op::Call, begin, end, size32(calls_.size() - 1));
}

std::uint32_t CodeBuilder::loop(const ForCode& loop, std::uint32_t begin, std::uint32_t end) {
  loops_.push_back(loop);
  return add(Op::For, begin, end, size32(loops_.size() - 1));
}

void CodeBuilder::shift(Place from, std::uint32_t by) {
  for (auto i = from.node; i < nodes_.size(); ++i) {
    nodes_[i].begin += by;
    nodes_[i].end += by;
  }
  for (auto i = from.call; i < calls_.size(); ++i) {
    calls_[i].name_begin += by;
    calls_[i].name_end += by;
  }
}

void CodeBuilder::cover(Place from, std::uint32_t begin, std::uint32_t end) {
  for (auto i = from.node; i < nodes_.size(); ++i) {
    nodes_[i].begin = begin;
    nodes_[i].end = end;
  }
  for (auto i = from.call; i < calls_.size(); ++i) {
    calls_[i].name_begin = begin;
    calls_[i].name_end = end;
  }
}

std::uint32_t CodeBuilder::new_slot() {
  const auto slot = next_slot_++;
  slots_ = std::max(slots_, next_slot_);
  return slot;
}

std::shared_ptr<const Code> CodeBuilder::finish(std::uint32_t root, std::uint32_t begin,
                                                std::uint32_t end) {
  Code* code = new (arena().allocate(sizeof(Code), alignof(Code))) Code;
  code->whole =
      verbatim_ ? SourceSpan{whole_.source, text_begin_ + begin, text_begin_ + end} : whole_;
  code->text_begin = text_begin_;
  code->verbatim = verbatim_;
  code->root = root;
  code->slots = slots_;
  code->nodes = keep(arena(), nodes_);
  code->lists = keep(arena(), lists_);
  code->constants = keep(arena(), constants_);
  code->calls = keep(arena(), calls_);
  code->loops = keep(arena(), loops_);
  code->objects = keep(arena(), objects_);
  if (!references_.empty()) {
    code->references = unit_->references.emplace_front(std::move(references_));
  }
  if (!key_references_.empty()) {
    code->key_references = unit_->references.emplace_front(std::move(key_references_));
  }
  std::vector<Symbol> functions;
  for (const auto& call : calls_) {
    if (std::find(functions.begin(), functions.end(), call.name) == functions.end()) {
      functions.push_back(call.name);
    }
  }
  code->functions = keep(arena(), functions);

  const Node& node = code->root_node();
  if (node.op == Op::Constant || node.op == Op::KeyName) {
    code->constant = &code->constants[node.a];
    const Value& value = *code->constant;
    if (value.is_known() && value.type() == Type::string()) code->keyword = value.as_string();
  } else if (node.op == Op::Reference && code->references[node.a].steps.empty()) {
    code->keyword = code->references[node.a].root.view();
  } else if (node.op == Op::Tuple && node.c != kNone) {
    code->constant = &code->constants[node.c];
  } else if (code->references.empty() && calls_.empty()) {
    if (const auto value = evaluate_closed(*code, arena())) {
      code->constant = arena().create<Value>(*value);
    }
  }
  clear();
  return {unit_, code};
}

namespace {

// Copies the nodes below one into a builder of their own.
class PartCopier {
 public:
  PartCopier(const Code& from, CodeBuilder& to) : from_(from), to_(to) {}

  std::uint32_t copy(std::uint32_t number) {
    const Node& node = from_.nodes[number];
    const auto list = [&](std::uint32_t first, std::uint32_t count) {
      std::vector<std::uint32_t> items;
      for (std::uint32_t i = 0; i < count; ++i) items.push_back(copy(from_.lists[first + i]));
      return items;
    };
    if (!has_children(node.op)) return leaf(node);
    switch (node.op) {
      case Op::Attribute:
        return to_.add(node.op, node.begin, node.end, copy(node.a), node.b);
      case Op::Not:
      case Op::Negate:
      case Op::Join:
        return to_.add(node.op, node.begin, node.end, copy(node.a));
      case Op::Index:
      case Op::Binary: {
        const auto a = copy(node.a);
        return to_.add(node.op, node.begin, node.end, a, copy(node.b), 0, node.detail);
      }
      case Op::Conditional: {
        const auto a = copy(node.a);
        const auto b = copy(node.b);
        return to_.add(node.op, node.begin, node.end, a, b, copy(node.c));
      }
      case Op::Splat: {
        const auto source = copy(node.a);
        const auto slot = slot_of(node.c);
        return to_.add(node.op, node.begin, node.end, source, copy(node.b), slot, node.detail);
      }
      case Op::Tuple:
        return to_.tuple(list(node.a, node.b), node.begin, node.end);
      case Op::Object:
        return to_.object(list(node.a, 2 * node.b), node.begin, node.end);
      case Op::Template:
        return to_.text_template(list(node.a, node.b), node.begin, node.end);
      case Op::Call: {
        const CallCode& call = from_.calls[node.a];
        return to_.call(call, list(call.first, call.count), node.begin, node.end);
      }
      default:
        return loop(node);
    }
  }

 private:
  std::uint32_t leaf(const Node& node) {
    switch (node.op) {
      case Op::Constant:
        return to_.constant(from_.constants[node.a], node.begin, node.end);
      case Op::Local:
        return to_.add(node.op, node.begin, node.end, slot_of(node.a));
      case Op::Reference:
        return to_.reference(from_.references[node.a], node.begin, node.end);
      default:
        return to_.key_of_last_reference(
            to_.reference(from_.key_references[node.b], node.begin, node.end));
    }
  }

  std::uint32_t loop(const Node& node) {
    ForCode loop = from_.loops[node.a];
    loop.collection = copy(loop.collection);
    loop.value_slot = slot_of(loop.value_slot);
    if (loop.key_slot != kNone) loop.key_slot = slot_of(loop.key_slot);
    if (loop.key != kNone) loop.key = copy(loop.key);
    loop.value = copy(loop.value);
    if (loop.condition != kNone) loop.condition = copy(loop.condition);
    return to_.loop(loop, node.begin, node.end);
  }

  std::uint32_t slot_of(std::uint32_t old) {
    const auto [found, added] = slots_.try_emplace(old, 0);
    if (added) found->second = to_.new_slot();
    return found->second;
  }

  const Code& from_;
  CodeBuilder& to_;
  std::unordered_map<std::uint32_t, std::uint32_t> slots_;
};

}  // namespace

CodeBuilder builder_of_parts(const std::shared_ptr<const Code>& code) {
  auto unit = std::make_shared<Unit>();
  unit->parent = code;
  return CodeBuilder(std::move(unit));
}

std::shared_ptr<const Code> part_of(const std::shared_ptr<const Code>& code, std::uint32_t node,
                                    CodeBuilder& builder) {
  builder.start(code->whole, code->text_begin, code->verbatim);
  const auto root = PartCopier(*code, builder).copy(node);
  const Node copied = builder.node(root);
  return builder.finish(root, copied.begin, copied.end);
}

}  // namespace tenon::lang::detail
