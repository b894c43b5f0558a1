// Evaluator: one walk over an expression's code. It lives on the stack of Expression::evaluate and
// allocates in the context's arena only; operands wait in a small stack of values that is part of
// it. Errors: a diagnostic, `failed`, and an unknown value in place of the result, so that the rest
// is still looked at. Muted, only `failed` is set: that is how the branch that a conditional does
// not choose, and what try() tries, are evaluated.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "engine/lang/code.h"
#include "engine/lang/codes.h"
#include "engine/lang/expression.h"
#include "schema/value/value.h"

namespace tenon::lang::detail {

// Values in waiting. Grows past its own room only where a collection is large.
class ValueStack {
 public:
  ValueStack() = default;
  ValueStack(const ValueStack&) = delete;
  ValueStack& operator=(const ValueStack&) = delete;

  std::size_t size() const { return size_; }
  void push(const Value& value) {
    if (size_ == capacity_) grow();
    new (data_ + size_++) Value(value);
  }
  void resize(std::size_t size) {
    while (size_ < size) push(Value());
    size_ = size;
  }
  Value& operator[](std::size_t index) { return data_[index]; }
  std::span<const Value> from(std::size_t mark) const { return {data_ + mark, size_ - mark}; }

 private:
  void grow();

  static constexpr std::size_t kInline = 48;
  std::size_t size_ = 0;
  std::size_t capacity_ = kInline;
  alignas(Value) std::byte room_[kInline * sizeof(Value)];
  Value* data_ = reinterpret_cast<Value*>(room_);
  std::unique_ptr<Value[]> heap_;
};

class Evaluator {
 public:
  Evaluator(const Code& code, EvalContext& context, std::span<const Binding> bindings)
      : code_(code),
        context_(context),
        bindings_(bindings),
        arena_(*context.arena),
        diagnostics_(context.diagnostics),
        muted_(context.diagnostics == nullptr) {}

  // The whole expression.
  Value run(bool* ok);

  // --- for deferred arguments
  // Nothing, and the first error's text, where it fails.
  std::optional<Value> attempt(std::uint32_t node, std::string* error);

 private:
  class Deferral;

  Value eval(std::uint32_t number);
  Value reference(const Node& node);
  Value apply_step(const Value& value, const ReferenceStep& step, const Node& node);

  // operators (evaluate_operators.cc)
  Value unary(const Node& node);
  Value binary(const Node& node);
  Value arithmetic(const Node& node, BinaryOp op, const Value& a, const Value& b);
  Value logic(const Node& node, BinaryOp op, const Value& a, const Value& b);
  bool operand(Value& value, Type type, const Node& of, const char* side);
  Value conditional(const Node& node);
  Value undecided(Type type, const Value& condition, const Value& yes, const Value& no);
  Value text_template(const Node& node);
  Value join(const Node& node);
  Value concatenate(std::size_t mark, const Node& node);

  // collections (evaluate_collections.cc)
  Value attribute(const Value& object, Symbol name, const Node& node, SourceSpan span);
  Value index(const Value& collection, const Value& key, const Node& node, SourceSpan span);
  Value index_sequence(const Value& collection, const Value& key, const Node& node,
                       SourceSpan span);
  Value splat(const Node& node);
  Value tuple(const Node& node);
  Value object(const Node& node);
  Value object_of_dynamic_keys(const Node& node);
  Value loop(const Node& node);
  bool loop_condition(const ForCode& loop, Marks& marks, bool& unknown, bool& taken);
  Value loop_object(const ForCode& loop, std::span<const Value> keys_and_values, Marks outer);

  // calls (evaluate_call.cc)
  Value call(const Node& node);
  Value call_deferred(const Function& function, const CallCode& call, const Node& node,
                      std::span<const Value> expanded);
  bool check_count(const Function& function, const CallCode& call, std::size_t count,
                   const Node& node);
  Value call_failed(const Function& function, const CallCode& call, const FunctionError& error,
                    const Node& node);
  const FunctionTable& functions() const;

  bool is_muted() const { return muted_; }
  // `detail` is called where somebody will read it.
  template <typename Detail>
  Value fail(SourceSpan span, const char* code, const char* summary, Detail detail) {
    failed_ = true;
    if (!muted_) diagnostics_->error(code, summary, detail(), span);
    return Value::unknown(Type::dynamic());
  }
  template <typename Detail>
  Value fail(const Node& node, const char* code, const char* summary, Detail detail) {
    return fail(code_.span_of(node), code, summary, detail);
  }
  // Unknown, but certainly not null.
  Value unknown(Type type, Marks marks);

  const Code& code_;
  EvalContext& context_;
  std::span<const Binding> bindings_;
  Arena& arena_;
  Diagnostics* diagnostics_;
  bool muted_;
  bool failed_ = false;
  Value* locals_ = nullptr;
  ValueStack stack_;
};

}  // namespace tenon::lang::detail
