#include <algorithm>

#include "engine/lang/evaluator.h"
#include "engine/lang/render_template.h"

namespace tenon::lang {

Value Expression::evaluate(EvalContext& context, std::span<const Binding> bindings,
                           bool* ok) const {
  if (ok != nullptr) *ok = true;
  if (code_->constant != nullptr) return *code_->constant;
  return detail::Evaluator(*code_, context, bindings).run(ok);
}

namespace detail {

void ValueStack::grow() {
  auto larger = std::make_unique<Value[]>(2 * capacity_);
  std::copy_n(data_, size_, larger.get());
  capacity_ *= 2;
  data_ = larger.get();
  heap_ = std::move(larger);
}

std::optional<Value> evaluate_closed(const Code& code, Arena& arena) {
  EvalContext context;
  context.arena = &arena;
  bool ok = true;
  const Value value = Evaluator(code, context, {}).run(&ok);
  if (!ok) return std::nullopt;
  return value;
}

Value Evaluator::run(bool* ok) {
  if (code_.slots > 0) {
    const auto locals = arena_.allocate_span<Value>(code_.slots);
    std::uninitialized_fill(locals.begin(), locals.end(), Value());
    locals_ = locals.data();
  }
  const Value value = eval(code_.root);
  if (!failed_) return value;
  if (ok != nullptr) *ok = false;
  return Value::unknown(Type::dynamic());
}

std::optional<Value> Evaluator::attempt(std::uint32_t node, std::string* error) {
  Diagnostics own;
  Diagnostics* const outer = diagnostics_;
  const bool outer_failed = failed_;
  const bool outer_muted = muted_;
  diagnostics_ = &own;
  failed_ = false;
  muted_ = error == nullptr;
  const auto mark = stack_.size();
  const Value value = eval(node);
  stack_.resize(mark);
  const bool failed = failed_;
  diagnostics_ = outer;
  failed_ = outer_failed;
  muted_ = outer_muted;
  if (!failed) return value;
  if (error != nullptr) {
    *error = own.empty() ? "it could not be evaluated"
                         : own.list().front().summary + ": " + own.list().front().detail;
    const auto where = own.empty() ? std::string() : location_text(own.list().front().span);
    if (!where.empty()) *error = where + ": " + *error;
  }
  return std::nullopt;
}

Value Evaluator::unknown(Type type, Marks marks) {
  Refinement refinement;
  refinement.not_null = true;
  const Value value = Value::unknown(arena_, type, refinement);
  return any(marks) ? value.with_marks(marks) : value;
}

Value Evaluator::eval(std::uint32_t number) {
  const Node& node = code_.nodes[number];
  switch (node.op) {
    case Op::Constant:
    case Op::KeyName:
      return code_.constants[node.a];
    case Op::KeyAmbiguous:
      return fail(node, codes::kKey, "Ambiguous attribute key", [&] {
        const auto text = code_.key_references[node.b].text();
        return "It is not clear whether " + text +
               " is meant as a text or as a reference. Write (" + text +
               ") to use its value as the key, or \"" + text + "\" for the text.";
      });
    case Op::Reference:
      return reference(node);
    case Op::Local:
      return locals_[node.a];
    case Op::Attribute: {
      const Value object = eval(node.a);
      return attribute(object, Symbol::from_index(node.b), node,
                       code_.span_of(code_.nodes[node.a].end, node.end));
    }
    case Op::Index: {
      const Value collection = eval(node.a);
      const Value key = eval(node.b);
      return index(collection, key, node, code_.span_of(code_.nodes[node.a].end, node.end));
    }
    case Op::Splat:
      return splat(node);
    case Op::Tuple:
      return tuple(node);
    case Op::Object:
      return object(node);
    case Op::Not:
    case Op::Negate:
      return unary(node);
    case Op::Binary:
      return binary(node);
    case Op::Conditional:
      return conditional(node);
    case Op::Call:
      return call(node);
    case Op::For:
      return loop(node);
    case Op::Template:
      return text_template(node);
    case Op::Join:
      return join(node);
  }
  return Value();
}

Value Evaluator::reference(const Node& node) {
  const Reference& reference = code_.references[node.a];
  const Binding binding = node.a < bindings_.size() ? bindings_[node.a] : Binding{};
  if (binding.subject == kUnbound || context_.scope == nullptr) {
    return fail(reference.span, codes::kUnbound, "Invalid reference", [&] {
      return "\"" + reference.text() + "\" refers to nothing that can be used here.";
    });
  }
  std::optional<Value> value;
  if (muted_) {
    Diagnostics ignored;
    value = context_.scope->subject(binding.subject, reference, ignored);
  } else {
    value = context_.scope->subject(binding.subject, reference, *diagnostics_);
  }
  if (!value) {
    failed_ = true;
    return Value::unknown(Type::dynamic());
  }
  for (std::size_t i = binding.steps; i < reference.steps.size(); ++i) {
    *value = apply_step(*value, reference.steps[i], node);
  }
  return *value;
}

Value Evaluator::apply_step(const Value& value, const ReferenceStep& step, const Node& node) {
  switch (step.kind) {
    case ReferenceStep::Kind::Name:
      return attribute(value, step.name, node, step.span);
    case ReferenceStep::Kind::Key:
      return index(value, Value::string_view(arena_, step.name.view()), node, step.span);
    case ReferenceStep::Kind::Index:
      return index(value, Value::number(step.index), node, step.span);
  }
  return value;
}

}  // namespace detail

}  // namespace tenon::lang
